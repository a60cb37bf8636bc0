package io.puredtls.message;

import io.puredtls.wire.Bytes;
import io.puredtls.wire.DecodeException;
import io.puredtls.wire.WireReader;
import io.puredtls.wire.WireWriter;
import java.util.Optional;

/**
 * [RFC4279 §2] [RFC5489 §2] Which pre-shared key the client uses, and its ephemeral share if the suite has any.
 *
 * <pre>
 *   psk_identity (0..65535, length in 2) · [ecdh_Yc (1..255, length in 1)]
 * </pre>
 */
public record PskClientKeyExchange(Bytes identity, Optional<Bytes> share) implements HandshakeMessage {
    static PskClientKeyExchange decodeAlone(WireReader in) throws DecodeException {
        return new PskClientKeyExchange(in.opaque16("psk_identity"), Optional.empty());
    }

    static PskClientKeyExchange decodeEphemeral(WireReader in) throws DecodeException {
        Bytes identity = in.opaque16("psk_identity");
        return new PskClientKeyExchange(identity, Optional.of(in.nonEmpty8("ecdh_Yc")));
    }

    @Override
    public void encode(WireWriter out) {
        out.opaque16("psk_identity", identity);
        share.ifPresent(bytes -> out.opaque8("ecdh_Yc", bytes));
    }

    @Override
    public HandshakeType type() {
        return HandshakeType.CLIENT_KEY_EXCHANGE;
    }
}
