package io.puredtls.trust;

import static io.puredtls.alert.Violation.CERTIFICATE_NOT_TRUSTED;
import static io.puredtls.trust.Pki.SERVER;
import static io.puredtls.trust.Pki.assertRefused;
import static io.puredtls.trust.Pki.assertTrusted;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
        List<X509Certificate> roots = new ArrayList<>(List.of(OWN));
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
    void roots_are_read_from_stores_with_and_without_the_usual_password(@TempDir Path folder) throws IOException, GeneralSecurityException {
        for (String type : List.of("PKCS12", "JKS")) {
            Path file = folder.resolve(type);
            KeyStore store = KeyStore.getInstance(type);
            store.load(null, null);
            store.setCertificateEntry("own", OWN);
            try (OutputStream out = Files.newOutputStream(file)) {
                store.store(out, "changeit".toCharArray());
            }
            assertTrusted(SystemRoots.load(file).evaluate(List.of(OWN), SERVER));
        }
    }

    @Test
    void roots_that_cannot_be_read_are_reported_with_the_file(@TempDir Path folder) throws IOException, GeneralSecurityException {
        Path rubbish = Files.write(folder.resolve("rubbish"), new byte[] {1, 2, 3});
        Path none = folder.resolve("none");
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        try (OutputStream out = Files.newOutputStream(none)) {
            store.store(out, "changeit".toCharArray());
        }
        for (Path each : List.of(rubbish, none, folder.resolve("absent"))) {
            var thrown = assertThrows(IllegalStateException.class, () -> SystemRoots.load(each));
            assertTrue(thrown.getMessage().contains(each.toString()), thrown.getMessage());
        }
    }

    @Test
    void text_of_peers_is_escaped_and_cut() {
        assertEquals("a\\u000ab\\u202ec\\u005cd", PeerText.of("a\nb\u202ec\\d"));
        assertEquals("x".repeat(200), PeerText.of("x".repeat(200)));
        assertEquals("x".repeat(200) + "...", PeerText.of("x".repeat(201)));
    }
}
