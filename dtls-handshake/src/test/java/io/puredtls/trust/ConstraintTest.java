package io.puredtls.trust;

import static io.puredtls.alert.Violation.CERTIFICATE_CONSTRAINT_BROKEN;
import static io.puredtls.alert.Violation.CERTIFICATE_EXTENDED_USAGE_WRONG;
import static io.puredtls.alert.Violation.CERTIFICATE_EXTENSION_UNKNOWN;
import static io.puredtls.alert.Violation.CERTIFICATE_KEY_USAGE_WRONG;
import static io.puredtls.alert.Violation.CERTIFICATE_UNREADABLE;
import static io.puredtls.crypto.credentials.CertificateOptions.CLIENT_AUTH;
import static io.puredtls.crypto.credentials.CertificateOptions.SERVER_AUTH;
import static io.puredtls.trust.Pki.AUTHORITY;
import static io.puredtls.trust.Pki.CLIENT;
import static io.puredtls.trust.Pki.ENTITY;
import static io.puredtls.trust.Pki.SERVER;
import static io.puredtls.trust.Pki.assertRefused;
import static io.puredtls.trust.Pki.assertTrusted;
import static io.puredtls.trust.Pki.below;
import static io.puredtls.trust.Pki.leaf;
import static io.puredtls.trust.Pki.root;

import io.puredtls.crypto.credentials.CertificateAuthority;
import io.puredtls.crypto.credentials.CertificateOptions;
import io.puredtls.crypto.credentials.KeyAlgorithm;
import io.puredtls.crypto.credentials.KeyUsage;
import java.security.cert.X509Certificate;
import java.util.List;
import org.junit.jupiter.api.Test;

/** [RFC5280 §4.2] What certificates say of their own use and of those below them. */
final class ConstraintTest {
    private static final String KEY_USAGE = "2.5.29.15";
    private static final String EXTENDED_KEY_USAGE = "2.5.29.37";
    private static final byte[] RUBBISH = {0x13, 0x01, 'x'};

    private final CertificateAuthority root = root("root", AUTHORITY);
    private final PkixTrust policy = TrustPolicy.roots(root.certificate());

    private Verdict judgeLeaf(CertificateOptions options, Expectation expectation) {
        return policy.evaluate(leaf(root, options), expectation);
    }

    private Verdict judgeBelow(CertificateOptions authority) {
        return policy.evaluate(leaf(below(root, "lower", authority), ENTITY), SERVER);
    }

    private static Verdict judgeUnder(CertificateOptions options, CertificateOptions entity) {
        CertificateAuthority own = root("root", options);
        return TrustPolicy.roots(own.certificate()).evaluate(leaf(below(own, "Lower CA", AUTHORITY), entity), SERVER);
    }

    private static Verdict judgePinned(CertificateOptions options, Expectation expectation) {
        X509Certificate pinned = root("leaf", options).certificate();
        return TrustPolicy.roots(pinned).evaluate(List.of(pinned), expectation);
    }

    @Test
    // [RFC9846 §4.5.1.2#2]
    void key_usage_of_the_end_entity_allows_signing() {
        CertificateOptions enciphering = ENTITY.keyUsage(KeyUsage.KEY_ENCIPHERMENT);
        assertRefused(CERTIFICATE_KEY_USAGE_WRONG, judgeLeaf(enciphering, SERVER), "CN=leaf", "digitalSignature");
        assertRefused(CERTIFICATE_KEY_USAGE_WRONG, judgePinned(enciphering, SERVER), "CN=leaf", "digitalSignature");
        assertTrusted(judgeLeaf(ENTITY.without(KEY_USAGE), SERVER));
    }

    @Test
    void extended_key_usage_allows_the_purpose() {
        CertificateOptions server = ENTITY.extendedKeyUsage(SERVER_AUTH);
        CertificateOptions client = ENTITY.extendedKeyUsage(CLIENT_AUTH);
        assertTrusted(judgeLeaf(server, SERVER));
        assertTrusted(judgeLeaf(client, CLIENT));
        assertRefused(CERTIFICATE_EXTENDED_USAGE_WRONG, judgeLeaf(server, CLIENT), SERVER_AUTH, CLIENT_AUTH);
        assertRefused(CERTIFICATE_EXTENDED_USAGE_WRONG, judgeLeaf(client, SERVER), SERVER_AUTH, CLIENT_AUTH);
        assertRefused(CERTIFICATE_EXTENDED_USAGE_WRONG, judgePinned(client, SERVER), "CN=leaf");
        for (CertificateOptions any : List.of(ENTITY.extendedKeyUsage("2.5.29.37.0"), ENTITY.without(EXTENDED_KEY_USAGE))) {
            assertTrusted(judgeLeaf(any, SERVER));
            assertTrusted(judgeLeaf(any, CLIENT));
        }
    }

