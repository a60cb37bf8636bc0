package io.puredtls.trust;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * The authorities that came with the Java runtime: {@code lib/security/cacerts} under {@code java.home}, the only system
 * property this module reads. No other store is looked for, neither {@code jssecacerts} nor one named by
 * {@code javax.net.ssl.trustStore}: those belong to JSSE.
 */
final class SystemRoots {
    /** What the file is protected with where it is not in the clear: against accidents, not against readers. */
    private static final String WELL_KNOWN_PASSWORD = "changeit";

    private static Optional<PkixTrust> loaded = Optional.empty();

    private SystemRoots() {
    }

    /** Loads when first called; what failed is tried again by the next call. */
    static synchronized PkixTrust policy() {
        if (loaded.isEmpty()) {
            loaded = Optional.of(load(Path.of(System.getProperty("java.home"), "lib", "security", "cacerts")));
        }
        return loaded.get();
    }

    static PkixTrust load(Path file) {
        try {
            List<X509Certificate> roots = certificates(file, null);
            if (roots.isEmpty()) {
                roots = certificates(file, WELL_KNOWN_PASSWORD.toCharArray());
            }
            if (roots.isEmpty()) {
                throw new IllegalStateException("the Java runtime has no trusted roots in " + file);
            }
            return PkixTrust.of(roots);
        } catch (IOException | GeneralSecurityException | IllegalArgumentException unreadable) {
            throw new IllegalStateException("the trusted roots of the Java runtime cannot be read from " + file + ": "
                    + unreadable.getMessage(), unreadable);
        }
    }

    /** Both formats in use, JKS and PKCS#12, are recognised. Without password, certificates that are encrypted are left out. */
    private static List<X509Certificate> certificates(Path file, char[] password) throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance(file.toFile(), password);
        List<X509Certificate> roots = new ArrayList<>();
        for (String alias : Collections.list(store.aliases())) {
            if (store.isCertificateEntry(alias) && store.getCertificate(alias) instanceof X509Certificate root) {
                roots.add(root);
            }
        }
        return roots;
    }
}
