package io.puredtls.extension;

import io.puredtls.crypto.sign.SignatureScheme;
import io.puredtls.wire.DecodeException;
import io.puredtls.wire.WireReader;
import io.puredtls.wire.WireWriter;
import java.util.List;

/**
 * [RFC9846 §4.3.3] The ways to sign that the sender can check in certificates, where they are others than in handshakes.
 *
 * <pre>
 *   supported_signature_algorithms (2..65534, length in 2) of: SignatureScheme (2)
 * </pre>
 *
 * @param schemes at least one
 */
public record SignatureAlgorithmsCert(List<SignatureScheme> schemes) implements Extension {
    /** Copies the list. */
    public SignatureAlgorithmsCert {
        schemes = List.copyOf(schemes);
    }

    static SignatureAlgorithmsCert decode(WireReader in) throws DecodeException {
        return new SignatureAlgorithmsCert(Lists.nonEmpty16(
                in, "supported_signature_algorithms", list -> new SignatureScheme(list.u16("SignatureScheme"))));
    }

    @Override
    public void encode(WireWriter out) {
        out.vector16("supported_signature_algorithms", list -> schemes.forEach(scheme -> list.u16("SignatureScheme", scheme.code())));
    }

    @Override
    public ExtensionType type() {
        return ExtensionType.SIGNATURE_ALGORITHMS_CERT;
    }
}
