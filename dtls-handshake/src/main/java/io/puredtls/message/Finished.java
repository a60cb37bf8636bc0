package io.puredtls.message;

import io.puredtls.wire.Bytes;
import io.puredtls.wire.WireReader;
import io.puredtls.wire.WireWriter;

/**
 * [RFC5246 §7.4.9] Proof that the sender saw the same handshake and has the same secret.
 *
 * <pre>
 *   verify_data (to the end)
 * </pre>
 */
public record Finished(Bytes verifyData) implements HandshakeMessage {
    static Finished decode(WireReader in) {
        return new Finished(in.rest("verify_data"));
    }

    @Override
    public void encode(WireWriter out) {
        out.fixed("verify_data", verifyData);
    }

    @Override
    public HandshakeType type() {
        return HandshakeType.FINISHED;
    }
}
