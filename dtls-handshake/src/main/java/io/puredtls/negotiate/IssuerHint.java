package io.puredtls.negotiate;

import io.puredtls.crypto.credentials.Credentials;
import io.puredtls.extension.CertificateAuthorities;
import io.puredtls.wire.Bytes;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;

/** [RFC9846 §4.3.4] Names of issuers that a peer would like certificates from: a wish, not a demand. */
public final class IssuerHint {
    private IssuerHint() {
    }

    /** Whether one of the named issuers, if any are, stands behind these credentials. */
    public static boolean vouchesFor(Optional<CertificateAuthorities> wish, Credentials credentials) {
        return wish.isEmpty() || vouchesFor(wish.get().authorities(), credentials);
    }

    /** Whether one of these issuers, by their DER names, stands behind these credentials. */
    public static boolean vouchesFor(List<Bytes> authorities, Credentials credentials) {
        for (X509Certificate certificate : credentials.chain()) {
            // [RFC9846 §4.3.4#1]
            if (authorities.contains(Bytes.of(certificate.getIssuerX500Principal().getEncoded()))) {
                return true;
            }
        }
        return false;
    }
}
