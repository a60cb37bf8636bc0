package io.puredtls.extension;

import io.puredtls.wire.Bytes;
import io.puredtls.wire.DecodeException;
import io.puredtls.wire.WireReader;
import io.puredtls.wire.WireWriter;
import java.security.cert.X509Certificate;
import java.util.List;

/**
 * [RFC9846 §4.3.4] The issuers that the sender would like certificates from.
 *
 * <pre>
 *   authorities (3..65535, length in 2) of: DistinguishedName (1..65535, length in 2)
 * </pre>
 *
 * @param authorities DER names, at least one
 */
public record CertificateAuthorities(List<Bytes> authorities) implements Extension {
    /** Copies the list. */
    public CertificateAuthorities {
        authorities = List.copyOf(authorities);
    }

    /** The names of these issuers, in DER. */
    public static List<Bytes> namesOf(List<X509Certificate> issuers) {
        return issuers.stream().map(issuer -> Bytes.of(issuer.getSubjectX500Principal().getEncoded())).toList();
    }

    static CertificateAuthorities decode(WireReader in) throws DecodeException {
        return new CertificateAuthorities(Lists.nonEmpty16(in, "authorities", CertificateAuthorities::decodeName));
    }

    private static Bytes decodeName(WireReader list) throws DecodeException {
        Bytes name = list.opaque16("DistinguishedName");
        if (name.isEmpty()) {
            throw new DecodeException("DistinguishedName", "is empty");
        }
        return name;
    }

    @Override
    public void encode(WireWriter out) {
        out.vector16("authorities", list -> authorities.forEach(name -> list.opaque16("DistinguishedName", name)));
    }

    @Override
    public ExtensionType type() {
        return ExtensionType.CERTIFICATE_AUTHORITIES;
    }
}
