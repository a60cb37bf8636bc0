package io.puredtls.negotiate;

import static io.puredtls.crypto.suite.CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA;
import static io.puredtls.crypto.suite.CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256;
import static io.puredtls.crypto.suite.CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384;
import static io.puredtls.crypto.suite.CipherSuite.TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256;
import static io.puredtls.crypto.suite.CipherSuite.TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256;
import static io.puredtls.crypto.suite.CipherSuite.TLS_EMPTY_RENEGOTIATION_INFO_SCSV;
import static io.puredtls.crypto.suite.CipherSuite.TLS_FALLBACK_SCSV;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.puredtls.alert.ProtocolException;
import io.puredtls.alert.Violation;
import io.puredtls.config.ClientAuthentication;
import io.puredtls.config.LegacyCipherSuites;
import io.puredtls.config.ServerConfig;
import io.puredtls.config.UnknownNames;
import io.puredtls.crypto.credentials.Credentials;
import io.puredtls.crypto.kex.NamedGroup;
import io.puredtls.crypto.sign.SignatureScheme;
import io.puredtls.crypto.suite.CipherSuite;
import io.puredtls.extension.ApplicationProtocolName;
import io.puredtls.extension.ApplicationProtocols;
import io.puredtls.extension.EcPointFormats;
import io.puredtls.extension.EncryptThenMac;
import io.puredtls.extension.ExtendedMasterSecret;
import io.puredtls.extension.ExtensionType;
import io.puredtls.extension.RenegotiationInfo;
import io.puredtls.extension.ServerName;
import io.puredtls.extension.SignatureAlgorithms;
import io.puredtls.extension.SupportedGroups;
import io.puredtls.extension.SupportedVersions;
import io.puredtls.extension.UnknownExtension;
import io.puredtls.extension.UseSrtp;
import io.puredtls.record.ProtocolVersion;
import io.puredtls.srtp.SrtpProfile;
import io.puredtls.wire.Bytes;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a server chooses of an offer, and why it chooses nothing. */
class ServerNegotiation12Test {
    /** An offer that is refused, by whom, for what, and a part of the sentence that says so. */
    record Refusal(String name, ServerConfig.Builder server, Offer offer, Violation violation, String words) {
        @Override
        public String toString() {
            return name;
        }
    }

