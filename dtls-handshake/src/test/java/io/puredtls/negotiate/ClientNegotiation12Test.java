package io.puredtls.negotiate;

import static io.puredtls.crypto.suite.CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256;
import static io.puredtls.crypto.suite.CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.puredtls.alert.ProtocolException;
import io.puredtls.alert.Violation;
import io.puredtls.config.ClientConfig;
import io.puredtls.crypto.suite.CipherSuite;
import io.puredtls.extension.ApplicationProtocolName;
import io.puredtls.extension.ApplicationProtocols;
import io.puredtls.extension.EcPointFormats;
import io.puredtls.extension.EncryptThenMac;
import io.puredtls.extension.ExtendedMasterSecret;
import io.puredtls.extension.Extension;
import io.puredtls.extension.ExtensionType;
import io.puredtls.extension.Extensions;
import io.puredtls.extension.RenegotiationInfo;
import io.puredtls.extension.ServerName;
import io.puredtls.extension.ServerNameAcknowledged;
import io.puredtls.extension.UnknownExtension;
import io.puredtls.extension.UseSrtp;
import io.puredtls.message.ServerHello;
import io.puredtls.record.ProtocolVersion;
import io.puredtls.srtp.SrtpProfile;
import io.puredtls.trust.TrustPolicy;
import io.puredtls.wire.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** What a client accepts of an answer: nothing that it did not offer. */
class ClientNegotiation12Test {
    private static final SrtpProfile GCM_128 = SrtpProfile.SRTP_AEAD_AES_128_GCM;
    private static final SrtpProfile CM_80 = SrtpProfile.SRTP_AES128_CM_HMAC_SHA1_80;
    private static final Offer OFFER = Offer.MODERN
            .with(new ServerName("a.test"))
            .with(new UseSrtp(List.of(GCM_128, CM_80), Bytes.ofHex("0a0b")))
            .with(alpn("coap", "h2"));

    /** A ServerHello, to be changed in one thing. Immutable. */
    record Answer(int version, CipherSuite suite, int compressionMethod, List<Extension> extensions) {
        static final Answer PLAIN = new Answer(0xFEFD, TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256, 0, List.of(
                RenegotiationInfo.INITIAL, new ExtendedMasterSecret(), EcPointFormats.UNCOMPRESSED_ONLY));

        Answer version(int other) {
            return new Answer(other, suite, compressionMethod, extensions);
        }

        Answer suite(int code) {
            return new Answer(version, new CipherSuite(code), compressionMethod, extensions);
        }

        Answer compressionMethod(int other) {
            return new Answer(version, suite, other, extensions);
        }

        Answer with(Extension extension) {
            List<Extension> list = new ArrayList<>(extensions);
            list.removeIf(each -> each.type().equals(extension.type()));
            list.add(extension);
            return new Answer(version, suite, compressionMethod, list);
        }

        Answer withoutExtensions() {
            return new Answer(version, suite, compressionMethod, List.of());
        }

        ServerHello hello() {
            return new ServerHello(
                    new ProtocolVersion(version), Bytes.of(new byte[32]), Bytes.EMPTY, suite, compressionMethod, new Extensions(extensions));
        }
    }

    /** An answer that is refused, for what, and a part of the sentence that says so. */
    record Refusal(String name, Offer offer, Answer answer, Violation violation, String words) {
        @Override
        public String toString() {
            return name;
        }
    }

