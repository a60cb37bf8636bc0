package io.puredtls.trust;

import static io.puredtls.alert.Violation.CERTIFICATE_ALGORITHM_REFUSED;
import static io.puredtls.alert.Violation.CERTIFICATE_CHAIN_TOO_LONG;
import static io.puredtls.alert.Violation.CERTIFICATE_MISSING;
import static io.puredtls.alert.Violation.CERTIFICATE_NOT_TRUSTED;
import static io.puredtls.alert.Violation.CERTIFICATE_NOT_YET_VALID;
import static io.puredtls.alert.Violation.CERTIFICATE_PAST_VALIDITY;
import static io.puredtls.alert.Violation.CERTIFICATE_SIGNATURE_WRONG;
import static io.puredtls.trust.Pki.AUTHORITY;
import static io.puredtls.trust.Pki.ENTITY;
import static io.puredtls.trust.Pki.SERVER;
import static io.puredtls.trust.Pki.assertRefused;
import static io.puredtls.trust.Pki.assertTrusted;
import static io.puredtls.trust.Pki.below;
import static io.puredtls.trust.Pki.leaf;
import static io.puredtls.trust.Pki.root;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.puredtls.alert.AlertDescription;
import io.puredtls.crypto.credentials.CertificateAuthority;
import io.puredtls.crypto.credentials.KeyAlgorithm;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.security.spec.RSAKeyGenParameterSpec;
import java.security.spec.RSAPublicKeySpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** [RFC5280 §6.1] Which chains lead to a root, and what is said of those that do not. */
final class PathTest {
    private final CertificateAuthority root = root("root", AUTHORITY);
    private final CertificateAuthority upper = below(root, "upper", AUTHORITY);
    private final CertificateAuthority lower = below(upper, "lower", AUTHORITY);
    private final List<X509Certificate> chain = leaf(lower, ENTITY);
    private final PkixTrust policy = TrustPolicy.roots(root.certificate());

    private static List<X509Certificate> list(X509Certificate... certificates) {
        return List.of(certificates);
    }

    @ParameterizedTest
    @EnumSource(names = {"EC_P256", "EC_P384", "RSA_2048", "RSA_PSS_2048", "ED25519", "ED448"})
    void path_is_believed_with_keys_of_every_kind(KeyAlgorithm algorithm) {
        CertificateAuthority authority = CertificateAuthority.create("root", algorithm, AUTHORITY);
        List<X509Certificate> issued = authority.issueAuthority("lower", algorithm, AUTHORITY).issue("leaf", algorithm, ENTITY).chain();
        assertTrusted(TrustPolicy.roots(authority.certificate()).evaluate(issued, SERVER));
    }

    @Test
    // [RFC9846 §4.5.1#12]
    void certificates_after_the_first_may_be_in_any_order_and_unrelated_or_doubled() {
        List<X509Certificate> rest = new ArrayList<>(chain.subList(1, chain.size()));
        Collections.reverse(rest);
        List<X509Certificate> sent = new ArrayList<>(List.of(chain.get(0), Pki.selfSigned("stranger.example")));
        sent.addAll(rest);
        sent.add(root.certificate());
        sent.add(root("other", AUTHORITY).certificate());
        sent.addAll(chain);
        assertTrusted(policy.evaluate(sent, SERVER));
    }

    @Test
    void authority_below_can_be_a_root_itself() {
        assertTrusted(TrustPolicy.roots(lower.certificate()).evaluate(list(chain.get(0)), SERVER));
        assertTrusted(TrustPolicy.roots(upper.certificate()).evaluate(chain, SERVER));
    }

    @Test
    void missing_intermediate_is_named() {
        assertRefused(CERTIFICATE_NOT_TRUSTED, policy.evaluate(list(chain.get(0), upper.certificate()), SERVER),
                "CN=leaf", "issued by 'CN=lower'", "lead further");
    }