    static final List<Refusal> refusals = List.of(
            new Refusal("DTLS 1.0", p256(), Offer.MODERN.version(0xFEFF), Violation.NO_COMMON_VERSION,
                    "the client offers DTLSv1.0, we speak DTLSv1.2"),
            new Refusal("a version older than DTLS", p256(), Offer.MODERN.version(0xFFFF), Violation.NO_COMMON_VERSION, "unknown(0xffff)"),
            new Refusal("supported_versions without ours", p256(), Offer.MODERN.with(new SupportedVersions(List.of(ProtocolVersion.DTLS_1_3))),
                    Violation.NO_COMMON_VERSION, "[DTLSv1.3]"),
            new Refusal("compression alone", p256(), Offer.MODERN.compressionMethods("0102"),
                    Violation.NULL_COMPRESSION_NOT_OFFERED, "compression methods 0102"),
            new Refusal("compressed points alone", p256(), Offer.MODERN.with(new EcPointFormats(Bytes.ofHex("0102"))),
                    Violation.MISSING_UNCOMPRESSED_POINT_FORMAT, "point formats 0102"),
            // [RFC5746 §3.6#2] [RFC5746 §3.6#3]
            new Refusal("a renegotiation", p256(), Offer.MODERN.with(new RenegotiationInfo(Bytes.ofHex("00"))),
                    Violation.RENEGOTIATION_INFO_NOT_EMPTY, "nothing to renegotiate"),
            // [RFC7627 §4#2] [RFC7627 §5.2#3]
            new Refusal("no extended master secret", p256(), Offer.MODERN.without(ExtendedMasterSecret.class),
                    Violation.MISSING_EXTENDED_MASTER_SECRET, "does not offer extended_master_secret"),
            new Refusal("foreign groups", p256(), Offer.MODERN.with(new SupportedGroups(List.of(new NamedGroup(0x1234), new NamedGroup(0x100)))),
                    Violation.NO_COMMON_GROUP, "offers groups [unknown(0x1234), unknown(0x0100)]"),
            new Refusal("groups of DTLS 1.3 alone", p256(), Offer.MODERN.with(new SupportedGroups(List.of(NamedGroup.X25519MLKEM768))),
                    Violation.NO_COMMON_GROUP, "offers groups [X25519MLKEM768], we have [x25519"),
            new Refusal("no groups, where we lack secp256r1", p256().groups(List.of(NamedGroup.X25519)),
                    Offer.MODERN.without(SupportedGroups.class), Violation.NO_COMMON_GROUP, "we have [x25519]"),
            new Refusal("foreign suites", p256(), Offer.MODERN.suites(new CipherSuite(0x1A2B), TLS_EMPTY_RENEGOTIATION_INFO_SCSV),
                    Violation.NO_COMMON_CIPHER_SUITE, "unknown(0x1a2b)"),
            new Refusal("suites of DTLS 1.3 alone", p256(), Offer.MODERN.suites(CipherSuite.TLS_AES_128_GCM_SHA256),
                    Violation.NO_COMMON_CIPHER_SUITE, "the client offers [TLS_AES_128_GCM_SHA256], we have [TLS_ECDHE_"),
            new Refusal("suites for another kind of key", p256(), Offer.MODERN.suites(TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256),
                    Violation.NO_SUITABLE_CREDENTIALS, "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256"),
            new Refusal("foreign schemes", p256(), Offer.MODERN.with(new SignatureAlgorithms(List.of(new SignatureScheme(0x0203)))),
                    Violation.NO_COMMON_SIGNATURE_SCHEME, "unknown(0x0203)"),
            new Refusal("no schemes, which means SHA-1", p256(), Offer.MODERN.without(SignatureAlgorithms.class),
                    Violation.NO_COMMON_SIGNATURE_SCHEME, "signatures by []"),
            new Refusal("schemes for another kind of key", p256(),
                    Offer.MODERN.with(new SignatureAlgorithms(List.of(SignatureScheme.RSA_PSS_RSAE_SHA256))),
                    Violation.NO_SUITABLE_CREDENTIALS, "rsa_pss_rsae_sha256"),
            new Refusal("not the certificate's curve", server(Keys.P384),
                    Offer.MODERN.with(new SupportedGroups(List.of(NamedGroup.X25519, NamedGroup.SECP256R1, NamedGroup.SECP521R1))),
                    Violation.NO_SUITABLE_CREDENTIALS, "x25519"),
            new Refusal("a name that nobody has", p256().unknownNames(UnknownNames.REFUSE), Offer.MODERN.with(new ServerName("c.test")),
                    Violation.UNKNOWN_SERVER_NAME, "no credentials for c.test"),
            new Refusal("foreign application protocols", p256().applicationProtocols("coap", "h2"), Offer.MODERN.with(alpn("h3", "echo")),
                    Violation.NO_COMMON_APPLICATION_PROTOCOL, "the client speaks [h3, echo], we speak [coap, h2]"));

    @ParameterizedTest
    @FieldSource("refusals")
    void an_offer_is_refused(Refusal refusal) {
        var thrown = assertThrows(ProtocolException.class, () -> choose(refusal.server, refusal.offer));
        assertEquals(refusal.violation, thrown.violation());
        assertTrue(thrown.getMessage().contains(refusal.words), thrown.getMessage());
    }

    // Version

    @ParameterizedTest
    @ValueSource(ints = {0xFEFD, 0xFEFC, 0xFE00})
    void a_newer_version_is_answered_by_ours(int version) throws ProtocolException {
        choose(p256(), Offer.MODERN.version(version));
    }

