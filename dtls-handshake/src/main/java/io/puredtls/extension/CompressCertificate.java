package io.puredtls.extension;

import io.puredtls.wire.DecodeException;
import io.puredtls.wire.WireReader;
import io.puredtls.wire.WireWriter;
import java.util.List;

/**
 * [RFC8879 §3] The ways of compression that the sender can undo in a certificate message.
 *
 * <pre>
 *   algorithms (2..254, length in 1) of: CertificateCompressionAlgorithm (2)
 * </pre>
 *
 * @param algorithms their numbers, at least one
 */
public record CompressCertificate(List<Integer> algorithms) implements Extension {
    /** [RFC8879 §7.3] RFC 1950's format, the one that the JDK has. */
    public static final int ZLIB = 1;

    /** Copies the list. */
    public CompressCertificate {
        algorithms = List.copyOf(algorithms);
    }

    static CompressCertificate decode(WireReader in) throws DecodeException {
        return new CompressCertificate(Lists.nonEmpty(
                in.vector8("algorithms"), "algorithms", list -> list.u16("CertificateCompressionAlgorithm")));
    }

    @Override
    public void encode(WireWriter out) {
        out.vector8("algorithms", list -> algorithms.forEach(each -> list.u16("CertificateCompressionAlgorithm", each)));
    }

    @Override
    public ExtensionType type() {
        return ExtensionType.COMPRESS_CERTIFICATE;
    }
}