    @Test
    void unknown_root_is_named() {
        PkixTrust other = TrustPolicy.roots(root("other", AUTHORITY).certificate());
        assertRefused(CERTIFICATE_NOT_TRUSTED, other.evaluate(chain, SERVER), "CN=upper", "issued by 'CN=root'", "neither the one trusted root nor");
        List<X509Certificate> withRoot = new ArrayList<>(chain);
        withRoot.add(root.certificate());
        assertRefused(CERTIFICATE_NOT_TRUSTED, other.evaluate(withRoot, SERVER), "CN=root", "self-issued, and not the one trusted root");
    }

    @Test
    void wrong_root_of_the_same_name_is_told_as_that() {
        PkixTrust namesake = TrustPolicy.roots(root("root", AUTHORITY).certificate());
        List<X509Certificate> withRoot = new ArrayList<>(chain);
        withRoot.add(root.certificate());
        assertRefused(CERTIFICATE_NOT_TRUSTED, namesake.evaluate(withRoot, SERVER), "CN=root",
                "self-issued, and not the one trusted root, which has its name but another key");
        PkixTrust two = TrustPolicy.roots(List.of(root("root", AUTHORITY).certificate(), root("other", AUTHORITY).certificate()));
        assertRefused(CERTIFICATE_NOT_TRUSTED, two.evaluate(withRoot, SERVER),
                "not among the 2 trusted roots, of which one has its name but another key");
        X509Certificate own = Pki.selfSigned("a.example.org");
        assertRefused(CERTIFICATE_NOT_TRUSTED, TrustPolicy.roots(Pki.selfSigned("a.example.org")).evaluate(list(own), SERVER),
                "CN=a.example.org", "which has its name but another key");
    }

    @Test
    void renewed_certificate_of_a_root_is_not_taken_for_another_of_the_same_name() {
        CertificateAuthority old = root("root", Pki.EXPIRED_AUTHORITY);
        X509Certificate renewed = old.issue("root", old.certificate().getPublicKey(), AUTHORITY);
        assertRefused(CERTIFICATE_PAST_VALIDITY,
                TrustPolicy.roots(old.certificate()).evaluate(list(leaf(old, ENTITY).get(0), renewed), SERVER), "CN=root");
    }

    @Test
    void damaged_copy_of_a_root_is_not_taken_for_one_of_the_same_name() {
        assertRefused(CERTIFICATE_SIGNATURE_WRONG, policy.evaluate(list(Pki.damaged(root.certificate())), SERVER), "CN=root");
        PkixTrust namesake = TrustPolicy.roots(root("root", AUTHORITY).certificate());
        X509Certificate hiding = Pki.withoutIssuerKey(leaf(root, ENTITY).get(0)); // whose signature is wrong
        assertRefused(CERTIFICATE_SIGNATURE_WRONG, namesake.evaluate(list(hiding, root.certificate()), SERVER), "CN=leaf");
    }

    @Test
    // [RFC9846 §4.3.3#15]
    void the_signature_of_a_root_itself_does_not_count() {
        assertTrusted(TrustPolicy.roots(Pki.damaged(root.certificate())).evaluate(chain, SERVER));
    }

