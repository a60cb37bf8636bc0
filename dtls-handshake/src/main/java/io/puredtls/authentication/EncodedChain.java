package io.puredtls.authentication;

import io.puredtls.crypto.credentials.Credentials;
import io.puredtls.wire.Bytes;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;

/** The chain of credentials of ours as both versions send it: DER each, in its order. */
public final class EncodedChain {
    private EncodedChain() {
    }

    /** The certificates of {@code credentials}. */
    public static List<Bytes> of(Credentials credentials) {
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
