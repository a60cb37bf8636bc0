package io.puredtls.trust;

import static io.puredtls.alert.Violation.CERTIFICATE_REVOCATION_UNKNOWN;
import static io.puredtls.alert.Violation.CERTIFICATE_WAS_REVOKED;
import static io.puredtls.trust.Pki.AUTHORITY;
import static io.puredtls.trust.Pki.ENTITY;
import static io.puredtls.trust.Pki.NOW;
import static io.puredtls.trust.Pki.SERVER;
import static io.puredtls.trust.Pki.assertRefused;
import static io.puredtls.trust.Pki.assertTrusted;
import static io.puredtls.trust.Pki.below;
import static io.puredtls.trust.Pki.der;
import static io.puredtls.trust.Pki.leaf;
import static io.puredtls.trust.Pki.root;

import io.puredtls.crypto.credentials.CertificateAuthority;
import io.puredtls.crypto.credentials.KeyAlgorithm;
import io.puredtls.crypto.credentials.KeyUsage;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/** [RFC5280 §6.3] Revocation lists in hand. */
final class RevocationTest {
    private static final DateTimeFormatter UTC_TIME = DateTimeFormatter.ofPattern("yyMMddHHmmss'Z'").withZone(ZoneOffset.UTC);
    private static final byte[] ECDSA_WITH_SHA256 = HexFormat.of().parseHex("300a06082a8648ce3d040302");
    private static final byte[] NO_EXTENSIONS = {};
    /** An issuingDistributionPoint that leaves authorities out: onlyContainsUserCerts. */
    private static final byte[] PARTIAL = HexFormat.of().parseHex("a0133011300f0603551d1c0101ff040530038101ff");

    private final CertificateAuthority root = root("root", AUTHORITY);
    private final CertificateAuthority lower = below(root, "lower", AUTHORITY);
    private final List<X509Certificate> chain = leaf(lower, ENTITY);
    private final PkixTrust policy = TrustPolicy.roots(root.certificate());

    private static X509CRL list(CertificateAuthority issuer, X509Certificate... revoked) {
        return list(issuer, Pki.BEFORE, Pki.AFTER, NO_EXTENSIONS, revoked);
    }

    private static X509CRL list(CertificateAuthority issuer, Instant from, Instant to, byte[] extensions, X509Certificate... revoked) {
        byte[][] entries = new byte[revoked.length][];
        for (int i = 0; i < revoked.length; i++) {
            entries[i] = der(0x30, der(0x02, revoked[i].getSerialNumber().toByteArray()), time(from));
        }
        byte[] version2 = der(0x02, new byte[] {1});
        byte[] name = issuer.certificate().getSubjectX500Principal().getEncoded();
        byte[] body = der(0x30, version2, ECDSA_WITH_SHA256, name, time(from), time(to),
                revoked.length == 0 ? new byte[0] : der(0x30, entries), extensions);
        try {
            Signature signature = Signature.getInstance("SHA256withECDSA");
            signature.initSign(issuer.credentials().privateKey());
            signature.update(body);
            byte[] whole = der(0x30, body, ECDSA_WITH_SHA256, der(0x03, new byte[1], signature.sign()));
            return (X509CRL) CertificateFactory.getInstance("X.509").generateCRL(new ByteArrayInputStream(whole));
        } catch (GeneralSecurityException broken) {
            throw new AssertionError(broken);
        }
    }

    private static byte[] time(Instant instant) {
        return der(0x17, UTC_TIME.format(instant).getBytes(StandardCharsets.US_ASCII));
    }

    private Verdict judge(X509CRL... lists) {
        return policy.withCrls(List.of(lists)).evaluate(chain, SERVER);
    }

    @Test
    void certificates_that_no_list_names_are_believed() {
        X509Certificate other = leaf(lower, ENTITY).get(0);
        assertTrusted(judge(list(root), list(lower, other)));
        assertTrusted(policy.evaluate(chain, SERVER));
    }

