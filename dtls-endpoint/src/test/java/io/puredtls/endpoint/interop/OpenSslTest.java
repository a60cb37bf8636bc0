package io.puredtls.endpoint.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.params.provider.ValueSource;
import io.puredtls.trust.OcspStapling;
import io.puredtls.crypto.credentials.Certificates;
import io.puredtls.alert.AlertDescription;
import io.puredtls.alert.Violation;
import io.puredtls.config.ClientAuthentication;
import io.puredtls.config.ClientConfig;
import io.puredtls.config.ServerConfig;
import io.puredtls.crypto.credentials.CertificateAuthority;
import io.puredtls.crypto.credentials.Credentials;
import io.puredtls.crypto.credentials.KeyAlgorithm;
import io.puredtls.crypto.kex.NamedGroup;
import io.puredtls.endpoint.DtlsSession;
import io.puredtls.endpoint.SessionEnd.Reason;
import io.puredtls.endpoint.SessionEnd;
import io.puredtls.srtp.SrtpKeys;
import io.puredtls.srtp.SrtpProfile;
import io.puredtls.trust.TrustPolicy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What extensions, refusals, small paths and endings look like from the other side. */
@Timeout(120)
class OpenSslTest {
    private static final KeyAlgorithm KEY = KeyAlgorithm.EC_P256;

    @TempDir
    private static Path directory;
    private static Pki pki;

    @BeforeAll
    static void prepare() {
        OpenSsl.assumePresent();
        pki = new Pki(directory);
    }

    private static ClientConfig.Builder client() {
        return ClientConfig.trusting(TrustPolicy.roots(pki.root().certificate())).serverName("localhost");
    }

    private static ServerConfig.Builder server() {
        return ServerConfig.identity(pki.server(KEY));
    }

    private static ServerConfig.Builder server(KeyAlgorithm key) {
        return ServerConfig.identity(pki.server(key));
    }

    /** An {@code s_server} with a good certificate. */
    private static OpenSsl theirServer(String... options) throws Exception {
        return theirServer(KEY, options);
    }

    private static OpenSsl theirServer(KeyAlgorithm key, String... options) throws Exception {
        return theirServer(pki.server(key), options);
    }

    private static OpenSsl theirServer(Credentials shown, String... options) throws Exception {
        OpenSsl.assumeThat(shown.keyKind() != KeyAlgorithm.ED25519.kind() || !OpenSsl.isAtMost30(),
                "OpenSSL 3.0 finds \"no shared cipher\" for Ed25519 certificates of its own over DTLS 1.2");
        return OpenSsl.server(Interop.options(pki.identity(shown, ""), options));
    }

    static Stream<KeyAlgorithm> keys() {
        return Stream.of(KeyAlgorithm.EC_P256, KeyAlgorithm.RSA_2048, KeyAlgorithm.ED25519);
    }

    /** Those of DTLS 1.2, which is what OpenSSL speaks. */
    static Stream<NamedGroup> groups() {
        return NamedGroup.KNOWN.stream().filter(NamedGroup::isForDtls12);
    }

    @ParameterizedTest
    @MethodSource("groups")
    void our_client_and_their_server_in_every_group(NamedGroup group) throws Exception {
        try (OpenSsl server = theirServer("-groups", nameOf(group)); var session = Interop.connect(server, client().build())) {
            assertEquals(Optional.of(group), Interop.get(session.opened()).group());
            Interop.talk(session, server);
        }
    }

    @ParameterizedTest
    @MethodSource("groups")
    void our_server_and_their_client_in_every_group(NamedGroup group) throws Exception {
        // [RFC8422 §5.1] an ECDSA certificate's curve would have to be among the groups
        try (var server = Interop.listen(ServerConfig.identity(pki.server(KeyAlgorithm.RSA_2048)).build());
                OpenSsl client = OpenSsl.client(Interop.port(server), "-groups", nameOf(group));
                var session = Interop.accept(server)) {
            assertEquals(Optional.of(group), session.info().orElseThrow().group());
            Interop.talk(session, client);
        }
    }