    static final List<Refusal> refusals = List.of(
            new Refusal("DTLS 1.0", OFFER, Answer.PLAIN.version(0xFEFF), Violation.NO_COMMON_VERSION, "the server chose DTLSv1.0"),
            new Refusal("DTLS 1.3", OFFER, Answer.PLAIN.version(0xFEFC), Violation.NO_COMMON_VERSION, "the server chose DTLSv1.3"),
            new Refusal("a suite not offered", OFFER.suites(TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384), Answer.PLAIN,
                    Violation.UNOFFERED_CIPHER_SUITE, "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256"),
            new Refusal("a suite that nobody knows", OFFER.suites(new CipherSuite(0x1A2B)), Answer.PLAIN.suite(0x1A2B),
                    Violation.UNOFFERED_CIPHER_SUITE, "unknown(0x1a2b)"),
            new Refusal("a suite of DTLS 1.3", OFFER, Answer.PLAIN.suite(0x1301), Violation.UNOFFERED_CIPHER_SUITE, "TLS_AES_128_GCM_SHA256"),
            new Refusal("a signalling suite", OFFER.suites(TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256, CipherSuite.TLS_EMPTY_RENEGOTIATION_INFO_SCSV),
                    Answer.PLAIN.suite(0x00FF), Violation.UNOFFERED_CIPHER_SUITE, "TLS_EMPTY_RENEGOTIATION_INFO_SCSV"),
            new Refusal("compression", OFFER, Answer.PLAIN.compressionMethod(1), Violation.UNOFFERED_COMPRESSION, "compression method 1"),
            new Refusal("an unknown extension", OFFER, Answer.PLAIN.with(new UnknownExtension(new ExtensionType(0x1234), Bytes.EMPTY)),
                    Violation.UNSOLICITED_EXTENSION, "unknown(4660), which was not offered"),
            new Refusal("a name acknowledged that was not said", Offer.MODERN, Answer.PLAIN.with(new ServerNameAcknowledged()),
                    Violation.UNSOLICITED_EXTENSION, "server_name"),
            new Refusal("SRTP that was not offered", Offer.MODERN, Answer.PLAIN.with(new UseSrtp(List.of(GCM_128), Bytes.EMPTY)),
                    Violation.UNSOLICITED_EXTENSION, "use_srtp"),
            // [RFC5746 §3.4#2] [RFC5746 §3.4#3]
            new Refusal("a renegotiation", OFFER, Answer.PLAIN.with(new RenegotiationInfo(Bytes.ofHex("0000"))),
                    Violation.RENEGOTIATION_INFO_NOT_EMPTY, "nothing to renegotiate"),
            new Refusal("compressed points alone", OFFER, Answer.PLAIN.with(new EcPointFormats(Bytes.ofHex("01"))),
                    Violation.MISSING_UNCOMPRESSED_POINT_FORMAT, "point formats 01"),
            // [RFC7627 §4#2] [RFC7627 §5.2#5]
            new Refusal("no extended master secret", OFFER, Answer.PLAIN.withoutExtensions(),
                    Violation.MISSING_EXTENDED_MASTER_SECRET, "does not answer extended_master_secret"),
            // [RFC7366 §3#1]
            new Refusal("encrypt-then-MAC without a MAC", OFFER.with(new EncryptThenMac()), Answer.PLAIN.with(new EncryptThenMac()),
                    Violation.ENCRYPT_THEN_MAC_WITHOUT_CBC, "encrypt_then_mac and chose TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256"),
            new Refusal("encrypt-then-MAC that was not offered", OFFER, Answer.PLAIN.suite(0xC009).with(new EncryptThenMac()),
                    Violation.UNSOLICITED_EXTENSION, "encrypt_then_mac"),
            new Refusal("a protocol not offered", OFFER, Answer.PLAIN.with(alpn("h3")),
                    Violation.UNOFFERED_APPLICATION_PROTOCOL, "the server chose [h3], we offered [coap, h2]"),
            new Refusal("two protocols", OFFER, Answer.PLAIN.with(alpn("coap", "h2")),
                    Violation.UNOFFERED_APPLICATION_PROTOCOL, "the server chose [coap, h2]"),
            new Refusal("a profile not offered", OFFER, Answer.PLAIN.with(srtp("", SrtpProfile.SRTP_AEAD_AES_256_GCM)),
                    Violation.UNOFFERED_SRTP_PROFILE, "SRTP_AEAD_AES_256_GCM"),
            // [RFC5764 §4.1.1#2] a server that answers with more is refused, so ours could not connect
            new Refusal("two profiles", OFFER, Answer.PLAIN.with(srtp("", GCM_128, CM_80)),
                    Violation.UNOFFERED_SRTP_PROFILE, "[SRTP_AEAD_AES_128_GCM, SRTP_AES128_CM_HMAC_SHA1_80]"),
            // [RFC5764 §4.1.3#2]
            new Refusal("another MKI", OFFER, Answer.PLAIN.with(srtp("0a0c", GCM_128)),
                    Violation.SRTP_MKI_MISMATCH, "the server chose MKI 0a0c, we offered 0a0b"));

