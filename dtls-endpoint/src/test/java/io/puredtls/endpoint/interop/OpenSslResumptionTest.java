package io.puredtls.endpoint.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.puredtls.config.ClientAuthentication;
import io.puredtls.config.ClientConfig;
import io.puredtls.config.LegacyTickets;
import io.puredtls.config.PskStore;
import io.puredtls.config.ServerConfig;
import io.puredtls.config.TicketPolicy;
import io.puredtls.crypto.credentials.KeyAlgorithm;
import io.puredtls.crypto.entropy.SystemEntropy;
import io.puredtls.crypto.suite.CipherSuite;
import io.puredtls.endpoint.DtlsSession;
import io.puredtls.record.ProtocolVersion;
import io.puredtls.session.PreSharedKey;
import io.puredtls.session.Session;
import io.puredtls.session.SessionStore;
import io.puredtls.session.TicketKeys;
import io.puredtls.trust.TrustPolicy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** [RFC5246 §7.3] [RFC5077] Coming back to OpenSSL, and OpenSSL coming back to us. */
@Timeout(120)
class OpenSslResumptionTest {
    private static final String LABEL = "EXPORTER-resumption-test";
    private static final String[] EXPORT = {"-keymatexport", LABEL, "-keymatexportlen", "32"};

    @TempDir
    private static Path directory;
    private static Pki pki;

    @BeforeAll
    static void prepare() {
        OpenSsl.assumePresent();
        pki = new Pki(directory);
    }

    /** By what somebody comes back. */
    enum Way {
        SESSION_ID(TicketPolicy.storedIn(SessionStore.inMemory(10)), LegacyTickets.REFUSED, "-no_ticket"),
        TICKET(TicketPolicy.sealedBy(TicketKeys.rotating(SystemEntropy.INSTANCE, Duration.ofDays(1))), LegacyTickets.WANTED);

        private final TicketPolicy ours;
        private final LegacyTickets wanted;
        private final List<String> theirs;

        Way(TicketPolicy ours, LegacyTickets wanted, String... theirs) {
            this.ours = ours;
            this.wanted = wanted;
            this.theirs = List.of(theirs);
        }
    }

    private static ClientConfig.Builder client(Way way) {
        return ClientConfig.trusting(TrustPolicy.roots(pki.root().certificate())).serverName("localhost").legacyTickets(way.wanted);
    }

    private static void assertSameKeys(DtlsSession ours, OpenSsl theirs) throws Exception {
        String said = theirs.tool().await("Keying material: ([0-9A-F]{64})").group(1);
        try (var exported = ours.exportKeyingMaterial(LABEL, 32)) {
            assertEquals(said, HexFormat.of().formatHex(exported.view()).toUpperCase(Locale.ROOT));
        }
    }