    /** [RFC5246 §E.1] BoGo's MajorVersionTolerance-DTLS: what is newer than anything known is answered by the newest known. */
    @ParameterizedTest
    @ValueSource(ints = {0xFDFF, 0xFCFF})
    void a_newer_major_version_is_answered_by_ours(int version) throws ProtocolException {
        choose(p256(), Offer.MODERN.version(version));
    }

    @Test
    void supported_versions_mean_more_than_the_legacy_version() throws ProtocolException {
        choose(p256(), Offer.MODERN.version(0xFEFF).with(new SupportedVersions(List.of(ProtocolVersion.DTLS_1_3, ProtocolVersion.DTLS_1_2))));
    }

    // Suites

    @Test
    void the_servers_order_decides_among_suites() throws ProtocolException {
        Offer offer = Offer.MODERN.suites(
                CipherSuite.TLS_AES_128_GCM_SHA256, TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256, TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256);
        List<CipherSuite> ours = List.of(
                TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384, TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256, TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256);
        assertEquals(TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256, choose(p256().cipherSuites(ours), offer).agreed().suite());
    }

    @Test
    void the_clients_order_decides_where_that_is_configured() throws ProtocolException {
        Offer offer = Offer.MODERN.suites(
                CipherSuite.TLS_AES_128_GCM_SHA256, TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256, TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256);
        assertEquals(TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256,
                choose(p256().suiteOrder(ServerConfig.SuiteOrder.CLIENT), offer).agreed().suite());
    }

    @Test
    void a_suite_without_credentials_gives_way_to_the_next() throws ProtocolException {
        Offer offer = Offer.MODERN.suites(TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256, TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384);
        Chosen12 chosen = choose(p256().suiteOrder(ServerConfig.SuiteOrder.CLIENT), offer);
        assertEquals(TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384, chosen.agreed().suite());
    }

    @Test
    void the_suite_chooses_among_kinds_of_keys() throws ProtocolException {
        ServerConfig.Builder both = server(Keys.P256, Keys.RSA);
        assertSame(Keys.RSA, signed(both, Offer.MODERN.suites(TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256)).own().credentials());
        assertSame(Keys.P256, signed(both, Offer.MODERN.suites(TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256)).own().credentials());
    }

    @Test
    void an_edwards_key_serves_ecdsa_suites() throws ProtocolException {
        Chosen12.Exchange.Signed chosen = signed(server(Keys.ED25519), Offer.MODERN.with(new SupportedGroups(List.of(NamedGroup.X25519))));
        assertEquals(SignatureScheme.ED25519, chosen.own().scheme());
    }

    @Test
    void signalling_suites_are_nothing_to_choose() throws ProtocolException {
        Offer offer = Offer.MODERN.suites(TLS_FALLBACK_SCSV, TLS_EMPTY_RENEGOTIATION_INFO_SCSV, TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256);
        assertEquals(TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256, choose(p256(), offer).agreed().suite());
    }

    // Groups and curves

    @Test
    void the_servers_order_decides_among_groups() throws ProtocolException {
        Offer offer = Offer.MODERN.with(new SupportedGroups(List.of(NamedGroup.X25519MLKEM768, NamedGroup.X25519, NamedGroup.SECP256R1)));
        assertEquals(NamedGroup.SECP256R1, signed(p256().groups(List.of(NamedGroup.SECP256R1, NamedGroup.X25519)), offer).group());
        assertEquals(NamedGroup.X25519, signed(p256().groups(List.of(NamedGroup.X25519, NamedGroup.SECP256R1)), offer).group());
    }

    @Test
    void a_client_without_groups_gets_the_one_that_everyone_has() throws ProtocolException {
        assertEquals(NamedGroup.SECP256R1, signed(p256(), Offer.MODERN.without(SupportedGroups.class)).group());
    }