    @ParameterizedTest
    @FieldSource("refusals")
    void an_answer_is_refused(Refusal refusal) {
        var thrown = assertThrows(ProtocolException.class, () -> check(refusal.offer, refusal.answer, client()));
        assertEquals(refusal.violation, thrown.violation());
        assertTrue(thrown.getMessage().contains(refusal.words), thrown.getMessage());
    }

    @Test
    void the_plain_answer_agrees_on_the_suite_and_no_more() throws ProtocolException {
        assertEquals(
                new Agreed12(TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256, true, false, CertificateTypes.UNSAID, Optional.of("a.test"), Optional.empty(), Optional.empty(), Bytes.EMPTY),
                check(OFFER, Answer.PLAIN, client()));
    }

    @Test
    void the_name_is_what_was_asked_for_whether_or_not_it_is_acknowledged() throws ProtocolException {
        assertEquals(Optional.of("a.test"), check(OFFER, Answer.PLAIN.with(new ServerNameAcknowledged()), client()).serverName());
        assertEquals(Optional.empty(), check(Offer.MODERN, Answer.PLAIN, client()).serverName());
    }

    // [RFC7366 §2#3]
    @Test
    void encrypt_then_mac_is_agreed_on_if_the_server_answers_it_with_a_cbc_suite() throws ProtocolException {
        Offer offer = OFFER.with(new EncryptThenMac());
        assertTrue(check(offer, Answer.PLAIN.suite(0xC009).with(new EncryptThenMac()), client()).encryptThenMac());
        assertFalse(check(offer, Answer.PLAIN.suite(0xC009), client()).encryptThenMac());
    }

    @Test
    void an_offered_protocol_is_agreed_on() throws ProtocolException {
        assertEquals(Optional.of("h2"), check(OFFER, Answer.PLAIN.with(alpn("h2")), client()).applicationProtocol());
    }

    @Test
    void an_offered_profile_is_agreed_on_with_our_mki_or_none() throws ProtocolException {
        Agreed12 with = check(OFFER, Answer.PLAIN.with(srtp("0a0b", CM_80)), client());
        assertEquals(Optional.of(CM_80), with.srtpProfile());
        assertEquals(Bytes.ofHex("0a0b"), with.srtpMki());
        Agreed12 without = check(OFFER, Answer.PLAIN.with(srtp("", GCM_128)), client());
        assertEquals(Optional.of(GCM_128), without.srtpProfile());
        assertEquals(Bytes.EMPTY, without.srtpMki());
    }

    @Test
    void an_old_server_without_extensions_is_accepted_where_that_is_configured() throws ProtocolException {
        assertFalse(check(OFFER, Answer.PLAIN.withoutExtensions(), client().dangerouslyAllowLegacyMasterSecret()).extendedMasterSecret());
        assertTrue(check(OFFER, Answer.PLAIN, client().dangerouslyAllowLegacyMasterSecret()).extendedMasterSecret());
    }

    /** Some servers repeat supported_groups in their hello, which only clients say; it was offered, so it is passed over. */
    @Test
    void groups_repeated_by_the_server_are_passed_over() throws ProtocolException {
        check(OFFER, Answer.PLAIN.with(new UnknownExtension(ExtensionType.SUPPORTED_GROUPS, Bytes.ofHex("0002001d"))), client());
    }

    @Test
    void an_answer_without_point_formats_or_renegotiation_info_is_fine() throws ProtocolException {
        check(OFFER, Answer.PLAIN.withoutExtensions().with(new ExtendedMasterSecret()), client());
    }

    private static ClientConfig.Builder client() {
        return ClientConfig.trusting(TrustPolicy.dangerouslyTrustAnyone()).versions(ProtocolVersion.DTLS_1_2)
                .applicationProtocols("coap", "h2").srtp(GCM_128, CM_80).srtpMki(new byte[] {0x0A, 0x0B});
    }

    private static Agreed12 check(Offer offer, Answer answer, ClientConfig.Builder client) throws ProtocolException {
        return ClientNegotiation12.check(offer.hello(), answer.hello(), client.build().settings());
    }

    private static ApplicationProtocols alpn(String... names) {
        return new ApplicationProtocols(Stream.of(names).map(ApplicationProtocolName::bytes).toList());
    }

    private static UseSrtp srtp(String mki, SrtpProfile... profiles) {
        return new UseSrtp(List.of(profiles), Bytes.ofHex(mki));
    }
}