    /** [RFC4055 §1.2] A key may be bound to a hash, and what it signs must then say the same. */
    @Test
    // [RFC9846 §4.3.3#11]
    void a_signature_by_other_parameters_than_the_key_is_bound_to_is_refused() throws GeneralSecurityException {
        KeyPair keys = KeyAlgorithm.RSA_PSS_2048.generate();
        CertificateAuthority authority = Pki.again(keys, root.issue("pss", keys.getPublic(), AUTHORITY));
        X509Certificate issued = authority.issue("leaf", KeyAlgorithm.EC_P256.generate().getPublic(), ENTITY);
        assertEquals("RSASSA-PSS", issued.getSigAlgName());
        PSSParameterSpec same = new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, 32, 1);
        PSSParameterSpec other = new PSSParameterSpec("SHA-384", "MGF1", MGF1ParameterSpec.SHA384, 48, 1);
        assertTrusted(TrustPolicy.roots(bound(keys, same)).evaluate(list(issued), SERVER));
        assertRefused(CERTIFICATE_ALGORITHM_REFUSED, TrustPolicy.roots(bound(keys, other)).evaluate(list(issued), SERVER), "CN=leaf");
    }

    /** The same authority, with a key that its certificate binds to {@code parameters}. */
    private X509Certificate bound(KeyPair keys, PSSParameterSpec parameters) throws GeneralSecurityException {
        RSAPublicKey key = (RSAPublicKey) keys.getPublic();
        return root.issue("pss", KeyFactory.getInstance("RSASSA-PSS").generatePublic(
                new RSAPublicKeySpec(key.getModulus(), key.getPublicExponent(), parameters)), AUTHORITY);
    }

    @Test
    void no_roots_believe_nobody() {
        assertRefused(CERTIFICATE_NOT_TRUSTED, TrustPolicy.roots(List.of()).evaluate(chain, SERVER), "0 trusted roots");
    }

    @Test
    void no_certificate_is_refused() {
        assertRefused(CERTIFICATE_MISSING, policy.evaluate(List.of(), SERVER));
    }

    @Test
    void self_signed_certificate_is_believed_if_it_is_a_root() {
        X509Certificate own = Pki.selfSigned("a.example.org");
        assertTrusted(TrustPolicy.roots(own).evaluate(list(own), SERVER));
        assertRefused(CERTIFICATE_NOT_TRUSTED, policy.evaluate(list(own), SERVER), "CN=a.example.org", "self-issued");
    }

    @Test
    void issued_certificate_is_believed_if_it_is_a_root() {
        assertTrusted(TrustPolicy.roots(chain.get(0)).evaluate(list(chain.get(0)), SERVER));
    }

    @Test
    void impostor_of_a_root_is_not_trusted() {
        CertificateAuthority impostor = root("root", AUTHORITY);
        assertRefused(CERTIFICATE_NOT_TRUSTED, policy.evaluate(leaf(impostor, ENTITY), SERVER), "CN=leaf");
        X509Certificate hiding = Pki.withoutIssuerKey(leaf(impostor, ENTITY).get(0));
        assertRefused(CERTIFICATE_SIGNATURE_WRONG, policy.evaluate(list(hiding), SERVER), "CN=leaf");
    }

    @Test
    void wrong_signature_of_a_known_authority_is_told_from_an_unknown_one() {
        assertRefused(CERTIFICATE_SIGNATURE_WRONG,
                policy.evaluate(list(Pki.damaged(leaf(root, ENTITY).get(0))), SERVER), "CN=leaf", "CN=root");
        assertRefused(CERTIFICATE_SIGNATURE_WRONG,
                policy.evaluate(list(Pki.damaged(chain.get(0)), chain.get(1), chain.get(2)), SERVER), "CN=leaf", "CN=lower");
        assertRefused(CERTIFICATE_SIGNATURE_WRONG,
                policy.evaluate(list(chain.get(0), Pki.damaged(chain.get(1)), chain.get(2)), SERVER), "CN=lower", "CN=upper");
    }

    @Test
    void damaged_copy_of_an_authority_does_not_hide_the_good_one() {
        assertTrusted(policy.evaluate(list(chain.get(0), Pki.damaged(chain.get(2)), chain.get(2), chain.get(1)), SERVER));
    }

    @Test
    void dates_are_told_apart_for_every_certificate() {
        assertRefused(CERTIFICATE_PAST_VALIDITY, policy.evaluate(leaf(lower, Pki.EXPIRED), SERVER), "CN=leaf", "2031-05-06T07:08:08Z");
        assertRefused(CERTIFICATE_NOT_YET_VALID, policy.evaluate(leaf(lower, Pki.FUTURE), SERVER), "CN=leaf", "2031-05-06T07:08:10Z");
        assertRefused(CERTIFICATE_PAST_VALIDITY,
                policy.evaluate(leaf(below(root, "old", Pki.EXPIRED_AUTHORITY), ENTITY), SERVER), "CN=old");
        assertRefused(CERTIFICATE_NOT_YET_VALID,
                policy.evaluate(leaf(below(root, "new", Pki.FUTURE_AUTHORITY), ENTITY), SERVER), "CN=new");
        CertificateAuthority old = root("old root", Pki.EXPIRED_AUTHORITY);
        assertRefused(CERTIFICATE_PAST_VALIDITY,
                TrustPolicy.roots(old.certificate()).evaluate(leaf(old, ENTITY), SERVER), "CN=old root");
        CertificateAuthority future = root("new root", Pki.FUTURE_AUTHORITY);
        assertRefused(CERTIFICATE_NOT_YET_VALID,
                TrustPolicy.roots(future.certificate()).evaluate(leaf(future, ENTITY), SERVER), "CN=new root");
    }

    @Test
    void both_ends_of_validity_are_within() {
        for (var moment : List.of(Pki.BEFORE, Pki.AFTER)) {
            assertTrusted(policy.evaluate(chain, new Expectation(SERVER.purpose(), SERVER.identity(), moment)));
        }
        var late = new Expectation(SERVER.purpose(), SERVER.identity(), Pki.AFTER.plus(Duration.ofMillis(1)));
        assertRefused(CERTIFICATE_PAST_VALIDITY, policy.evaluate(chain, late), "CN=leaf");
        X509Certificate own = chain.get(0);
        assertRefused(CERTIFICATE_PAST_VALIDITY, TrustPolicy.roots(own).evaluate(list(own), late), "CN=leaf");
    }

    @Test
    void outdated_cross_certificate_does_not_hide_the_good_path() {
        KeyPair keys = KeyAlgorithm.EC_P256.generate();
        CertificateAuthority old = root("old root", AUTHORITY);
        X509Certificate byOld = old.issue("cross", keys.getPublic(), Pki.EXPIRED_AUTHORITY);
        X509Certificate byNew = root.issue("cross", keys.getPublic(), AUTHORITY);
        X509Certificate own = Pki.again(keys, byOld).issue("leaf", KeyAlgorithm.EC_P256.generate().getPublic(), ENTITY);
        PkixTrust both = TrustPolicy.roots(old.certificate(), root.certificate());
        assertTrusted(both.evaluate(list(own, byOld, byNew), SERVER));
        assertTrusted(policy.evaluate(list(own, byOld, byNew), SERVER));
        assertRefused(CERTIFICATE_PAST_VALIDITY, both.evaluate(list(own, byOld), SERVER), "CN=cross");
    }

    @Test
    void root_that_changed_its_key_is_found_under_either() {
        CertificateAuthority renewed = root("root", AUTHORITY);
        PkixTrust both = TrustPolicy.roots(renewed.certificate(), root.certificate());
        assertTrusted(both.evaluate(chain, SERVER));
        assertTrusted(both.evaluate(leaf(renewed, ENTITY), SERVER));
    }

    @Test
    void cycle_ends() {
        KeyPair one = KeyAlgorithm.EC_P256.generate();
        KeyPair two = KeyAlgorithm.EC_P256.generate();
        X509Certificate seed = root("one", AUTHORITY).issue("one", one.getPublic(), AUTHORITY);
        X509Certificate twoByOne = Pki.again(one, seed).issue("two", two.getPublic(), AUTHORITY);
        X509Certificate oneByTwo = Pki.again(two, twoByOne).issue("one", one.getPublic(), AUTHORITY);
        List<X509Certificate> issued = leaf(Pki.again(one, oneByTwo), ENTITY);
        assertRefused(CERTIFICATE_NOT_TRUSTED, policy.evaluate(list(issued.get(0), oneByTwo, twoByOne), SERVER), "certificate 'CN=two'");
    }

    @Test
    @Timeout(20)
    void fifteen_authorities_that_could_all_have_signed_each_other_end_soon() {
        List<X509Certificate> sent = new ArrayList<>(list(Pki.withoutIssuerKey(leaf(root("same", AUTHORITY), ENTITY).get(0))));
        while (sent.size() < PkixTrust.LONGEST_CHAIN) {
            sent.add(root("same", AUTHORITY).certificate());
        }
        assertRefused(CERTIFICATE_NOT_TRUSTED, policy.evaluate(sent, SERVER), "CN=same");
        PkixTrust withSuchRoot = TrustPolicy.roots(root("same", AUTHORITY).certificate());
        assertRefused(CERTIFICATE_SIGNATURE_WRONG, withSuchRoot.evaluate(sent, SERVER), "CN=leaf");
    }

    @Test
    void chains_have_at_most_sixteen_certificates() {
        List<X509Certificate> sent = new ArrayList<>(chain);
        while (sent.size() < PkixTrust.LONGEST_CHAIN) {
            sent.add(root.certificate());
        }
        assertTrusted(policy.evaluate(sent, SERVER));
        sent.add(root.certificate());
        assertRefused(CERTIFICATE_CHAIN_TOO_LONG, policy.evaluate(sent, SERVER), "17", "16");
    }

    @Test
    void long_path_is_believed() {
        CertificateAuthority last = root;
        for (int i = 0; i < 14; i++) {
            last = below(last, "authority " + i, AUTHORITY);
        }
        List<X509Certificate> sent = leaf(last, ENTITY);
        assertTrusted(policy.evaluate(sent, SERVER));
    }

    @Test
    void likely_issuer_is_tried_first_among_many_of_the_name() {
        List<X509Certificate> sent = new ArrayList<>(leaf(lower, ENTITY));
        while (sent.size() < PkixTrust.LONGEST_CHAIN) {
            sent.add(1, below(root, "lower", AUTHORITY).certificate());
        }
        assertTrusted(policy.evaluate(sent, SERVER));
        List<X509Certificate> roots = new ArrayList<>();
        while (roots.size() < PathSearch.MOST_PATHS) {
            roots.add(root("root", AUTHORITY).certificate());
        }
        roots.add(root.certificate());
        assertTrusted(TrustPolicy.roots(roots).evaluate(chain, SERVER));
    }

    @Test
    void sixteen_paths_to_roots_are_checked() {
        List<X509Certificate> roots = new ArrayList<>();
        while (roots.size() < PathSearch.MOST_PATHS - 1) {
            roots.add(Pki.withoutSubjectKey(root("root", AUTHORITY).certificate()));
        }
        roots.add(Pki.withoutSubjectKey(root.certificate()));
        assertTrusted(TrustPolicy.roots(roots).evaluate(chain, SERVER));
        roots.add(0, Pki.withoutSubjectKey(root("root", AUTHORITY).certificate()));
        assertRefused(CERTIFICATE_SIGNATURE_WRONG, TrustPolicy.roots(roots).evaluate(chain, SERVER), "CN=upper");
    }

    @Test
    void authority_with_the_name_but_not_the_key_of_the_issuer_does_not_vouch() {
        List<X509Certificate> sent = list(chain.get(0), below(root, "lower", AUTHORITY).certificate());
        assertRefused(CERTIFICATE_NOT_TRUSTED, policy.evaluate(sent, SERVER), "CN=leaf", "another key", "CN=lower");
    }

    @Test
    void names_that_would_break_a_line_are_escaped() {
        List<X509Certificate> sent = leaf(root("x", AUTHORITY), "a\n\u202eb", ENTITY);
        assertRefused(CERTIFICATE_NOT_TRUSTED, policy.evaluate(sent, SERVER), "a\\u000a\\u202eb");
    }

    @Test
    void certificate_without_subject_is_called_by_its_names() throws GeneralSecurityException {
        X509Certificate nameless = Pki.withoutSubject(
                leaf(root, ENTITY.without("2.5.29.17").criticalExtension("2.5.29.17", Pki.dnsNames("a.example.org"))).get(0));
        assertRefused(CERTIFICATE_NOT_TRUSTED, TrustPolicy.roots(List.of()).evaluate(list(nameless), SERVER), "'DNS:a.example.org'");
    }

    @Test
    void algorithm_that_the_runtime_disables_is_refused() throws GeneralSecurityException {
        KeyPairGenerator weak = KeyPairGenerator.getInstance("RSA");
        weak.initialize(512);
        X509Certificate issued = root.issue("leaf", weak.generateKeyPair().getPublic(), ENTITY);
        assertRefused(CERTIFICATE_ALGORITHM_REFUSED, policy.evaluate(list(issued), SERVER), "CN=leaf");
    }

    /** MD5 is one that the Java runtime refuses too; SHA-1 is not, outside the web. */
    @ParameterizedTest
    @CsvSource({"4, MD5withRSA", "5, SHA1withRSA", "11, SHA256withRSA"})
    // [RFC9846 §4.5.1.3#3] [RFC9846 §4.5.1.3#4]
    void signature_over_a_broken_hash_is_refused_wherever_it_has_to_be_checked(int oid, String algorithm) throws GeneralSecurityException {
        CertificateAuthority old = CertificateAuthority.create("old", KeyAlgorithm.RSA_2048, AUTHORITY);
        CertificateAuthority below = old.issueAuthority("below", KeyAlgorithm.RSA_2048, AUTHORITY);
        X509Certificate entity = leaf(old, ENTITY).get(0);
        X509Certificate entityBelow = leaf(below, ENTITY).get(0);
        X509Certificate resigned = Pki.resigned(entity, old.credentials().privateKey(), oid, algorithm);
        X509Certificate authority = Pki.resigned(below.certificate(), old.credentials().privateKey(), oid, algorithm);
        X509Certificate selfSigned = Pki.resigned(old.certificate(), old.credentials().privateKey(), oid, algorithm);
        PkixTrust trust = TrustPolicy.roots(old.certificate());
        List<Verdict> verdicts = List.of(trust.evaluate(list(resigned), SERVER), trust.evaluate(list(entityBelow, authority), SERVER));
        for (Verdict verdict : verdicts) {
            if (algorithm.startsWith("SHA256")) {
                assertTrusted(verdict);
            } else {
                assertRefused(CERTIFICATE_ALGORITHM_REFUSED, verdict, " is signed by " + algorithm);
                assertEquals(AlertDescription.BAD_CERTIFICATE, ((Verdict.Untrusted) verdict).violation().alert().orElseThrow());
            }
        }
        assertTrusted(TrustPolicy.roots(selfSigned).evaluate(list(entity), SERVER));
        assertTrusted(TrustPolicy.roots(resigned).evaluate(list(resigned), SERVER));
    }

    @ParameterizedTest
    @ValueSource(ints = {1024, 2040, 2048, 8192, 8200})
    // [RFC9846 §C.2#1]
    void rsa_keys_have_2048_to_8192_bits_on_every_certificate_of_a_path(int bits) throws GeneralSecurityException {
        PublicKey key = new RsaModulus(bits).key();
        Verdict verdict = policy.evaluate(list(root.issue("leaf", key, ENTITY)), SERVER);
        if (bits >= 2048 && bits <= 8192) {
            assertTrusted(verdict);
        } else {
            assertRefused(CERTIFICATE_ALGORITHM_REFUSED, verdict, "CN=leaf", "an RSA key of " + bits + " bits");
        }
        KeyPairGenerator weak = KeyPairGenerator.getInstance("RSA");
        weak.initialize(1024);
        KeyPair keys = weak.generateKeyPair();
        CertificateAuthority weakRoot = Pki.again(keys, root.issue("weak", keys.getPublic(), AUTHORITY));
        assertRefused(CERTIFICATE_ALGORITHM_REFUSED, TrustPolicy.roots(weakRoot.certificate()).evaluate(leaf(weakRoot, ENTITY), SERVER), "CN=weak");
    }

    /** A key of which nobody has the other half, and which nobody could make so quickly. */
    private record RsaModulus(int bits) {
        PublicKey key() throws GeneralSecurityException {
            BigInteger modulus = BigInteger.ONE.shiftLeft(bits - 1).add(BigInteger.ONE);
            return KeyFactory.getInstance("RSA").generatePublic(new RSAPublicKeySpec(modulus, RSAKeyGenParameterSpec.F4));
        }
    }
}