    static Stream<Object[]> curves() {
        return Stream.of(
                new Object[] {Keys.P256, NamedGroup.SECP256R1}, new Object[] {Keys.P384, NamedGroup.SECP384R1},
                new Object[] {Keys.P521, NamedGroup.SECP521R1});
    }

    @ParameterizedTest
    @MethodSource("curves")
    void a_certificate_is_shown_to_clients_that_know_its_curve_alone(Credentials key, NamedGroup curve) throws ProtocolException {
        for (NamedGroup known : List.of(NamedGroup.SECP256R1, NamedGroup.SECP384R1, NamedGroup.SECP521R1)) {
            Offer offer = Offer.MODERN.with(new SupportedGroups(List.of(NamedGroup.X25519, known)));
            if (known.equals(curve)) {
                assertSame(key, signed(server(key), offer).own().credentials());
            } else {
                assertThrows(ProtocolException.class, () -> choose(server(key), offer));
            }
        }
    }

    @Test
    void the_curve_of_a_certificate_chooses_among_credentials() throws ProtocolException {
        Offer offer = Offer.MODERN.with(new SupportedGroups(List.of(NamedGroup.X25519, NamedGroup.SECP256R1)));
        assertSame(Keys.P256, signed(server(Keys.P384, Keys.P256), offer).own().credentials());
    }

    @Test
    void a_key_on_no_curve_is_on_every_clients_curves() throws ProtocolException {
        Offer offer = Offer.MODERN.with(new SupportedGroups(List.of(NamedGroup.X25519)));
        assertSame(Keys.RSA, signed(server(Keys.RSA), offer).own().credentials());
    }

    // Signature schemes

    @Test
    void the_servers_order_decides_among_schemes() throws ProtocolException {
        Offer offer = Offer.MODERN.with(new SignatureAlgorithms(
                List.of(SignatureScheme.RSA_PKCS1_SHA256, SignatureScheme.RSA_PSS_RSAE_SHA512, SignatureScheme.RSA_PSS_RSAE_SHA256)));
        assertEquals(SignatureScheme.RSA_PSS_RSAE_SHA256, signed(server(Keys.RSA), offer).own().scheme());
        assertEquals(SignatureScheme.RSA_PKCS1_SHA256, signed(
                server(Keys.RSA).signatureSchemes(List.of(SignatureScheme.RSA_PKCS1_SHA256, SignatureScheme.RSA_PSS_RSAE_SHA256)), offer).own().scheme());
    }

    @Test
    void in_this_version_a_scheme_is_not_bound_to_a_curve() throws ProtocolException {
        Offer offer = Offer.MODERN.with(new SignatureAlgorithms(List.of(SignatureScheme.ECDSA_SECP521R1_SHA512)));
        assertEquals(SignatureScheme.ECDSA_SECP521R1_SHA512, signed(p256(), offer).own().scheme());
    }

    // Names

    @Test
    void the_name_chooses_among_credentials() throws ProtocolException {
        ServerConfig.Builder two = server(Keys.P256, Keys.P256_OF_B);
        assertSame(Keys.P256_OF_B, signed(two, Offer.MODERN.with(new ServerName("b.test"))).own().credentials());
        assertSame(Keys.P256, signed(two, Offer.MODERN.with(new ServerName("a.test"))).own().credentials());
        assertSame(Keys.P256, signed(two, Offer.MODERN.with(new ServerName("X.Wild.Test"))).own().credentials());
        assertSame(Keys.P256, signed(two, Offer.MODERN).own().credentials(), "no name: the first");
    }

    @Test
    void the_name_asked_for_is_told() throws ProtocolException {
        assertEquals(Optional.of("b.test"), choose(server(Keys.P256_OF_B), Offer.MODERN.with(new ServerName("b.test"))).agreed().serverName());
        assertEquals(Optional.empty(), choose(p256(), Offer.MODERN).agreed().serverName());
    }

    @Test
    void a_name_that_nobody_has_gets_the_first_credentials_that_fit() throws ProtocolException {
        Offer offer = Offer.MODERN.with(new ServerName("c.test")).suites(TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256);
        assertSame(Keys.P256, signed(server(Keys.RSA, Keys.P256, Keys.P256_OF_B), offer).own().credentials());
    }

