package io.puredtls.endpoint.cli;

import io.puredtls.endpoint.text.PublicKeyText;
import io.puredtls.session.PeerIdentity;
import io.puredtls.wire.Bytes;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** What a peer sent, as text: it must not be able to move a terminal's cursor or forge a line. */
final class PeerText {
    private PeerText() {
    }

    /** {@code bytes} if they are UTF-8. */
    static Optional<String> of(byte[] bytes) {
        try {
            return Optional.of(StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
        } catch (CharacterCodingException notText) {
            return Optional.empty();
        }
    }

    /** A name that need not be text: as it is if it is, else in hexadecimal. */
    static String named(Bytes name) {
        return of(name.toArray()).orElseGet(name::hex);
    }

    /**
     * Who a peer is: the subject of its certificate, the fingerprint of its raw public key, or the name of its pre-shared key; empty
     * for an anonymous one.
     */
    static Optional<String> identity(PeerIdentity peer) {
        return peer.pskIdentity().map(PeerText::named).or(() -> peer.rawPublicKey().map(PublicKeyText::fingerprint)).or(peer::subject);
    }

    /** {@code text} with every control and formatting character spelled out. */
    static String shown(String text) {
        StringBuilder shown = new StringBuilder();
        text.codePoints().forEach(point -> {
            int type = Character.getType(point);
            if (point != '\t' && (type == Character.CONTROL || type == Character.FORMAT || type == Character.LINE_SEPARATOR
                    || type == Character.PARAGRAPH_SEPARATOR || type == Character.SURROGATE)) {
                shown.append(String.format("\\u%04x", point));
            } else {
                shown.appendCodePoint(point);
            }
        });
        return shown.toString();
    }
}
