package io.puredtls.message;

import io.puredtls.wire.Bytes;
import io.puredtls.wire.DecodeException;
import io.puredtls.wire.WireReader;
import io.puredtls.wire.WireWriter;
import java.util.Optional;

/**
 * [RFC4279 §2] [RFC5489 §2] What a server says of the pre-shared key that it wants, and its ephemeral share if the suite
 * has any. Nothing is signed.
 *
 * <pre>
 *   psk_identity_hint (0..65535, length in 2) · [params]
 * </pre>
 */
public record PskServerKeyExchange(Bytes hint, Optional<ServerEcdhParams> params) implements HandshakeMessage {
    static PskServerKeyExchange decodeAlone(WireReader in) throws DecodeException {
        return new PskServerKeyExchange(in.opaque16("psk_identity_hint"), Optional.empty());
    }

    static PskServerKeyExchange decodeEphemeral(WireReader in) throws DecodeException {
        Bytes hint = in.opaque16("psk_identity_hint");
        return new PskServerKeyExchange(hint, Optional.of(ServerEcdhParams.decode(in)));
    }

    @Override
    public void encode(WireWriter out) {
        out.opaque16("psk_identity_hint", hint);
        params.ifPresent(share -> share.encode(out));
    }

    @Override
    public HandshakeType type() {
        return HandshakeType.SERVER_KEY_EXCHANGE;
    }
}
