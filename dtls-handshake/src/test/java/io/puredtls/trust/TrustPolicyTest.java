package io.puredtls.trust;

import static io.puredtls.alert.Violation.CERTIFICATE_NOT_TRUSTED;
import static io.puredtls.trust.Pki.SERVER;
import static io.puredtls.trust.Pki.assertRefused;
import static io.puredtls.trust.Pki.assertTrusted;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The policies that one can choose from, and what they say. */
final class TrustPolicyTest {
    private static final X509Certificate OWN = Pki.selfSigned("a.example.org");

    @Test
    void trusting_anyone_is_not_called_trust() {
        assertEquals(new Verdict.Unverified(), TrustPolicy.dangerouslyTrustAnyone().evaluate(List.of(OWN), SERVER));
    }

    @Test
    void custom_policy_asks() {
        assertEquals(new Verdict.Ask(), TrustPolicy.custom().evaluate(List.of(OWN), SERVER));
    }

    @Test
    void roots_are_copied() {
        var roots = new java.util.ArrayList<>(List.of(OWN));
        PkixTrust policy = TrustPolicy.roots(roots);
        roots.clear();
        assertTrusted(policy.evaluate(List.of(OWN), SERVER));
    }

    @Test
    void system_roots_are_those_of_the_runtime_and_no_others() throws IOException, GeneralSecurityException {
        PkixTrust system = TrustPolicy.systemRoots();
        assertSame(system, TrustPolicy.systemRoots());
        assertRefused(CERTIFICATE_NOT_TRUSTED, system.evaluate(List.of(OWN), SERVER), "CN=a.example.org");

        KeyStore store = KeyStore.getInstance(Path.of(System.getProperty("java.home"), "lib/security/cacerts").toFile(), (char[]) null);
        List<String> aliases = Collections.list(store.aliases());
        assertFalse(aliases.isEmpty());
        X509Certificate root = (X509Certificate) store.getCertificate(aliases.get(0));
        Expectation then = new Expectation(SERVER.purpose(), SERVER.identity(), root.getNotBefore().toInstant());
        // Found among the roots, so that the search for a path is not what refuses it.
        if (system.evaluate(List.of(root), then) instanceof Verdict.Untrusted refused) {
            assertFalse(refused.violation() == CERTIFICATE_NOT_TRUSTED, refused.reason());
        }
    }

    @Test
    void text_of_peers_is_escaped_and_cut() {
        assertEquals("a\\u000ab\\u202ec\\u005cd", PeerText.of("a\nb\u202ec\\d"));
        assertEquals("x".repeat(200), PeerText.of("x".repeat(200)));
        assertEquals("x".repeat(200) + "...", PeerText.of("x".repeat(201)));
    }
}