    @Test
    void extended_key_usage_of_an_authority_below_the_root_allows_the_purpose() {
        assertTrusted(judgeBelow(AUTHORITY.extendedKeyUsage(SERVER_AUTH)));
        assertRefused(CERTIFICATE_EXTENDED_USAGE_WRONG, judgeBelow(AUTHORITY.extendedKeyUsage(CLIENT_AUTH)), "CN=lower");
        assertTrusted(judgeUnder(AUTHORITY.extendedKeyUsage(CLIENT_AUTH), ENTITY));
    }

    @Test
    void authority_says_that_it_is_one() {
        CertificateOptions silent = AUTHORITY.without("2.5.29.19");
        assertRefused(CERTIFICATE_CONSTRAINT_BROKEN, judgeBelow(silent), "CN=lower");
        assertRefused(CERTIFICATE_CONSTRAINT_BROKEN, judgeUnder(silent, ENTITY), "CN=root", "no authority");
        CertificateAuthority entity = CertificateAuthority.of(root.issue("entity", KeyAlgorithm.EC_P256, ENTITY.keyUsage(KeyUsage.values())));
        assertRefused(CERTIFICATE_CONSTRAINT_BROKEN, policy.evaluate(leaf(entity, ENTITY), SERVER), "CN=entity");
    }

    @Test
    void end_entity_that_is_trusted_for_itself_vouches_for_nobody() {
        CertificateAuthority pinned = root("pinned", ENTITY);
        PkixTrust trusting = TrustPolicy.roots(pinned.certificate());
        assertTrusted(trusting.evaluate(List.of(pinned.certificate()), SERVER));
        assertRefused(CERTIFICATE_CONSTRAINT_BROKEN, trusting.evaluate(leaf(pinned, ENTITY), SERVER), "CN=pinned", "CN=leaf");
    }

    @Test
    void authority_as_end_entity_is_tolerated() {
        CertificateOptions signing = AUTHORITY.keyUsage(KeyUsage.DIGITAL_SIGNATURE, KeyUsage.KEY_CERT_SIGN);
        assertTrusted(judgeLeaf(signing, SERVER));
        assertTrusted(judgePinned(signing, SERVER));
    }

    @Test
    void authority_may_sign_certificates() {
        CertificateOptions signing = AUTHORITY.keyUsage(KeyUsage.DIGITAL_SIGNATURE);
        assertRefused(CERTIFICATE_KEY_USAGE_WRONG, judgeBelow(signing), "CN=lower", "keyCertSign");
        assertRefused(CERTIFICATE_KEY_USAGE_WRONG, judgeUnder(signing, ENTITY), "CN=root", "keyCertSign");
        assertTrusted(judgeBelow(AUTHORITY.without(KEY_USAGE)));
    }

    @Test
    void path_length_is_kept_by_authorities_and_root() {
        CertificateAuthority upper = below(root, "upper", AUTHORITY.pathLength(0));
        assertTrusted(policy.evaluate(leaf(upper, ENTITY), SERVER));
        assertRefused(CERTIFICATE_CONSTRAINT_BROKEN, policy.evaluate(leaf(below(upper, "lower", AUTHORITY), ENTITY), SERVER), "CN=lower");
        assertTrusted(judgeUnder(AUTHORITY.pathLength(1), ENTITY));
        assertRefused(CERTIFICATE_CONSTRAINT_BROKEN, judgeUnder(AUTHORITY.pathLength(0), ENTITY), "CN=root", "allows 0", "there are 1");
    }

    @Test
    void self_issued_authority_that_rolls_a_key_over_counts_for_nothing() {
        CertificateAuthority old = root("root", AUTHORITY.pathLength(0).nameConstraints(List.of("example.org"), List.of()));
        CertificateAuthority rolled = below(old, "root", AUTHORITY);
        List<X509Certificate> sent = List.of(leaf(rolled, ENTITY).get(0), rolled.certificate());
        assertTrusted(TrustPolicy.roots(old.certificate()).evaluate(sent, SERVER));
        List<X509Certificate> outside = List.of(leaf(rolled, ENTITY.names("example.net")).get(0), rolled.certificate());
        assertRefused(CERTIFICATE_CONSTRAINT_BROKEN, TrustPolicy.roots(old.certificate()).evaluate(outside, SERVER), "example.net");
        List<X509Certificate> entity = List.of(old.issue("root", KeyAlgorithm.EC_P256.generate().getPublic(), ENTITY.names("example.net")));
        assertRefused(CERTIFICATE_CONSTRAINT_BROKEN, TrustPolicy.roots(old.certificate()).evaluate(entity, SERVER), "example.net");
    }