    @Test
    void a_known_name_is_not_refused() throws ProtocolException {
        choose(p256().unknownNames(UnknownNames.REFUSE), Offer.MODERN.with(new ServerName("a.test")));
        choose(p256().unknownNames(UnknownNames.REFUSE), Offer.MODERN);
    }

    @Test
    void credentials_of_another_name_do_not_help_out() {
        Offer offer = Offer.MODERN.with(new ServerName("b.test")).suites(TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256);
        var thrown = assertThrows(ProtocolException.class, () -> choose(server(Keys.RSA, Keys.P256_OF_B), offer));
        assertEquals(Violation.NO_SUITABLE_CREDENTIALS, thrown.violation());
    }

    // Application protocols

    @Test
    void the_servers_order_decides_among_application_protocols() throws ProtocolException {
        Offer offer = Offer.MODERN.with(alpn("echo", "h2", "coap"));
        assertEquals(Optional.of("coap"), choose(p256().applicationProtocols("x", "coap", "echo"), offer).agreed().applicationProtocol());
    }

    @Test
    void application_protocols_of_one_end_alone_are_no_fault() throws ProtocolException {
        assertEquals(Optional.empty(), choose(p256(), Offer.MODERN.with(alpn("h3"))).agreed().applicationProtocol());
        assertEquals(Optional.empty(), choose(p256().applicationProtocols("h3"), Offer.MODERN).agreed().applicationProtocol());
    }

    // SRTP

    /** [RFC5764 §4.1.3#1] [RFC5764 §4.1.1#3] */
    @Test
    void the_servers_order_decides_among_srtp_profiles_and_the_mki_is_the_clients() throws ProtocolException {
        Offer offer = Offer.MODERN.with(new UseSrtp(
                List.of(new SrtpProfile(3), SrtpProfile.SRTP_AES128_CM_HMAC_SHA1_80, SrtpProfile.SRTP_AEAD_AES_128_GCM), Bytes.ofHex("0a0b")));
        Agreed12 agreed = choose(
                p256().srtp(SrtpProfile.SRTP_AEAD_AES_256_GCM, SrtpProfile.SRTP_AEAD_AES_128_GCM, SrtpProfile.SRTP_AES128_CM_HMAC_SHA1_80),
                offer).agreed();
        assertEquals(Optional.of(SrtpProfile.SRTP_AEAD_AES_128_GCM), agreed.srtpProfile());
        assertEquals(Bytes.ofHex("0a0b"), agreed.srtpMki());
    }

    /** [RFC5764 §4.1.1#4] */
    @Test
    void without_a_common_srtp_profile_there_is_no_srtp_and_no_mki() throws ProtocolException {
        Offer offer = Offer.MODERN.with(new UseSrtp(List.of(SrtpProfile.SRTP_AEAD_AES_128_GCM), Bytes.ofHex("0a")));
        for (ServerConfig.Builder server : List.of(p256(), p256().srtp(SrtpProfile.SRTP_AEAD_AES_256_GCM))) {
            Agreed12 agreed = choose(server, offer).agreed();
            assertEquals(Optional.empty(), agreed.srtpProfile());
            assertEquals(Bytes.EMPTY, agreed.srtpMki());
        }
        assertEquals(Optional.empty(), choose(p256().srtp(SrtpProfile.SRTP_AEAD_AES_256_GCM), Offer.MODERN).agreed().srtpProfile());
    }

    // The rest

    /** [RFC7627 §5.2#4] */
    @Test
    void extended_master_secret_is_agreed_on_where_it_is_offered() throws ProtocolException {
        assertTrue(choose(p256(), Offer.MODERN).agreed().extendedMasterSecret());
        assertTrue(choose(p256().dangerouslyAllowLegacyMasterSecret(), Offer.MODERN).agreed().extendedMasterSecret());
        assertFalse(choose(p256().dangerouslyAllowLegacyMasterSecret(), Offer.MODERN.without(ExtendedMasterSecret.class))
                .agreed().extendedMasterSecret());
    }

