package io.puredtls.dtls12;

import io.puredtls.crypto.credentials.Credentials;
import io.puredtls.message.Certificate12;
import io.puredtls.wire.Bytes;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;

/** Our credentials as a Certificate message. */
public final class CertificateMessage {
    private CertificateMessage() {
    }

    /** The chain of {@code credentials}, in its order. */
    public static Certificate12 of(Credentials credentials) {
        List<Bytes> list = new ArrayList<>();
        for (X509Certificate certificate : credentials.chain()) {
            try {
                list.add(Bytes.of(certificate.getEncoded()));
            } catch (CertificateEncodingException impossible) {
                throw new IllegalStateException("a certificate of ours has no encoding", impossible);
            }
        }
        return new Certificate12(list);
    }
}