    private static Session talkAndTake(DtlsSession session, OpenSsl server, boolean resumed) throws Exception {
        assertEquals(resumed, Interop.get(session.opened()).resumed());
        if (resumed) {
            server.tool().await("^Reused session-id");
        }
        assertSameKeys(session, server);
        Interop.talk(session, server);
        return session.takeResumable().orElseThrow();
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void our_client_comes_back_to_their_server(Way way) throws Exception {
        try (OpenSsl server = OpenSsl.server(Interop.options(
                Interop.joined(pki.identity(pki.server(KeyAlgorithm.EC_P256), ""), way.theirs), EXPORT))) {
            Session given;
            try (var session = Interop.connect(server, client(way).build())) {
                given = talkAndTake(session, server, false);
            }
            for (int again = 0; again < 2; again++) {
                try (Session earlier = given; var session = Interop.connect(server, client(way).resume(earlier).build())) {
                    given = talkAndTake(session, server, true);
                    assertEquals(Optional.of("CN=server"), session.info().orElseThrow().peer().subject());
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void their_client_comes_back_to_our_server_and_is_who_it_was(Way way) throws Exception {
        var config = ServerConfig.identity(pki.server(KeyAlgorithm.EC_P256)).tickets(way.ours)
                .clientAuthentication(ClientAuthentication.REQUIRED, TrustPolicy.roots(pki.root().certificate())).build();
        String file = directory.resolve(way + ".session").toString();
        try (var server = Interop.listen(config)) {
            for (String option : List.of("-sess_out", "-sess_in", "-sess_in")) {
                boolean resumed = option.equals("-sess_in");
                List<String> options = Interop.joined(pki.identity(pki.client(KeyAlgorithm.EC_P256), ""), way.theirs);
                try (OpenSsl client = OpenSsl.client(Interop.port(server), Interop.options(Interop.joined(options, List.of(option, file)), EXPORT));
                        var session = Interop.accept(server)) {
                    assertEquals(resumed, session.info().orElseThrow().resumed());
                    assertEquals(Optional.of("CN=client"), session.info().orElseThrow().peer().subject());
                    client.tool().await(resumed ? "^Reused, " : "^New, ");
                    assertSameKeys(session, client);
                    Interop.talk(session, client);
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void their_server_that_has_forgotten_the_session_makes_a_new_one(Way way) throws Exception {
        Session given;
        String[] options = Interop.options(Interop.joined(pki.identity(pki.server(KeyAlgorithm.EC_P256), ""), way.theirs), EXPORT);
        try (OpenSsl server = OpenSsl.server(options); var session = Interop.connect(server, client(way).build())) {
            given = talkAndTake(session, server, false);
        }
        try (OpenSsl another = OpenSsl.server(options);
                Session earlier = given; var session = Interop.connect(another, client(way).resume(earlier).build())) {
            talkAndTake(session, another, false).close();
        }
    }

    /** [RFC4279 §2] */
    @ParameterizedTest
    @EnumSource(Way.class)
    void a_session_that_began_with_a_pre_shared_key_is_resumed_in_both_roles(Way way) throws Exception {
        PreSharedKey key = PreSharedKey.of(new byte[] {'d', 'e', 'v'}, HexFormat.of().parseHex("00112233445566778899aabbccddeeff"));
        List<CipherSuite> suites = List.of(CipherSuite.TLS_PSK_WITH_AES_128_GCM_SHA256);
        List<String> theirs = Interop.joined(way.theirs, List.of(
                "-psk", "00112233445566778899aabbccddeeff", "-psk_identity", "dev", "-cipher", "PSK-AES128-GCM-SHA256"));
        var ours = client(way).versions(ProtocolVersion.DTLS_1_2).cipherSuites(suites).preSharedKeys(key);
        try (OpenSsl server = OpenSsl.server(Interop.options(theirs, Interop.options(List.of("-nocert"), EXPORT)))) {
            Session given;
            try (var session = Interop.connect(server, ours.build())) {
                given = talkAndTake(session, server, false);
            }
            try (Session earlier = given; var session = Interop.connect(server, ours.resume(earlier).build())) {
                talkAndTake(session, server, true).close();
                assertEquals(Optional.of(key.identity()), session.info().orElseThrow().peer().pskIdentity());
            }
        }
        String file = directory.resolve(way + ".psk").toString();
        try (var server = Interop.listen(ServerConfig.identity().versions(ProtocolVersion.DTLS_1_2).cipherSuites(suites)
                .preSharedKeys(PskStore.of(key)).tickets(way.ours).build())) {
            for (String option : List.of("-sess_out", "-sess_in")) {
                try (OpenSsl client = OpenSsl.client(Interop.port(server), Interop.options(theirs, Interop.options(List.of(option, file), EXPORT)));
                        var session = Interop.accept(server)) {
                    assertEquals(option.equals("-sess_in"), session.info().orElseThrow().resumed());
                    assertSameKeys(session, client);
                    Interop.talk(session, client);
                }
            }
        }
    }

    /** OpenSSL 3.0 speaks DTLS 1.2 alone, so that a hello with both versions is what comes back here. */
    @Test
    void a_client_that_asks_for_no_ticket_gets_none() throws Exception {
        try (OpenSsl server = OpenSsl.server(Interop.options(pki.identity(pki.server(KeyAlgorithm.EC_P256), ""), EXPORT));
                var session = Interop.connect(server, client(Way.SESSION_ID).build());
                Session given = talkAndTake(session, server, false)) {
            assertFalse(given.token().isEmpty());
            assertEquals(32, given.token().length(), "a session ID");
        }
    }
}
