package io.puredtls.endpoint.interop;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.puredtls.config.ClientConfig;
import io.puredtls.config.LegacyCipherSuites;
import io.puredtls.config.ServerConfig;
import io.puredtls.config.TicketPolicy;
import io.puredtls.crypto.credentials.KeyAlgorithm;
import io.puredtls.crypto.suite.CipherSuite;
import io.puredtls.crypto.suite.KeyExchangeMethod;
import io.puredtls.crypto.suite.RecordCipher;
import io.puredtls.endpoint.DtlsSession;
import io.puredtls.session.Session;
import io.puredtls.session.SessionStore;
import io.puredtls.trust.TrustPolicy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** [RFC5246 §6.2.3.2] [RFC7366] CBC with the MAC behind the ciphertext and inside of it, and records of many lengths. */
@Timeout(120)
class OpenSslCbcTest {
    private static final List<Integer> LENGTHS = List.of(1, 14, 15, 16, 17, 30, 31, 32, 33, 100, 255, 256, 257, 600, 1000);

    @TempDir
    private static Path directory;
    private static Pki pki;

    @BeforeAll
    static void prepare() {
        OpenSsl.assumePresent();
        pki = new Pki(directory);
    }

    /** One combination. */
    record Cell(CipherSuite suite, boolean encryptThenMac) {
        KeyAlgorithm key() {
            return suite.keyExchange() == KeyExchangeMethod.ECDHE_RSA ? KeyAlgorithm.RSA_2048 : KeyAlgorithm.EC_P256;
        }

        String[] options(List<String> more) {
            List<String> options = new ArrayList<>(more);
            options.addAll(List.of("-cipher", OpenSsl.nameOf(suite), "-tlsextdebug"));
            if (!encryptThenMac) {
                options.add("-no_etm");
            }
            return options.toArray(String[]::new);
        }

        /** Of 1200 bytes less 13 of header and 16 of IV. With a MAC of 20 bytes it tells which of the two is used. */
        int longestMessage() {
            int mac = ((RecordCipher.Cbc) suite.cipher()).algorithm().macLength();
            return encryptThenMac ? (1171 - mac) / 16 * 16 - 1 : 1171 / 16 * 16 - mac - 1;
        }
    }

    static Stream<Cell> cells() {
        return CipherSuite.KNOWN.stream().filter(suite -> suite.isLegacy() && !suite.isByKey())
                .flatMap(suite -> Stream.of(new Cell(suite, true), new Cell(suite, false)));
    }

    @ParameterizedTest
    @MethodSource("cells")
    void our_client_and_their_server(Cell cell) throws Exception {
        var config = ClientConfig.trusting(TrustPolicy.roots(pki.root().certificate())).serverName("localhost")
                .legacyCipherSuites(LegacyCipherSuites.CBC).cipherSuites(List.of(cell.suite, CipherSuite.TLS_AES_128_GCM_SHA256)).build();
        try (OpenSsl server = OpenSsl.server(cell.options(pki.identity(pki.server(cell.key()), "")));
                var session = Interop.connect(server, config)) {
            assertEquals(cell.suite, Interop.get(session.opened()).cipherSuite());
            server.tool().await("TLS client extension \"encrypt-then-mac\"");
            assertTalk(cell, session, server);
        }
    }

    @ParameterizedTest
    @MethodSource("cells")
    void our_server_and_their_client(Cell cell) throws Exception {
        var config = ServerConfig.identity(pki.server(cell.key())).legacyCipherSuites(LegacyCipherSuites.CBC)
                .cipherSuites(List.of(cell.suite, CipherSuite.TLS_AES_128_GCM_SHA256)).build();
        try (var server = Interop.listen(config);
                OpenSsl client = OpenSsl.client(Interop.port(server), cell.options(List.of("-CAfile", pki.rootFile())));
                var session = Interop.accept(server)) {
            assertEquals(cell.suite, session.info().orElseThrow().cipherSuite());
            client.tool().await("Cipher is " + OpenSsl.nameOf(cell.suite));
            assertEquals(cell.encryptThenMac, client.tool().toString().contains("TLS server extension \"encrypt-then-mac\""));
            assertTalk(cell, session, client);
        }
    }

    static Stream<Cell> resumedCells() {
        return cells().filter(cell -> cell.suite.equals(CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA));
    }

    /** [RFC7366 §3] The extension is agreed on anew in the hellos that resume a session. */
    @ParameterizedTest
    @MethodSource("resumedCells")
    void our_client_comes_back_to_their_server(Cell cell) throws Exception {
        var config = ClientConfig.trusting(TrustPolicy.roots(pki.root().certificate())).serverName("localhost")
                .legacyCipherSuites(LegacyCipherSuites.CBC).cipherSuites(List.of(cell.suite, CipherSuite.TLS_AES_128_GCM_SHA256));
        try (OpenSsl server = OpenSsl.server(cell.options(Interop.joined(pki.identity(pki.server(cell.key()), ""), List.of("-no_ticket"))))) {
            Session given;
            try (var session = Interop.connect(server, config.build())) {
                assertFalse(Interop.get(session.opened()).resumed());
                assertTalk(cell, session, server);
                given = session.takeResumable().orElseThrow();
            }
            try (Session earlier = given; var session = Interop.connect(server, config.resume(earlier).build())) {
                assertTrue(Interop.get(session.opened()).resumed());
                assertTalk(cell, session, server);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("resumedCells")
    void their_client_comes_back_to_our_server(Cell cell) throws Exception {
        var config = ServerConfig.identity(pki.server(cell.key())).legacyCipherSuites(LegacyCipherSuites.CBC)
                .cipherSuites(List.of(cell.suite, CipherSuite.TLS_AES_128_GCM_SHA256)).tickets(TicketPolicy.storedIn(SessionStore.inMemory(10))).build();
        String file = directory.resolve(cell.encryptThenMac + ".session").toString();
        try (var server = Interop.listen(config)) {
            for (String option : List.of("-sess_out", "-sess_in")) {
                try (OpenSsl client = OpenSsl.client(Interop.port(server), cell.options(List.of("-no_ticket", option, file)));
                        var session = Interop.accept(server)) {
                    assertEquals(option.equals("-sess_in"), session.info().orElseThrow().resumed());
                    assertTalk(cell, session, client);
                }
            }
        }
    }

    private static void assertTalk(Cell cell, DtlsSession session, OpenSsl peer) throws Exception {
        assertEquals(cell.longestMessage(), session.maxMessage());
        for (int length : LENGTHS) {
            String word = "x".repeat(length - 1);
            peer.tool().type(word);
            assertArrayEquals((word + "\n").getBytes(StandardCharsets.UTF_8), session.receive(Tool.PATIENCE).orElseThrow());
            session.send((word.replace('x', 'y') + "\n").getBytes(StandardCharsets.UTF_8));
            peer.tool().await("^y{" + (length - 1) + "}$");
        }
        String longest = "z".repeat(session.maxMessage() - 1);
        session.send((longest + "\n").getBytes(StandardCharsets.UTF_8));
        peer.tool().await("^z{" + longest.length() + "}$");
        assertTrue(session.isConnected());
    }
}
