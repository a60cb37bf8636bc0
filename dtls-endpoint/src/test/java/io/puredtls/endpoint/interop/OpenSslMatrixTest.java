package io.puredtls.endpoint.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.puredtls.config.ClientAuthentication;
import io.puredtls.config.ClientConfig;
import io.puredtls.config.LegacyCipherSuites;
import io.puredtls.config.ServerConfig;
import io.puredtls.crypto.credentials.KeyAlgorithm;
import io.puredtls.crypto.suite.KeyExchangeMethod;
import io.puredtls.crypto.suite.CipherSuite;
import io.puredtls.session.SessionInfo;
import io.puredtls.trust.TrustPolicy;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every kind of key with every cipher suite of DTLS 1.2, with and without a client's certificate, in both roles. Ours would
 * speak DTLS 1.3 as well.
 */
@Timeout(120)
class OpenSslMatrixTest {
    @TempDir
    private static Path directory;
    private static Pki pki;

    @BeforeAll
    static void prepare() {
        OpenSsl.assumePresent();
        pki = new Pki(directory);
    }

    /** One combination. */
    record Cell(KeyAlgorithm key, CipherSuite suite, ClientAuthentication clients) {
        /** The one of DTLS 1.2, and another version's in case somebody wants that. */
        List<CipherSuite> suites() {
            return List.of(suite, CipherSuite.TLS_AES_128_GCM_SHA256);
        }

        @Override
        public String toString() {
            return key + " " + suite + (clients == ClientAuthentication.NONE ? "" : ", client certificate");
        }
    }

    static Stream<Cell> cells() {
        List<Cell> cells = new ArrayList<>();
        for (KeyAlgorithm key : List.of(KeyAlgorithm.EC_P256, KeyAlgorithm.RSA_2048, KeyAlgorithm.ED25519)) {
            for (CipherSuite suite : CipherSuite.KNOWN) {
                if (!suite.isForDtls13() && !suite.isByKey() && (suite.keyExchange() == KeyExchangeMethod.ECDHE_RSA) == (key == KeyAlgorithm.RSA_2048)) {
                    cells.add(new Cell(key, suite, ClientAuthentication.NONE));
                    cells.add(new Cell(key, suite, ClientAuthentication.REQUIRED));
                }
            }
        }
        assertEquals(58, cells.size());
        return cells.stream();
    }

    @ParameterizedTest
    @MethodSource("cells")
    void our_client_and_their_server(Cell cell) throws Exception {
        OpenSsl.assumeThat(cell.key != KeyAlgorithm.ED25519 || !OpenSsl.isAtMost30(),
                "OpenSSL 3.0 finds \"no shared cipher\" for Ed25519 certificates of its own over DTLS 1.2: " + cell);
        boolean shown = cell.clients == ClientAuthentication.REQUIRED;
        List<String> options = new ArrayList<>(pki.identity(pki.server(cell.key), ""));
        if (shown) {
            options.addAll(List.of("-Verify", "3", "-verify_return_error", "-CAfile", pki.rootFile()));
        }
        var config = ClientConfig.trusting(TrustPolicy.roots(pki.root().certificate())).serverName("localhost")
                .legacyCipherSuites(LegacyCipherSuites.CBC).cipherSuites(cell.suites());
        if (shown) {
            config.identity(pki.client(cell.key));
        }
        try (OpenSsl server = OpenSsl.server(Interop.options(options, "-cipher", OpenSsl.nameOf(cell.suite)));
                var session = Interop.connect(server, config.build())) {
            assertAgreed(cell, Interop.get(session.opened()));
            assertTrue(session.info().orElseThrow().peer().verified());
            Interop.talk(session, server);
            if (shown) {
                assertTrue(server.tool().toString().contains("subject=CN = client"), server.tool()::toString);
            }
            assertTrue(server.tool().toString().contains("CIPHER is " + OpenSsl.nameOf(cell.suite)), server.tool()::toString);
        }
    }

    @ParameterizedTest
    @MethodSource("cells")
    void our_server_and_their_client(Cell cell) throws Exception {
        boolean shown = cell.clients == ClientAuthentication.REQUIRED;
        List<String> options = new ArrayList<>(shown ? pki.identity(pki.client(cell.key), "") : List.of());
        options.addAll(List.of("-CAfile", pki.rootFile(), "-verify_return_error", "-verify_hostname", "localhost"));
        var config = ServerConfig.identity(pki.server(cell.key)).legacyCipherSuites(LegacyCipherSuites.CBC).cipherSuites(cell.suites())
                .clientAuthentication(cell.clients, TrustPolicy.roots(pki.root().certificate())).build();
        try (var server = Interop.listen(config);
                OpenSsl client = OpenSsl.client(
                        Interop.port(server), Interop.options(options, "-cipher", OpenSsl.nameOf(cell.suite)));
                var session = Interop.accept(server)) {
            assertAgreed(cell, session.info().orElseThrow());
            assertEquals(shown ? Optional.of("CN=client") : Optional.empty(), session.info().orElseThrow().peer().subject());
            client.tool().await("Cipher is " + OpenSsl.nameOf(cell.suite));
            Interop.talk(session, client);
            assertEquals(1, server.stats().orElseThrow().cookiesSent());
        }
    }

    private static void assertAgreed(Cell cell, SessionInfo info) {
        assertEquals(cell.suite, info.cipherSuite());
        assertTrue(info.extendedMasterSecret());
        assertEquals("DTLSv1.2", info.version().toString());
        assertEquals(Optional.of(cell.key.kind()), info.signatureScheme().orElseThrow().keyKind());
    }
}
