package io.puredtls.trust;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.puredtls.crypto.credentials.CertificateAuthority;
import io.puredtls.crypto.credentials.Certificates;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Certificates that were changed but still parse: the policies always answer, and never believe them. */
final class HostileCertificateTest {
    private static final CertificateAuthority ROOT = Pki.root("root", Pki.AUTHORITY);
    private static final List<X509Certificate> CHAIN = Pki.leaf(Pki.below(ROOT, "lower",
            Pki.AUTHORITY.pathLength(3).nameConstraints(List.of("example.org", "10.0.0.0/8"), List.of("x.example.org"))),
            Pki.ENTITY.names("a.example.org", "10.0.0.1", "*.b.example.org"));
    private static final Expectation NAMED = new Expectation(
            Purpose.SERVER_AUTHENTICATION, ReferenceIdentity.of("a.example.org"), Pki.NOW);
    private static final TrustPolicy FINGERPRINT = TrustPolicy.fingerprint("sha-256", "00".repeat(32));

    @Property(tries = 1500)
    void changed_certificate_is_judged_and_not_believed(
            @ForAll @IntRange(max = 1) int which, @ForAll @IntRange(max = 2000) int place, @ForAll byte value) {
        byte[] der = der(CHAIN.get(which));
        byte[] changed = der.clone();
        changed[place % changed.length] = value;
        if (!Arrays.equals(der, changed)) {
            judge(which, changed);
        }
    }

    @Property(tries = 1500)
    void certificate_changed_in_three_places_is_judged_and_not_believed(
            @ForAll @IntRange(max = 1) int which, @ForAll @IntRange(max = 2000) int one, @ForAll @IntRange(max = 2000) int two,
            @ForAll @IntRange(max = 2000) int three, @ForAll byte value) {
        byte[] changed = der(CHAIN.get(which));
        changed[one % changed.length] ^= 1;
        changed[two % changed.length] ^= 0x20;
        changed[three % changed.length] = value;
        if (!Arrays.equals(der(CHAIN.get(which)), changed)) {
            judge(which, changed);
        }
    }

    /** The JDK reads a signature with unused bits where those are zero; half of all signatures end in one. */
    @Example
    void signature_with_unused_bits_is_no_certificate() {
        X509Certificate leaf;
        byte[] der;
        do {
            leaf = Pki.leaf(ROOT, Pki.ENTITY).get(0);
            der = der(leaf);
        } while ((der[der.length - 1] & 1) == 1);
        der[der.length - leaf.getSignature().length - 1] = 1;
        byte[] changed = der;
        assertThrows(CertificateException.class, () -> Certificates.fromDer(changed));
    }

    @Example
    void unchanged_chain_is_believed() {
        assertTrue(TrustPolicy.roots(ROOT.certificate()).evaluate(CHAIN, NAMED) instanceof Verdict.Trusted);
    }

    private static void judge(int which, byte[] changed) {
        X509Certificate odd;
        try {
            odd = Certificates.fromDer(changed);
        } catch (CertificateException unreadable) {
            return; // the message that carries it is refused
        }
        List<X509Certificate> chain = new ArrayList<>(CHAIN);
        chain.set(which, odd);
        Verdict verdict = TrustPolicy.roots(ROOT.certificate()).withCrls(List.of()).evaluate(chain, NAMED);
        assertTrue(verdict instanceof Verdict.Untrusted, "believed with revocation unknown");
        assertFalse(TrustPolicy.roots(ROOT.certificate()).evaluate(chain, NAMED) instanceof Verdict.Trusted, () -> "believed: " + odd);
        // Trusted or not, with everything that is looked at where a certificate is its own root, or a root.
        assertNotNull(TrustPolicy.roots(odd).evaluate(List.of(odd), NAMED));
        assertNotNull(TrustPolicy.roots(odd).evaluate(CHAIN, NAMED));
        assertNotNull(FINGERPRINT.evaluate(chain, NAMED));
    }

    private static byte[] der(X509Certificate certificate) {
        try {
            return certificate.getEncoded();
        } catch (CertificateEncodingException broken) {
            throw new AssertionError(broken);
        }
    }
}
