package io.puredtls.trust;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.puredtls.alert.Violation;
import io.puredtls.crypto.credentials.Certificates;
import io.puredtls.wire.Bytes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** [RFC6066 §8] [RFC6960 §3.2] Responses of OpenSSL's responder, see {@code testvectors/ocsp}. */
class OcspStaplingTest {
    private static final Path VECTORS = Path.of("..", "testvectors", "ocsp");
    /** All responses are of 2026-11-25, and good for a year. */
    private static final Instant NOW = Instant.parse("2027-03-04T05:06:07Z");

    private static X509Certificate certificate(String name) {
        return Certificates.fromPem(VECTORS.resolve(name + ".pem")).get(0);
    }

    private static PkixTrust roots() {
        return TrustPolicy.roots(certificate("root"));
    }

    private static Stapled response(String name) throws IOException {
        return new Stapled(Optional.of(Bytes.of(Files.readAllBytes(VECTORS.resolve(name + ".der")))), List.of());
    }

    private static Expectation with(Stapled stapled, Instant now) {
        return new Expectation(Purpose.SERVER_AUTHENTICATION, ReferenceIdentity.of("server.test"), now, stapled);
    }

    private static void assertTrusted(PkixTrust policy, List<X509Certificate> chain, Expectation expectation) {
        assertEquals(new Verdict.Trusted(), policy.evaluate(chain, expectation));
    }

    private static void assertBad(String sentence, Verdict verdict) {
        Verdict.Untrusted untrusted = assertInstanceOf(Verdict.Untrusted.class, verdict);
        assertEquals(Violation.BAD_CERTIFICATE_STATUS, untrusted.violation(), untrusted.reason());
        assertTrue(untrusted.reason().contains(sentence), untrusted.reason());
    }

    @ParameterizedTest
    @ValueSource(strings = {"good", "delegated"})
    void the_word_of_the_issuer_or_of_its_responder_that_all_is_well_is_enough(String name) throws IOException {
        for (OcspStapling wanted : OcspStapling.values()) {
            assertTrusted(roots().withOcsp(wanted), List.of(certificate("server")), with(response(name), NOW));
        }
    }

    /** [RFC6066 §8#12] [RFC6960 §4.2.2.2] */
    @ParameterizedTest
    @CsvSource({
        "revoked,     revoked,     revoked",
        "server,      unknown,     unknown",
        "server,      pretended,   not valid for signing OCSP responses",
        "server,      by-stranger, ''",
        "server,      of-other,    ''",
        "server,      try-later,   TRY_LATER"})
    void any_other_word_is_refused(String shown, String name, String why) throws IOException {
        for (OcspStapling wanted : OcspStapling.values()) {
            assertBad(why, roots().withOcsp(wanted).evaluate(List.of(certificate(shown)), with(response(name), NOW)));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "00", "30", "3003", "ffffffff"})
    void what_is_no_response_is_refused(String hex) {
        Stapled rubbish = new Stapled(Optional.of(Bytes.ofHex(hex)), List.of());
        assertBad("", roots().withOcsp(OcspStapling.CHECKED).evaluate(List.of(certificate("server")), with(rubbish, NOW)));
    }

    /** By the time given, and by no other clock. */
    @ParameterizedTest
    @ValueSource(strings = {"2026-11-25T12:00:00Z", "2027-11-25T14:30:00Z"})
    void a_response_of_another_time_is_refused(String now) throws IOException {
        assertBad("", roots().withOcsp(OcspStapling.CHECKED).evaluate(List.of(certificate("server")), with(response("good"), Instant.parse(now))));
    }

    @Test
    void a_response_that_was_changed_is_refused() throws IOException {
        byte[] bytes = response("good").ocspResponse().orElseThrow().toArray();
        for (int at : new int[] {60, 120, 150, 220}) {
            byte[] changed = bytes.clone();
            changed[at] ^= 1;
            Stapled stapled = new Stapled(Optional.of(Bytes.of(changed)), List.of());
            assertBad("", roots().withOcsp(OcspStapling.CHECKED).evaluate(List.of(certificate("server")), with(stapled, NOW)));
        }
    }

    @Test
    void without_a_response_it_depends_on_whether_one_is_required() {
        List<X509Certificate> chain = List.of(certificate("server"));
        assertTrusted(roots().withOcsp(OcspStapling.CHECKED), chain, with(Stapled.NOTHING, NOW));
        assertBad("came without an OCSP response, which is required",
                roots().withOcsp(OcspStapling.REQUIRED).evaluate(chain, with(Stapled.NOTHING, NOW)));
    }

    /** [RFC7633 §4.3.3] */
    @Test
    void a_certificate_that_says_that_a_response_is_a_must_is_refused_without_one_by_who_asks() throws IOException {
        List<X509Certificate> chain = List.of(certificate("must-staple"));
        PkixTrust root = TrustPolicy.roots(certificate("must-root"));
        assertBad("'CN=must-staple' came without an OCSP response, which it says itself is a must",
                root.withOcsp(OcspStapling.CHECKED).evaluate(chain, with(Stapled.NOTHING, NOW)));
        assertTrusted(root.withOcsp(OcspStapling.CHECKED), chain, with(response("must-staple"), NOW));
        assertTrusted(root, chain, with(Stapled.NOTHING, NOW));
        assertTrusted(root.withOcsp(OcspStapling.CHECKED), List.of(certificate("must-other")), with(Stapled.NOTHING, NOW));
        assertBad("is a must", TrustPolicy.roots(chain).withOcsp(OcspStapling.CHECKED).evaluate(chain, with(Stapled.NOTHING, NOW)));
    }

    /** Its issuer is nobody whose word would count; that there is none tells as much. */
    @Test
    void for_a_certificate_that_is_trusted_for_itself_no_response_does_where_one_is_required() throws IOException {
        List<X509Certificate> chain = List.of(certificate("server"));
        PkixTrust itself = TrustPolicy.roots(certificate("server"));
        assertBad("required", itself.withOcsp(OcspStapling.REQUIRED).evaluate(chain, with(Stapled.NOTHING, NOW)));
        assertBad("trusted for itself", itself.withOcsp(OcspStapling.REQUIRED).evaluate(chain, with(response("good"), NOW)));
        assertTrusted(itself.withOcsp(OcspStapling.CHECKED), chain, with(response("good"), NOW));
        assertTrusted(itself.withOcsp(OcspStapling.CHECKED), chain, with(Stapled.NOTHING, NOW));
    }

    /** Also a bad one: nobody asked for it. */
    @Test
    void a_policy_that_does_not_ask_does_not_look() throws IOException {
        assertEquals(Set.of(), roots().staples());
        assertTrusted(roots(), List.of(certificate("revoked")), with(response("revoked"), NOW));
    }

    @ParameterizedTest
    @EnumSource
    void a_policy_that_looks_asks(OcspStapling wanted) {
        PkixTrust policy = roots().withOcsp(wanted);
        assertEquals(Set.of(Staple.OCSP_RESPONSE), policy.staples());
        assertEquals(Set.of(Staple.OCSP_RESPONSE), policy.withCrls(List.of()).staples());
        assertEquals(Set.of(Staple.OCSP_RESPONSE), TrustPolicy.either(TrustPolicy.customRawPublicKeys(), policy).staples());
    }
}