    @Test
    void revoked_certificates_are_refused() {
        assertRefused(CERTIFICATE_WAS_REVOKED, judge(list(root), list(lower, chain.get(0))), "CN=leaf", Pki.BEFORE.toString(), "unspecified");
        assertRefused(CERTIFICATE_WAS_REVOKED, judge(list(root, chain.get(1)), list(lower)), "CN=lower");
    }

    @Test
    void any_list_that_names_a_certificate_is_enough() {
        assertRefused(CERTIFICATE_WAS_REVOKED, judge(list(root), list(lower), list(lower, chain.get(0))), "CN=leaf");
    }

    @Test
    void each_certificate_needs_a_list_of_its_issuer() {
        assertRefused(CERTIFICATE_REVOCATION_UNKNOWN, judge(), "CN=leaf", "CN=lower");
        assertRefused(CERTIFICATE_REVOCATION_UNKNOWN, judge(list(root)), "CN=leaf", "CN=lower");
        assertRefused(CERTIFICATE_REVOCATION_UNKNOWN, judge(list(lower)), "CN=lower", "CN=root");
    }

    @Test
    void lists_count_within_their_times() {
        assertTrusted(judge(list(root), list(lower, NOW, NOW, NO_EXTENSIONS)));
        assertRefused(CERTIFICATE_REVOCATION_UNKNOWN, judge(list(root), list(lower, Pki.BEFORE, NOW.minusSeconds(1), NO_EXTENSIONS)));
        assertRefused(CERTIFICATE_REVOCATION_UNKNOWN, judge(list(root), list(lower, NOW.plusSeconds(1), Pki.AFTER, NO_EXTENSIONS)));
    }

    @Test
    void list_that_another_key_signed_does_not_count() {
        CertificateAuthority impostor = root("lower", AUTHORITY);
        assertRefused(CERTIFICATE_REVOCATION_UNKNOWN, judge(list(root), list(impostor, chain.get(0))), "CN=lower");
    }

    @Test
    void list_under_another_name_of_the_same_key_does_not_count() {
        KeyPair keys = KeyAlgorithm.EC_P256.generate();
        CertificateAuthority one = Pki.again(keys, root.issue("one", keys.getPublic(), AUTHORITY));
        CertificateAuthority other = Pki.again(keys, root.issue("other", keys.getPublic(), AUTHORITY));
        Verdict verdict = policy.withCrls(List.of(list(root), list(other))).evaluate(leaf(one, ENTITY), SERVER);
        assertRefused(CERTIFICATE_REVOCATION_UNKNOWN, verdict, "CN=leaf", "CN=one");
    }

    @Test
    void list_of_a_part_does_not_count() {
        X509CRL partial = list(lower, Pki.BEFORE, Pki.AFTER, PARTIAL);
        assertRefused(CERTIFICATE_REVOCATION_UNKNOWN, judge(list(root), partial), "CN=lower");
    }

    @Test
    void list_of_an_authority_that_may_not_sign_lists_does_not_count() {
        CertificateAuthority silent = below(root, "silent", AUTHORITY.keyUsage(KeyUsage.KEY_CERT_SIGN));
        Verdict verdict = policy.withCrls(List.of(list(root), list(silent))).evaluate(leaf(silent, ENTITY), SERVER);
        assertRefused(CERTIFICATE_REVOCATION_UNKNOWN, verdict, "CN=silent");
        CertificateAuthority free = below(root, "free", AUTHORITY.without("2.5.29.15"));
        assertTrusted(policy.withCrls(List.of(list(root), list(free))).evaluate(leaf(free, ENTITY), SERVER));
    }

    @Test
    void certificate_that_is_trusted_for_itself_needs_no_list_but_heeds_one() {
        PkixTrust pinned = TrustPolicy.roots(chain.get(0));
        assertTrusted(pinned.withCrls(List.of()).evaluate(chain, SERVER));
        assertTrusted(pinned.withCrls(List.of(list(lower), list(root, chain.get(0)))).evaluate(chain, SERVER));
        assertRefused(CERTIFICATE_WAS_REVOKED, pinned.withCrls(List.of(list(lower, chain.get(0)))).evaluate(chain, SERVER), "CN=leaf");
    }
}
