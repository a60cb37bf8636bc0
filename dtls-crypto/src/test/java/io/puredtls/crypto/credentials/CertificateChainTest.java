package io.puredtls.crypto.credentials;

import static io.puredtls.crypto.credentials.CredentialsFaultTest.assertSays;
import static io.puredtls.crypto.credentials.KeyAlgorithm.ED25519;
import static io.puredtls.crypto.credentials.KeyAlgorithm.EC_P256;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class CertificateChainTest {
    private final CertificateAuthority root = CertificateAuthority.create("root", ED25519, Vectors.authority());
    private final CertificateAuthority outer = root.issueAuthority("outer", EC_P256, Vectors.authority());
    private final CertificateAuthority inner = outer.issueAuthority("inner", EC_P256, Vectors.authority());
    private final Credentials leaf = inner.issue("leaf", EC_P256, Vectors.endEntity());

    @Test
    // [RFC9846 §4.5.1#11]
    void certificates_in_any_order_are_put_in_order() {
        List<X509Certificate> ordered = List.of(leaf.chain().get(0), inner.certificate(), outer.certificate(), root.certificate());
        for (int seed = 0; seed < 24; seed++) {
            List<X509Certificate> shuffled = new ArrayList<>(ordered);
            Collections.shuffle(shuffled, new Random(seed));
            assertEquals(ordered, Credentials.of(leaf.privateKey(), shuffled).chain(), "seed " + seed);
        }
    }

    @Test
    void the_root_may_be_missing() {
        assertEquals(List.of(leaf.chain().get(0), inner.certificate(), outer.certificate()), leaf.chain());
    }

    @Test
    void a_certificate_given_twice_counts_once() {
        List<X509Certificate> twice = new ArrayList<>(leaf.chain());
        twice.addAll(leaf.chain());
        assertEquals(leaf.chain(), Credentials.of(leaf.privateKey(), twice).chain());
    }

    @Test
    void a_certificate_outside_the_chain_is_refused_by_name() {
        List<X509Certificate> more = new ArrayList<>(leaf.chain());
        more.add(inner.issue("stranger", ED25519, Vectors.endEntity()).chain().get(0));
        assertSays("these certificates have no place in the chain of CN=leaf: CN=stranger",
                () -> Credentials.of(leaf.privateKey(), more));
    }

    @Test
    void a_gap_in_the_chain_leaves_the_rest_without_place() {
        assertSays("these certificates have no place in the chain of CN=leaf: CN=outer; CN=root", () -> Credentials.of(
                leaf.privateKey(), List.of(leaf.chain().get(0), outer.certificate(), root.certificate())));
    }

    @Test
    void of_two_issuers_with_one_name_the_one_that_signed_is_taken() {
        CertificateAuthority before = CertificateAuthority.create("authority", EC_P256, Vectors.authority());
        CertificateAuthority after = before.issueAuthority("authority", EC_P256, Vectors.authority());
        Credentials below = after.issue("leaf", EC_P256, Vectors.endEntity());
        assertEquals(after.certificate(), below.chain().get(1), "issued by a namesake, not self-signed: it belongs to the chain");
        List<X509Certificate> ordered = List.of(below.chain().get(0), after.certificate(), before.certificate());
        List<X509Certificate> given = List.of(before.certificate(), after.certificate(), below.chain().get(0));
        assertEquals(ordered, Credentials.of(below.privateKey(), given).chain());
    }

    @Test
    void authorities_that_vouch_for_each_other_end_the_walk() {
        KeyPair one = ED25519.generate();
        KeyPair two = ED25519.generate();
        CertificateAuthority asOne = CertificateAuthority.create("one", ED25519, Vectors.authority());
        CertificateAuthority asTwo = CertificateAuthority.create("two", ED25519, Vectors.authority());
        X509Certificate oneByTwo = asTwo.issue("one", one.getPublic(), Vectors.authority());
        X509Certificate twoByOne = asOne.issue("two", two.getPublic(), Vectors.authority());
        assertEquals(List.of(oneByTwo, twoByOne), Credentials.of(one.getPrivate(), List.of(twoByOne, oneByTwo)).chain());
    }

    @Test
    void a_key_that_no_provider_can_use_takes_the_first_certificate_of_its_kind() {
        Credentials hardware = Credentials.of(new HardwareKey("EC"), List.of(root.certificate(), outer.certificate()));
        assertEquals(List.of(outer.certificate(), root.certificate()), hardware.chain());
        assertSays("the RSA private key does not belong to any of the certificates CN=root; CN=outer",
                () -> Credentials.of(new HardwareKey("RSA"), List.of(root.certificate(), outer.certificate())));
    }

    @Test
    void the_chain_cannot_be_changed() {
        assertThrows(UnsupportedOperationException.class, () -> leaf.chain().clear());
    }

    @Test
    void a_certificate_on_a_curve_without_signature_scheme_is_refused() {
        List<X509Certificate> koblitz = Certificates.fromPem(Vectors.path("ec-secp256k1.cert.pem"));
        CredentialsException refused = assertThrows(CredentialsException.class,
                () -> Credentials.of(new HardwareKey("EC"), koblitz));
        assertEquals("certificate CN=ec-secp256k1 has a key on a curve other than P-256, P-384 and P-521", refused.getMessage());
    }
}