    private static String nameOf(NamedGroup group) {
        return switch (group.toString()) {
            case "secp256r1" -> "P-256";
            case "secp384r1" -> "P-384";
            case "secp521r1" -> "P-521";
            case "x25519" -> "X25519";
            case "x448" -> "X448";
            default -> throw new AssertionError(group);
        };
    }

    @ParameterizedTest
    @MethodSource("keys")
    void an_application_protocol_is_agreed_on_with_their_server(KeyAlgorithm key) throws Exception {
        try (OpenSsl server = theirServer(key, "-alpn", "coap,other");
                var session = Interop.connect(server, client().applicationProtocols("other", "coap").build())) {
            assertEquals(Optional.of("coap"), Interop.get(session.opened()).applicationProtocol());
            Interop.talk(session, server);
        }
    }

    @ParameterizedTest
    @MethodSource("keys")
    void an_application_protocol_is_agreed_on_with_their_client(KeyAlgorithm key) throws Exception {
        try (var server = Interop.listen(server(key).applicationProtocols("coap", "other").build());
                OpenSsl client = OpenSsl.client(Interop.port(server), "-alpn", "other,coap");
                var session = Interop.accept(server)) {
            assertEquals(Optional.of("coap"), session.info().orElseThrow().applicationProtocol());
            client.tool().await("ALPN protocol: coap");
            Interop.talk(session, client);
        }
    }

    @ParameterizedTest
    @MethodSource("keys")
    void their_client_is_told_that_there_is_no_protocol_in_common(KeyAlgorithm key) throws Exception {
        try (var server = Interop.listen(server(key).applicationProtocols("coap").build());
                OpenSsl client = OpenSsl.client(Interop.port(server), "-alpn", "h3")) {
            client.tool().await("no application protocol");
            assertEquals(1, server.stats().orElseThrow().handshakesStarted());
        }
    }

