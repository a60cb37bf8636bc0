package io.puredtls.message;

import io.puredtls.crypto.sign.SignatureScheme;
import io.puredtls.wire.Bytes;
import io.puredtls.wire.DecodeException;
import io.puredtls.wire.WireReader;
import io.puredtls.wire.WireWriter;

/**
 * [RFC8422 §5.4] The server's ephemeral share, signed together with both randoms.
 *
 * <pre>
 *   params · algorithm (2) · signature (0..65535, length in 2)
 * </pre>
 */
public record ServerKeyExchange(ServerEcdhParams params, SignatureScheme algorithm, Bytes signature) implements HandshakeMessage {
    static ServerKeyExchange decode(WireReader in) throws DecodeException {
        ServerEcdhParams params = ServerEcdhParams.decode(in);
        SignatureScheme algorithm = new SignatureScheme(in.u16("algorithm"));
        Bytes signature = in.opaque16("signature");
        return new ServerKeyExchange(params, algorithm, signature);
    }

    @Override
    public void encode(WireWriter out) {
        params.encode(out);
        out.u16("algorithm", algorithm.code());
        out.opaque16("signature", signature);
    }

    @Override
    public HandshakeType type() {
        return HandshakeType.SERVER_KEY_EXCHANGE;
    }
}
