package io.puredtls.endpoint.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.puredtls.config.ClientAuthentication;
import io.puredtls.config.ClientConfig;
import io.puredtls.config.ServerConfig;
import io.puredtls.crypto.credentials.Credentials;
import io.puredtls.crypto.credentials.KeyAlgorithm;
import io.puredtls.crypto.credentials.PrivateKeys;
import io.puredtls.crypto.credentials.RawPublicKey;
import io.puredtls.crypto.credentials.SelfSigned;
import io.puredtls.endpoint.Dtls;
import io.puredtls.endpoint.DtlsSession;
import io.puredtls.record.ProtocolVersion;
import io.puredtls.session.PeerIdentity;
import io.puredtls.trust.TrustPolicy;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** [RFC7250] Raw public keys against BoringSSL, in both versions: {@code src/test/interop/boringssl-raw-public-key}. */
@Timeout(60)
class BoringSslRawPublicKeyTest {
    private static final Path PEER = Path.of(System.getProperty("puredtls.peers", ""), "boringssl-raw-public-key", "peer").toAbsolutePath();
    private static final String LABEL = "EXPERIMENTAL interop";

    @TempDir
    private static Path directory;

    @BeforeAll
    static void the_peer_must_be_there() {
        OpenSsl.assumeThat(Files.isExecutable(PEER), "no " + PEER + ": raw public keys were not tried against BoringSSL, nor in DTLS 1.3");
    }

    /** @param mutual whether the client shows a key too */
    record Cell(ProtocolVersion version, KeyAlgorithm key, boolean mutual) {
    }

    static Stream<Cell> cells() {
        return Stream.of(ProtocolVersion.DTLS_1_2, ProtocolVersion.DTLS_1_3)
                .flatMap(version -> Stream.of(KeyAlgorithm.EC_P256, KeyAlgorithm.EC_P384, KeyAlgorithm.RSA_2048)
                .flatMap(key -> Stream.of(true, false).map(mutual -> new Cell(version, key, mutual))));
    }

    private static Credentials fresh(KeyAlgorithm algorithm) {
        return SelfSigned.builder(algorithm).name("localhost").generate().asRawPublicKey();
    }

    private static RawPublicKey key(Credentials credentials) {
        return RawPublicKey.of(credentials.publicKey());
    }

    private static String write(String name, String pem) throws IOException {
        return Files.writeString(Files.createTempFile(directory, name, ".pem"), pem).toString();
    }

    private static List<String> command(String role, int port, Cell cell) {
        return new ArrayList<>(List.of(PEER.toString(), role, "--port", String.valueOf(port),
                "--version", cell.version.equals(ProtocolVersion.DTLS_1_2) ? "1.2" : "1.3"));
    }

    private static List<String> theirs(Credentials own) throws IOException {
        return List.of("--key", write("key", PrivateKeys.toPem(own.privateKey())));
    }

    private static List<String> believed(Credentials ours) throws IOException {
        return List.of("--peer-key", write("pub", key(ours).toPem()));
    }

    private static void assertSameSecret(DtlsSession session, Tool tool) throws InterruptedException {
        try (var exported = session.exportKeyingMaterial(LABEL, 32)) {
            tool.await("exporter=" + HexFormat.of().formatHex(exported.view()));
        }
    }

    @ParameterizedTest
    @MethodSource("cells")
    void our_client_and_their_server(Cell cell) throws Exception {
        int port = GnuTls.freePort();
        Credentials server = fresh(cell.key);
        Credentials client = fresh(cell.key);
        List<String> command = command("server", port, cell);
        command.addAll(theirs(server));
        ClientConfig.Builder config = ClientConfig.trusting(TrustPolicy.rawPublicKey(key(server))).versions(cell.version);
        if (cell.mutual) {
            command.addAll(believed(client));
            config.identity(client);
        }
        try (Tool tool = Tool.start(command)) {
            tool.await("^listening");
            try (DtlsSession session = Dtls.connect("127.0.0.1", port, config.build())) {
                assertEquals(PeerIdentity.ofRawPublicKey(key(server), true), Interop.get(session.opened()).peer());
                tool.await("peer shows " + (cell.mutual ? "RawPublicKey" : "nothing"));
                assertSameSecret(session, tool);
                session.send("there and back".getBytes(StandardCharsets.UTF_8));
                assertEquals("there and back", new String(session.receive(Tool.PATIENCE).orElseThrow(), StandardCharsets.UTF_8));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("cells")
    void our_server_and_their_client(Cell cell) throws Exception {
        Credentials server = fresh(cell.key);
        Credentials client = fresh(cell.key);
        ServerConfig.Builder config = ServerConfig.identity(server).versions(cell.version);
        if (cell.mutual) {
            config.clientAuthentication(ClientAuthentication.REQUIRED, TrustPolicy.rawPublicKey(key(client)));
        }
        try (var endpoint = Interop.listen(config.build())) {
            List<String> command = command("client", Interop.port(endpoint), cell);
            command.addAll(believed(server));
            if (cell.mutual) {
                command.addAll(theirs(client));
            }
            try (Tool tool = Tool.start(command); DtlsSession session = Interop.accept(endpoint)) {
                assertEquals(cell.mutual ? PeerIdentity.ofRawPublicKey(key(client), true) : PeerIdentity.ANONYMOUS, session.info().orElseThrow().peer());
                tool.await("peer shows RawPublicKey");
                assertSameSecret(session, tool);
                session.send(session.receive(Tool.PATIENCE).orElseThrow());
                tool.await("^echoed hello$");
            }
        }
    }

    @Test
    void their_client_refuses_a_key_that_it_does_not_know() throws Exception {
        for (ProtocolVersion version : List.of(ProtocolVersion.DTLS_1_2, ProtocolVersion.DTLS_1_3)) {
            try (var endpoint = Interop.listen(ServerConfig.identity(fresh(KeyAlgorithm.EC_P256)).versions(version).build())) {
                List<String> command = command("client", Interop.port(endpoint), new Cell(version, KeyAlgorithm.EC_P256, false));
                command.addAll(believed(fresh(KeyAlgorithm.EC_P256)));
                try (Tool tool = Tool.start(command)) {
                    tool.await("^failed: handshake: CERTIFICATE_VERIFY_FAILED");
                }
            }
        }
    }
}