    @Test
    void compression_beside_none_is_fine() throws ProtocolException {
        choose(p256(), Offer.MODERN.compressionMethods("0100"));
    }

    @Test
    void an_old_client_without_extensions_fails_for_its_signatures_alone() {
        var thrown = assertThrows(ProtocolException.class,
                () -> choose(p256().dangerouslyAllowLegacyMasterSecret(), Offer.MODERN.withoutExtensions()));
        assertEquals(Violation.NO_COMMON_SIGNATURE_SCHEME, thrown.violation());
    }

    @Test
    void the_least_that_a_client_can_say_is_enough() throws ProtocolException {
        Offer least = Offer.MODERN.withoutExtensions()
                .with(new SignatureAlgorithms(List.of(SignatureScheme.ECDSA_SECP256R1_SHA256)))
                .suites(TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256);
        assertEquals(
                new Chosen12(
                        new Agreed12(TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256, false, false, CertificateTypes.UNSAID,
                                Optional.empty(), Optional.empty(), Optional.empty(), Bytes.EMPTY),
                        new Chosen12.Exchange.Signed(
                                NamedGroup.SECP256R1, new CredentialsChoice(Keys.P256, SignatureScheme.ECDSA_SECP256R1_SHA256)),
                        ClientAuthentication.NONE),
                choose(p256().dangerouslyAllowLegacyMasterSecret(), least));
    }

    // [RFC7366 §2#3] [RFC7366 §3#1]
    @Test
    void encrypt_then_mac_is_agreed_on_where_it_is_offered_and_a_cbc_suite_is_chosen() throws ProtocolException {
        Offer cbc = Offer.MODERN.suites(TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA);
        assertTrue(choose(legacy(), cbc.with(new EncryptThenMac())).agreed().encryptThenMac());
        assertFalse(choose(legacy(), cbc).agreed().encryptThenMac());
        assertFalse(choose(legacy(), Offer.MODERN.with(new EncryptThenMac())).agreed().encryptThenMac(), "an AEAD has no MAC");
    }

    @Test
    void a_legacy_suite_is_the_last_choice_and_none_where_that_is_not_configured() throws ProtocolException {
        Offer both = Offer.MODERN.suites(TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA, TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256);
        assertEquals(TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256, choose(legacy(), both).agreed().suite());
        var thrown = assertThrows(ProtocolException.class, () -> choose(p256(), Offer.MODERN.suites(TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA)));
        assertEquals(Violation.NO_COMMON_CIPHER_SUITE, thrown.violation());
    }

    private static ServerConfig.Builder legacy() {
        return p256().legacyCipherSuites(LegacyCipherSuites.CBC);
    }

    @Test
    void unknown_extensions_are_passed_over() throws ProtocolException {
        choose(p256(), Offer.MODERN.with(new UnknownExtension(new ExtensionType(0x0A0A), Bytes.ofHex("01"))));
    }

    private static ServerConfig.Builder p256() {
        return server(Keys.P256);
    }

    private static ServerConfig.Builder server(Credentials... credentials) {
        return ServerConfig.identity(credentials).versions(ProtocolVersion.DTLS_1_2);
    }

    private static ApplicationProtocols alpn(String... names) {
        return new ApplicationProtocols(Stream.of(names).map(ApplicationProtocolName::bytes).toList());
    }

    private static Chosen12.Exchange.Signed signed(ServerConfig.Builder server, Offer offer) throws ProtocolException {
        return (Chosen12.Exchange.Signed) choose(server, offer).exchange();
    }

    private static Chosen12 choose(ServerConfig.Builder server, Offer offer) throws ProtocolException {
        return ServerNegotiation12.choose(offer.hello(), server.build());
    }
}
