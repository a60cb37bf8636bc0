package io.puredtls.authentication;

import io.puredtls.crypto.credentials.CertificateType;
import io.puredtls.crypto.credentials.Credentials;
import io.puredtls.wire.Bytes;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;

/** What credentials of ours show, as both versions send it: the certificates, DER each, in their order, or the public key alone. */
public final class EncodedCredentials {
    private EncodedCredentials() {
    }

    /** The certificates of {@code credentials}; one SubjectPublicKeyInfo where they are a key without one. */
    public static List<Bytes> of(Credentials credentials) {
        if (credentials.certificateType().equals(CertificateType.RAW_PUBLIC_KEY)) {
            // [RFC7250 §3#1] [RFC7250 §4.2#6]
            return List.of(Bytes.of(credentials.publicKey().getEncoded()));
        }
        List<Bytes> list = new ArrayList<>();
        for (X509Certificate certificate : credentials.chain()) {
            try {
                list.add(Bytes.of(certificate.getEncoded()));
            } catch (CertificateEncodingException impossible) {
                throw new IllegalStateException("a certificate of ours has no encoding", impossible);
            }
        }
        return list;
    }
}