    @ParameterizedTest
    @MethodSource("keys")
    void the_name_that_their_client_asks_for_decides_between_our_certificates(KeyAlgorithm key) throws Exception {
        Credentials one = pki.root().issue("one", key, Pki.endEntity("one.example"));
        Credentials two = pki.root().issue("two", key, Pki.endEntity("two.example"));
        try (var server = Interop.listen(ServerConfig.identity(one, two).build())) {
            for (String name : List.of("one", "two")) {
                try (OpenSsl client = OpenSsl.client(Interop.port(server), "-servername", name + ".example",
                        "-verify_hostname", name + ".example", "-CAfile", pki.rootFile(), "-verify_return_error");
                        var session = Interop.accept(server)) {
                    client.tool().await("^subject=CN = " + name + "$");
                    assertEquals(Optional.of(name + ".example"), session.info().orElseThrow().serverName());
                    Interop.talk(session, client);
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("keys")
    void the_name_that_our_client_asks_for_decides_between_their_certificates(KeyAlgorithm key) throws Exception {
        Credentials two = pki.root().issue("two", key, Pki.endEntity("two.example"));
        List<String> second = pki.identity(two, "2");
        for (String name : List.of("localhost", "two.example")) {
            try (OpenSsl server = theirServer(key, Interop.options(second, "-servername", "two.example"));
                    var session = Interop.connect(server, client().serverName(name).build())) {
                var info = Interop.get(session.opened());
                assertEquals(Optional.of(name.equals("localhost") ? "CN=server" : "CN=two"), info.peer().subject());
                Interop.talk(session, server);
            }
        }
    }

    /** A chain of some 12 kB: authorities with much to say. */
    private static Credentials longChain(KeyAlgorithm key) {
        byte[] octets = new byte[3000];
        octets[0] = 0x04; // an OCTET STRING of 2996 bytes
        octets[1] = (byte) 0x82;
        octets[2] = (byte) (2996 >>> 8);
        octets[3] = (byte) 2996;
        CertificateAuthority issuer = pki.root();
        for (int i = 0; i < 3; i++) {
            issuer = issuer.issueAuthority("authority " + i, key, Pki.authority().extension("1.3.6.1.4.1.55555.1", octets));
        }
        return issuer.issue("far below", key, Pki.endEntity("localhost").extension("1.3.6.1.4.1.55555.1", octets));
    }

    @ParameterizedTest
    @MethodSource("keys")
    void a_long_chain_of_their_server_comes_in_pieces(KeyAlgorithm key) throws Exception {
        try (OpenSsl server = theirServer(longChain(key), "-mtu", "256");
                var session = Interop.connect(server, client().mtu(256).build())) {
            assertEquals(4, Interop.get(session.opened()).peer().chain().size());
            Interop.talk(session, server);
        }
    }

    @ParameterizedTest
    @MethodSource("keys")
    void a_long_chain_of_our_server_goes_in_pieces(KeyAlgorithm key) throws Exception {
        try (var server = Interop.listen(ServerConfig.identity(longChain(key)).mtu(256).build());
                OpenSsl client = OpenSsl.client(Interop.port(server), "-mtu", "256", "-CAfile", pki.rootFile(), "-verify_return_error");
                var session = Interop.accept(server)) {
            Interop.talk(session, client);
            assertTrue(session.stats().engine().recordsSent() > 40, () -> session.stats().toString());
        }
    }

    @ParameterizedTest
    @MethodSource("keys")
    void long_chains_of_clients_go_in_pieces_both_ways(KeyAlgorithm key) throws Exception {
        Credentials chain = longChain(key);
        var trust = TrustPolicy.roots(pki.root().certificate());
        try (var server = Interop.listen(server().clientAuthentication(ClientAuthentication.REQUIRED, trust).build());
                OpenSsl client = OpenSsl.client(Interop.port(server), Interop.options(pki.identity(chain, ""), "-mtu", "256"));
                var session = Interop.accept(server)) {
            assertEquals(4, session.info().orElseThrow().peer().chain().size());
            Interop.talk(session, client);
        }
        try (OpenSsl server = theirServer("-Verify", "5", "-verify_return_error", "-CAfile", pki.rootFile());
                var session = Interop.connect(server, client().mtu(300).identity(chain).build())) {
            Interop.get(session.opened());
            Interop.talk(session, server);
        }
    }

    @Test
    void our_client_shows_the_cookie_that_their_server_asks_for() throws Exception {
        try (OpenSsl server = theirServer("-listen"); var session = Interop.connect(server, client().build())) {
            Interop.get(session.opened());
            Interop.talk(session, server);
        }
    }

    @ParameterizedTest
    @MethodSource("keys")
    void their_server_learns_why_our_client_refuses_it(KeyAlgorithm key) throws Exception {
        CertificateAuthority other = CertificateAuthority.create("another root", key, Pki.authority());
        assertOurClientRefuses(other.issue("server", key, Pki.endEntity("localhost")),
                Violation.CERTIFICATE_NOT_TRUSTED, AlertDescription.UNKNOWN_CA, "unknown ca");
        assertOurClientRefuses(pki.root().issue("server", key, Pki.expired("localhost")),
                Violation.CERTIFICATE_PAST_VALIDITY, AlertDescription.CERTIFICATE_EXPIRED, "certificate expired");
        assertOurClientRefuses(pki.root().issue("server", key, Pki.endEntity("example.org")),
                Violation.CERTIFICATE_NAME_MISMATCH, AlertDescription.BAD_CERTIFICATE, "bad certificate");
    }

    private static void assertOurClientRefuses(
            Credentials shown, Violation violation, AlertDescription alert, String printed) throws Exception {
        try (OpenSsl server = theirServer(shown); var session = Interop.connect(server, client().build())) {
            assertFailed(Interop.failure(session.opened()), violation, alert, true);
            server.tool().await("alert " + printed);
        }
    }

    private static void assertFailed(SessionEnd end, Violation violation, AlertDescription alert, boolean sent) {
        assertEquals(Reason.FAILED, end.reason(), end::toString);
        assertEquals(Optional.of(violation), end.violation(), end::toString);
        assertEquals(Optional.of(alert), end.alert(), end::toString);
        assertEquals(sent, end.alertSent(), end::toString);
    }

    @ParameterizedTest
    @MethodSource("keys")
    void our_server_learns_that_their_client_refuses_it(KeyAlgorithm key) throws Exception {
        String root = pki.rootFile();
        String otherRoot = pki.file(CertificateAuthority.create("another root", key, Pki.authority()).certificate());
        assertTheirClientRefuses(pki.server(key), AlertDescription.UNKNOWN_CA, "-CAfile", otherRoot);
        assertTheirClientRefuses(pki.root().issue("server", key, Pki.expired("localhost")),
                AlertDescription.CERTIFICATE_EXPIRED, "-CAfile", root);
        assertTheirClientRefuses(pki.server(key), AlertDescription.BAD_CERTIFICATE, "-CAfile", root, "-verify_hostname", "example.org");
    }

    private static void assertTheirClientRefuses(Credentials shown, AlertDescription alert, String... options) throws Exception {
        var handler = new Ends();
        try (var server = Interop.listen(ServerConfig.identity(shown).build(), handler);
                OpenSsl client = OpenSsl.client(Interop.port(server), Interop.options(List.of(options), "-verify_return_error"))) {
            assertFailed(handler.next(), Violation.PEER_ALERT, alert, false);
            client.tool().awaitEnd();
        }
    }

    @ParameterizedTest
    @MethodSource("keys")
    void their_client_learns_why_our_server_refuses_it(KeyAlgorithm key) throws Exception {
        Credentials stranger = CertificateAuthority.create("another root", key, Pki.authority()).issue("client", key, Pki.endEntity("c"));
        var config = server().clientAuthentication(ClientAuthentication.REQUIRED, TrustPolicy.roots(pki.root().certificate())).build();
        assertOurServerRefuses(config, pki.identity(stranger, ""), Violation.CERTIFICATE_NOT_TRUSTED, "alert unknown ca");
        assertOurServerRefuses(config, pki.identity(pki.root().issue("client", key, Pki.expired("c")), ""),
                Violation.CERTIFICATE_PAST_VALIDITY, "alert certificate expired");
        assertOurServerRefuses(config, List.of(), Violation.CERTIFICATE_MISSING, "alert handshake failure");
    }

    private static void assertOurServerRefuses(
            ServerConfig config, List<String> identity, Violation violation, String printed) throws Exception {
        var handler = new Ends();
        try (var server = Interop.listen(config, handler);
                OpenSsl client = OpenSsl.client(Interop.port(server), Interop.options(identity))) {
            SessionEnd end = handler.next();
            assertEquals(Optional.of(violation), end.violation(), end::toString);
            assertTrue(end.alertSent());
            client.tool().await(printed);
        }
    }

    /** A server's kind of key and a client's. */
    record Mixed(KeyAlgorithm server, KeyAlgorithm client) {
    }

    static Stream<Mixed> mixed() {
        return keys().flatMap(server -> keys().filter(client -> client != server).map(client -> new Mixed(server, client)));
    }

    @ParameterizedTest
    @MethodSource("mixed")
    void their_client_may_show_another_kind_of_key_than_our_server(Mixed keys) throws Exception {
        var trust = TrustPolicy.roots(pki.root().certificate());
        try (var server = Interop.listen(server(keys.server).clientAuthentication(ClientAuthentication.REQUIRED, trust).build());
                OpenSsl client = OpenSsl.client(Interop.port(server), Interop.options(pki.identity(pki.client(keys.client), ""),
                        "-CAfile", pki.rootFile(), "-verify_return_error"));
                var session = Interop.accept(server)) {
            assertEquals(Optional.of("CN=client"), session.info().orElseThrow().peer().subject());
            Interop.talk(session, client);
        }
    }

    @ParameterizedTest
    @MethodSource("mixed")
    void our_client_may_show_another_kind_of_key_than_their_server(Mixed keys) throws Exception {
        try (OpenSsl server = theirServer(keys.server, "-Verify", "3", "-verify_return_error", "-CAfile", pki.rootFile());
                var session = Interop.connect(server, client().identity(pki.client(keys.client)).build())) {
            assertTrue(Interop.get(session.opened()).peer().verified());
            Interop.talk(session, server);
            assertTrue(server.tool().toString().contains("subject=CN = client"), server.tool()::toString);
        }
    }

    @Test
    void our_server_refuses_a_suite_it_does_not_have() throws Exception {
        var handler = new Ends();
        try (var server = Interop.listen(server().build(), handler);
                OpenSsl client = OpenSsl.client(Interop.port(server), "-cipher", "ECDHE-ECDSA-AES256-SHA384")) {
            assertEquals(Optional.of(Violation.NO_COMMON_CIPHER_SUITE), handler.next().violation());
            client.tool().await("alert handshake failure");
        }
    }

    @Test
    void what_is_exported_is_equal_on_both_sides() throws Exception {
        String[] exporting = {"-keymatexport", "EXPORTER-interop", "-keymatexportlen", "48"};
        try (OpenSsl server = theirServer(exporting); var session = Interop.connect(server, client().build())) {
            Interop.get(session.opened());
            assertExportsEqual(session, server);
        }
        try (var server = Interop.listen(server().build());
                OpenSsl client = OpenSsl.client(Interop.port(server), exporting);
                var session = Interop.accept(server)) {
            assertExportsEqual(session, client);
        }
    }

    private static void assertExportsEqual(DtlsSession session, OpenSsl peer) throws InterruptedException {
        assertExportsEqual("EXPORTER-interop", 48, session, peer);
    }

    private static void assertExportsEqual(String label, int length, DtlsSession session, OpenSsl peer) throws InterruptedException {
        String theirs = peer.tool().await("Keying material: ([0-9A-F]+)$").group(1);
        try (var ours = session.exportKeyingMaterial(label, length)) {
            assertEquals(theirs, HexFormat.of().withUpperCase().formatHex(ours.view()));
        }
    }

    /** [RFC6066 §4#7] Their client's certificate and their data come in pieces of it; ours too. */
    @Test
    void their_client_gets_the_fragment_length_it_asks_for() throws Exception {
        try (var server = Interop.listen(server().clientAuthentication(ClientAuthentication.REQUIRED, TrustPolicy.roots(pki.root().certificate())).build());
                OpenSsl client = OpenSsl.client(Interop.port(server), Interop.options(pki.identity(pki.client(KeyAlgorithm.RSA_2048), ""), "-maxfraglen", "512"));
                var session = Interop.accept(server)) {
            client.tool().await("Max Fragment Length: 512|Extended master secret");
            assertEquals(512, session.maxMessage());
            Interop.talk(session, client);
            session.send("y".repeat(511).concat("\n").getBytes(StandardCharsets.US_ASCII));
            client.tool().await("^y{511}$");
        }
    }

    /** [RFC6066 §4#7] Their server agrees, and says its certificate in pieces. */
    @Test
    void their_server_gives_our_client_the_fragment_length_it_asks_for() throws Exception {
        try (OpenSsl server = theirServer(KeyAlgorithm.RSA_2048); var session = Interop.connect(server, client().maxFragmentLength(512).build())) {
            Interop.get(session.opened());
            assertEquals(512, session.maxMessage());
            Interop.talk(session, server);
        }
    }

    private static final Path OCSP = Path.of("..", "testvectors", "ocsp");

    /** When those responses are good. */
    private static ClientConfig.Builder requiringOcsp() {
        return ClientConfig.trusting(TrustPolicy.roots(Certificates.fromPem(OCSP.resolve("root.pem"))).withOcsp(OcspStapling.REQUIRED))
                .serverName("localhost").clock(Clock.fixed(Instant.parse("2027-03-04T05:06:07Z"), ZoneOffset.UTC));
    }

    /** [RFC6066 §8#7] [RFC6066 §8#12] [RFC6066 §1.1#1] */
    @ParameterizedTest
    @ValueSource(strings = {"good", "delegated", "pretended", "unknown"})
    void an_ocsp_response_that_their_server_shows_is_judged(String name) throws Exception {
        try (OpenSsl server = OpenSsl.server("-cert", OCSP.resolve("server.pem").toString(), "-key", OCSP.resolve("server.key.pem").toString(),
                        "-status_file", OCSP.resolve(name + ".der").toString());
                var session = Interop.connect(server, requiringOcsp().build())) {
            if (name.equals("good") || name.equals("delegated")) {
                assertTrue(Interop.get(session.opened()).peer().verified());
                Interop.talk(session, server);
            } else {
                assertEquals(Optional.of(AlertDescription.BAD_CERTIFICATE_STATUS_RESPONSE), Interop.failure(session.opened()).alert());
                server.tool().await("bad certificate status response");
            }
        }
    }

    @Test
    void a_server_of_theirs_without_an_ocsp_response_is_refused_where_one_is_required() throws Exception {
        try (OpenSsl server = OpenSsl.server("-cert", OCSP.resolve("server.pem").toString(), "-key", OCSP.resolve("server.key.pem").toString());
                var session = Interop.connect(server, requiringOcsp().build())) {
            assertEquals(Optional.of(AlertDescription.BAD_CERTIFICATE_STATUS_RESPONSE), Interop.failure(session.opened()).alert());
        }
    }

    /** [RFC6066 §8#7] [RFC6066 §8#8] [RFC6066 §1.1#1] */
    @Test
    void their_client_is_shown_the_ocsp_response_that_it_asks_for() throws Exception {
        Credentials own = Credentials.fromPem(OCSP.resolve("server.pem"), OCSP.resolve("server.key.pem"))
                .withOcspResponse(Files.readAllBytes(OCSP.resolve("good.der")));
        try (var server = Interop.listen(ServerConfig.identity(own).build());
                OpenSsl client = OpenSsl.client(Interop.port(server), "-status"); var session = Interop.accept(server)) {
            client.tool().await("OCSP Response Status: successful");
            client.tool().await("Cert Status: good");
            Interop.talk(session, client);
        }
    }

    /** Those that OpenSSL has by default; it writes SRTP_AES128_CM_SHA1_80 where the registry has a HMAC in it. */
    static Stream<SrtpProfile> profiles() {
        return Stream.of(SrtpProfile.SRTP_AEAD_AES_256_GCM, SrtpProfile.SRTP_AEAD_AES_128_GCM,
                SrtpProfile.SRTP_AES128_CM_HMAC_SHA1_80, SrtpProfile.SRTP_AES128_CM_HMAC_SHA1_32);
    }

    private static String nameOf(SrtpProfile profile) {
        return profile.toString().replace("_HMAC_", "_");
    }

    /** [RFC5764 §4.2#1] */
    @ParameterizedTest
    @MethodSource("profiles")
    void their_server_agrees_on_an_srtp_profile_and_exports_the_same_keys(SrtpProfile profile) throws Exception {
        int length = SrtpKeys.exportLength(profile);
        var ours = new SrtpProfile[] {SrtpProfile.SRTP_ARIA_128_CTR_HMAC_SHA1_80, profile};
        try (OpenSsl server = theirServer("-use_srtp", nameOf(profile),
                        "-keymatexport", SrtpKeys.EXPORTER_LABEL, "-keymatexportlen", String.valueOf(length));
                var session = Interop.connect(server, client().srtp(ours).build())) {
            assertEquals(Optional.of(profile), Interop.get(session.opened()).srtpProfile());
            server.tool().await("SRTP Extension negotiated, profile=" + nameOf(profile) + "$");
            assertExportsEqual(SrtpKeys.EXPORTER_LABEL, length, session, server);
        }
    }

    /** [RFC5764 §4.2#1] */
    @ParameterizedTest
    @MethodSource("profiles")
    void their_client_agrees_on_an_srtp_profile_and_exports_the_same_keys(SrtpProfile profile) throws Exception {
        int length = SrtpKeys.exportLength(profile);
        String theirs = profiles().map(OpenSslTest::nameOf).collect(Collectors.joining(":"));
        try (var server = Interop.listen(server().srtp(SrtpProfile.SRTP_NULL_HMAC_SHA1_80, profile).build());
                OpenSsl client = OpenSsl.client(Interop.port(server), "-use_srtp", theirs,
                        "-keymatexport", SrtpKeys.EXPORTER_LABEL, "-keymatexportlen", String.valueOf(length));
                var session = Interop.accept(server)) {
            assertEquals(Optional.of(profile), session.info().orElseThrow().srtpProfile());
            client.tool().await("SRTP Extension negotiated, profile=" + nameOf(profile) + "$");
            assertExportsEqual(SrtpKeys.EXPORTER_LABEL, length, session, client);
        }
    }

    @Test
    void the_close_notify_of_their_client_closes_our_session() throws Exception {
        try (var server = Interop.listen(server().build());
                OpenSsl client = OpenSsl.client(Interop.port(server)); var session = Interop.accept(server)) {
            client.tool().await("Extended master secret");
            client.tool().type("Q");
            assertEquals(Reason.CLOSED_BY_PEER, Interop.get(session.closed()).reason());
            client.tool().awaitEnd();
            assertEquals(0, client.tool().exitCode());
        }
    }

    @Test
    void our_close_notify_closes_their_session() throws Exception {
        try (OpenSsl server = theirServer("-naccept", "1"); var session = Interop.connect(server, client().build())) {
            Interop.get(session.opened());
            Interop.talk(session, server);
            close(session);
            server.tool().await("CONNECTION CLOSED");
            server.tool().awaitEnd();
        }
        try (var server = Interop.listen(server().build());
                OpenSsl client = OpenSsl.client(Interop.port(server)); var session = Interop.accept(server)) {
            Interop.talk(session, client);
            close(session);
            client.tool().await("^closed$");
            client.tool().awaitEnd();
            assertEquals(0, client.tool().exitCode());
        }
    }

    private static void close(DtlsSession session) {
        session.close();
        assertEquals(Reason.CLOSED_LOCALLY, Interop.get(session.closed()).reason());
    }

    @Test
    void a_renegotiation_that_their_client_begins_is_refused_and_harms_nobody_else() throws Exception {
        try (var server = Interop.listen(server().build());
                OpenSsl other = OpenSsl.client(Interop.port(server)); var unharmed = Interop.accept(server);
                OpenSsl client = OpenSsl.client(Interop.port(server)); var session = Interop.accept(server)) {
            Interop.talk(session, client);
            client.tool().type("R");
            client.tool().await("RENEGOTIATING");
            Interop.talk(unharmed, other);
            assertEquals(2, server.stats().orElseThrow().handshakesStarted());
            SessionEnd end = Interop.get(session.closed());
            assertEquals(Optional.of(Violation.RENEGOTIATION_REFUSED), end.violation(), end::toString);
            client.tool().await("no renegotiation");
            Interop.talk(unharmed, other);
            assertEquals(1, server.stats().orElseThrow().sessions());
        }
    }

    @Test
    void their_client_may_come_again_and_again() throws Exception {
        try (var server = Interop.listen(server().build())) {
            for (int i = 0; i < 5; i++) {
                try (OpenSsl client = OpenSsl.client(Interop.port(server)); var session = Interop.accept(server)) {
                    Interop.talk(session, client);
                    assertFalse(session.closed().isDone());
                }
            }
            assertEquals(5, server.stats().orElseThrow().handshakesCompleted());
        }
    }
}
