package io.puredtls.trust;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The authorities that came with the Java runtime: {@code lib/security/cacerts} under {@code java.home}, the only system
 * property this module reads. No other store is looked for, neither {@code jssecacerts} nor one named by
 * {@code javax.net.ssl.trustStore}: those belong to JSSE.
 */
final class SystemRoots {
    private SystemRoots() {
    }

    /** Loads when first touched, once; a failure is kept, so that each call can say it. */
    private static final class Loaded {
        static final Outcome OUTCOME = load(Path.of(System.getProperty("java.home"), "lib", "security", "cacerts"));
    }

    private record Outcome(PkixTrust policy, Exception failure, Path file) {
    }

    static PkixTrust policy() {
        Outcome outcome = Loaded.OUTCOME;
        if (outcome.failure() != null) {
            throw new IllegalStateException("the trusted roots of the Java runtime cannot be read from " + outcome.file() + ": "
                    + outcome.failure().getMessage(), outcome.failure());
        }
        return outcome.policy();
    }

    private static Outcome load(Path file) {
        try {
            return new Outcome(PkixTrust.of(certificates(file)), null, file);
        } catch (IOException | GeneralSecurityException unreadable) {
            return new Outcome(null, unreadable, file);
        }
    }

    private static List<X509Certificate> certificates(Path file) throws IOException, GeneralSecurityException {
        // Both formats in use, JKS and PKCS#12, are recognised; certificates in it are not encrypted.
        KeyStore store = KeyStore.getInstance(file.toFile(), (char[]) null);
        List<X509Certificate> roots = new ArrayList<>();
        for (String alias : Collections.list(store.aliases())) {
            if (store.isCertificateEntry(alias) && store.getCertificate(alias) instanceof X509Certificate root) {
                roots.add(root);
            }
        }
        return roots;
    }
}