    @Test
    void unknown_critical_extension_is_refused() {
        CertificateOptions odd = ENTITY.criticalExtension("1.2.3.4", RUBBISH);
        assertRefused(CERTIFICATE_EXTENSION_UNKNOWN, judgeLeaf(odd, SERVER), "CN=leaf");
        assertRefused(CERTIFICATE_EXTENSION_UNKNOWN, judgePinned(odd, SERVER), "CN=leaf", "1.2.3.4");
        assertRefused(CERTIFICATE_EXTENSION_UNKNOWN, judgeBelow(AUTHORITY.criticalExtension("1.2.3.4", RUBBISH)), "CN=lower");
        assertTrusted(judgeLeaf(ENTITY.extension("1.2.3.4", RUBBISH), SERVER));
    }

    @Test
    void name_constraints_are_kept_below_root_and_authorities() {
        CertificateOptions permitting = AUTHORITY.nameConstraints(List.of("example.org"), List.of());
        CertificateOptions excluding = AUTHORITY.nameConstraints(List.of(), List.of("a.example.org"));
        CertificateOptions other = AUTHORITY.nameConstraints(List.of("example.net"), List.of());
        assertTrusted(judgeUnder(permitting, ENTITY));
        assertTrusted(judgeUnder(excluding, ENTITY.names("b.example.org")));
        assertRefused(CERTIFICATE_CONSTRAINT_BROKEN, judgeUnder(excluding, ENTITY), "CN=leaf", "DNS:a.example.org", "CN=root");
        assertRefused(CERTIFICATE_CONSTRAINT_BROKEN, judgeUnder(other, ENTITY), "CN=leaf", "DNS:a.example.org", "CN=root");
        assertTrusted(judgeBelow(permitting));
        assertRefused(CERTIFICATE_CONSTRAINT_BROKEN, judgeBelow(other), "CN=leaf");
        assertRefused(CERTIFICATE_CONSTRAINT_BROKEN, judgeBelow(excluding), "CN=leaf");
    }

    @Test
    void address_constraints_of_the_root_are_kept() {
        CertificateOptions local = AUTHORITY.nameConstraints(List.of("10.0.0.0/8"), List.of());
        assertTrusted(judgeUnder(local, ENTITY.names("10.1.2.3")));
        assertRefused(CERTIFICATE_CONSTRAINT_BROKEN, judgeUnder(local, ENTITY.names("11.1.2.3")), "IP:11.1.2.3");
        assertRefused(CERTIFICATE_CONSTRAINT_BROKEN, judgeUnder(local, ENTITY.without("2.5.29.17").extension("2.5.29.17", Pki.EMBEDDED_ADDRESS)), "IP:::ffff:10.0.0.1");
    }

    @Test
    void extensions_that_cannot_be_read_do_not_count_as_absent() {
        for (String oid : List.of(KEY_USAGE, EXTENDED_KEY_USAGE)) {
            assertRefused(CERTIFICATE_UNREADABLE, judgeLeaf(ENTITY.without(oid).extension(oid, RUBBISH), SERVER));
            assertRefused(CERTIFICATE_UNREADABLE, judgeBelow(AUTHORITY.without(oid).extension(oid, RUBBISH)));
        }
        assertRefused(CERTIFICATE_UNREADABLE, judgeBelow(AUTHORITY.extension("2.5.29.30", RUBBISH)), "CN=lower", "name constraints");
        assertRefused(CERTIFICATE_UNREADABLE, judgeUnder(AUTHORITY.extension("2.5.29.30", RUBBISH), ENTITY), "CN=root");
        Expectation named = new Expectation(SERVER.purpose(), ReferenceIdentity.of("a.example.org"), SERVER.now());
        assertRefused(CERTIFICATE_UNREADABLE, judgeLeaf(ENTITY.without("2.5.29.17").extension("2.5.29.17", RUBBISH), named));
    }
}
