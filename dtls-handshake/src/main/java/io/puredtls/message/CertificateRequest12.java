package io.puredtls.message;

import io.puredtls.crypto.sign.SignatureScheme;
import io.puredtls.wire.Bytes;
import io.puredtls.wire.DecodeException;
import io.puredtls.wire.WireReader;
import io.puredtls.wire.WireWriter;
import java.util.ArrayList;
import java.util.List;

/**
 * [RFC5246 §7.4.4] The server's wish for a certificate of the client.
 *
 * <pre>
 *   certificate_types (1..255, length in 1)
 *   supported_signature_algorithms (2..65534, length in 2) of: SignatureScheme (2)
 *   certificate_authorities (0..65535, length in 2) of: DistinguishedName (1..65535, length in 2)
 * </pre>
 *
 * @param certificateTypes a ClientCertificateType a byte
 * @param schemes what the server can check
 * @param certificateAuthorities DER names of issuers it would like; empty: any
 */
public record CertificateRequest12(Bytes certificateTypes, List<SignatureScheme> schemes, List<Bytes> certificateAuthorities)
        implements HandshakeMessage {
    /** ClientCertificateType: a key that signs by RSA. */
    public static final int RSA_SIGN = 1;
    /** [RFC8422 §5.5] ClientCertificateType: a key that signs by ECDSA or EdDSA. */
    public static final int ECDSA_SIGN = 64;

    /** Copies the lists. */
    public CertificateRequest12 {
        schemes = List.copyOf(schemes);
        certificateAuthorities = List.copyOf(certificateAuthorities);
    }

    static CertificateRequest12 decode(WireReader in) throws DecodeException {
        Bytes certificateTypes = in.nonEmpty8("certificate_types");
        List<SignatureScheme> schemes = new ArrayList<>();
        WireReader schemeList = in.vector16("supported_signature_algorithms");
        while (schemeList.hasMore()) {
            schemes.add(new SignatureScheme(schemeList.u16("SignatureScheme")));
        }
        schemeList.end();
        if (schemes.isEmpty()) {
            throw new DecodeException("supported_signature_algorithms", "is empty");
        }
        List<Bytes> authorities = new ArrayList<>();
        WireReader authorityList = in.vector16("certificate_authorities");
        while (authorityList.hasMore()) {
            Bytes authority = authorityList.opaque16("DistinguishedName");
            if (authority.isEmpty()) {
                throw new DecodeException("DistinguishedName", "is empty");
            }
            authorities.add(authority);
        }
        authorityList.end();
        return new CertificateRequest12(certificateTypes, schemes, authorities);
    }

    @Override
    public void encode(WireWriter out) {
        out.opaque8("certificate_types", certificateTypes);
        out.vector16("supported_signature_algorithms", list -> schemes.forEach(scheme -> list.u16("SignatureScheme", scheme.code())));
        out.vector16("certificate_authorities",
                list -> certificateAuthorities.forEach(authority -> list.opaque16("DistinguishedName", authority)));
    }

    @Override
    public HandshakeType type() {
        return HandshakeType.CERTIFICATE_REQUEST;
    }
}
