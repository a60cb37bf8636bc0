package io.puredtls.trust;

import static io.puredtls.alert.Violation.CERTIFICATE_NAME_MISMATCH;
import static io.puredtls.trust.Pki.ENTITY;
import static io.puredtls.trust.Pki.NOW;
import static io.puredtls.trust.Pki.assertRefused;
import static io.puredtls.trust.Pki.assertTrusted;
import static io.puredtls.trust.Pki.root;

import io.puredtls.crypto.credentials.CertificateOptions;
import java.security.cert.X509Certificate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** [RFC9525 §6] Which certificates are whose. */
final class NameCheckTest {
    private static final String NAMES = "2.5.29.17";

    private static Verdict judge(CertificateOptions options, ReferenceIdentity identity) {
        X509Certificate own = root("a.example.org", options).certificate();
        return TrustPolicy.roots(own).evaluate(List.of(own), new Expectation(Purpose.SERVER_AUTHENTICATION, identity, NOW));
    }

    private static Verdict judgeDns(String presented, ReferenceIdentity identity) {
        return judge(ENTITY.without(NAMES).extension(NAMES, Pki.dnsNames(presented)), identity);
    }

    @ParameterizedTest
    @CsvSource({
        "a.example.org,    a.example.org",
        "A.eXample.ORG,    a.example.org",
        "a.example.org,    A.EXAMPLE.org.",
        "*.example.org,    a.example.org",
        "*.EXAMPLE.org,    b.example.org",
        "*.example.org,    xn--bcher-kva.example.org",
        "xn--bcher-kva.de, b\u00fccher.de",
        "localhost,        localhost",
        "my_host.local,    my_host.local",
        "*.org,            example.org",
    })
    void name_matches(String presented, String wanted) {
        assertTrusted(judgeDns(presented, ReferenceIdentity.of(wanted)));
    }

    @ParameterizedTest
    @CsvSource({
        "a.example.org,         b.example.org",
        "a.example.org,         example.org",
        "example.org,           a.example.org",
        "a.example.org.,        a.example.org",
        "*.example.org,         example.org",
        "*.example.org,         a.b.example.org",
        "*.example.org,         .example.org",
        "a*.example.org,        ab.example.org",
        "*a.example.org,        ba.example.org",
        "a.*.org,               a.example.org",
        "*.*.org,               a.example.org",
        "*.*.org,               a.*.org",
        "**.example.org,        a.example.org",
        "xn--*.example.org,     xn--bcher-kva.example.org",
        "*,                     localhost",
        "*,                     *",
        "*.example.org,         *.example.org.example.org",
        "*.,                    a.",
        "a.example.org\u0000.b, a.example.org",
        "b\u00fccher.de,        xn--bcher-kva.de",
        "\u0130.example.org,    i.example.org",
    })
    void name_does_not_match(String presented, String wanted) {
        assertRefused(CERTIFICATE_NAME_MISMATCH, judgeDns(presented, new ReferenceIdentity.DnsName(wanted)), "CN=a.example.org");
    }

    @ParameterizedTest
    @CsvSource({"10.0.0.1, 10.0.0.1", "*.0.0.1, 10.0.0.1", "::1, ::1", "*, ::1"})
    void dns_name_never_matches_an_address(String presented, String wanted) {
        assertRefused(CERTIFICATE_NAME_MISMATCH, judgeDns(presented, new ReferenceIdentity.IpAddress(wanted)), wanted, "DNS:" + presented);
    }

    @Test
    void ipv6_address_that_embeds_another_is_not_the_other() {
        CertificateOptions embedding = ENTITY.without(NAMES).extension(NAMES, Pki.EMBEDDED_ADDRESS);
        assertTrusted(judge(embedding, ReferenceIdentity.of("::ffff:a00:1")));
        assertRefused(CERTIFICATE_NAME_MISMATCH, judge(embedding, ReferenceIdentity.of("10.0.0.1")), "IP:::ffff:10.0.0.1");
    }

    @ParameterizedTest
    @CsvSource({
        "10.0.0.1,         10.0.0.1,                  true",
        "10.0.0.1,         10.0.0.2,                  false",
        "2001:db8::1,      2001:0db8:0:0:0:0:0:1,     true",
        "2001:db8::1,      [2001:DB8::1],             true",
        "fe80::1,          fe80::1%eth0,              true",
        "2001:db8::1,      2001:db8::2,               false",
        "10.0.0.1,         ::ffff:10.0.0.1,           false",
        "10.0.0.1,         a.example.org,             false",
    })
    void addresses_match_octet_for_octet(String presented, String wanted, boolean matches) {
        Verdict verdict = judge(ENTITY.names(presented), ReferenceIdentity.of(wanted));
        if (matches) {
            assertTrusted(verdict);
        } else {
            assertRefused(CERTIFICATE_NAME_MISMATCH, verdict, "IP:" + presented);
        }
    }

    @Test
    void one_name_of_many_is_enough() {
        CertificateOptions many = ENTITY.names("b.example.org", "10.0.0.1", "*.example.net", "c.example.org");
        for (String each : List.of("c.example.org", "10.0.0.1", "x.example.net")) {
            assertTrusted(judge(many, ReferenceIdentity.of(each)));
        }
    }

    @Test
    void common_name_is_never_looked_at() {
        assertRefused(CERTIFICATE_NAME_MISMATCH, judge(ENTITY.without(NAMES), ReferenceIdentity.of("a.example.org")),
                "a.example.org", "no DNS name");
    }

    @Test
    void no_identity_means_no_comparison() {
        assertTrusted(judge(ENTITY.without(NAMES), new ReferenceIdentity.None()));
    }

    @Test
    void identity_that_is_no_address_matches_nothing() {
        assertRefused(CERTIFICATE_NAME_MISMATCH, judge(ENTITY.names("10.0.0.1"), new ReferenceIdentity.IpAddress("")));
        assertRefused(CERTIFICATE_NAME_MISMATCH, judgeDns("", new ReferenceIdentity.DnsName("")));
        assertRefused(CERTIFICATE_NAME_MISMATCH, judgeDns("", new ReferenceIdentity.DnsName(".")));
    }
}
