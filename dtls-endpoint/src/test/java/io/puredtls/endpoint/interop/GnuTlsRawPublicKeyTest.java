package io.puredtls.endpoint.interop;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.puredtls.alert.Violation;
import io.puredtls.config.ClientAuthentication;
import io.puredtls.config.ClientConfig;
import io.puredtls.config.ServerConfig;
import io.puredtls.crypto.credentials.Credentials;
import io.puredtls.crypto.credentials.KeyAlgorithm;
import io.puredtls.crypto.credentials.RawPublicKey;
import io.puredtls.endpoint.Dtls;
import io.puredtls.endpoint.DtlsSession;
import io.puredtls.session.PeerIdentity;
import io.puredtls.trust.TrustPolicy;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** [RFC7250] Raw public keys against {@code gnutls-serv} and {@code gnutls-cli}, in DTLS 1.2. */
@Timeout(120)
class GnuTlsRawPublicKeyTest {
    /** X.509 too, as an end may show the one and want to see the other. */
    private static final String PRIORITY = "NORMAL:-VERS-ALL:+VERS-DTLS1.2:+CTYPE-CLI-RAWPK:+CTYPE-SRV-RAWPK:+CTYPE-CLI-X509:+CTYPE-SRV-X509";
    private static final List<KeyAlgorithm> ALGORITHMS = List.of(KeyAlgorithm.EC_P256, KeyAlgorithm.RSA_2048, KeyAlgorithm.ED25519);

    @TempDir
    private static Path directory;
    private static Pki pki;

    @BeforeAll
    static void prepare() {
        OpenSsl.assumeThat(GnuTls.isPresent(), "no gnutls-cli and gnutls-serv on this machine: raw public keys were not tried against GnuTLS");
        pki = new Pki(directory);
    }

    /** What each end shows. */
    record Cell(KeyAlgorithm key, boolean serverByKey, Shown client) {
    }

    private enum Shown { NOTHING, KEY, CERTIFICATE }

    static Stream<Cell> cells() {
        return ALGORITHMS.stream().flatMap(key -> Stream.of(true, false).flatMap(server -> Stream.of(Shown.values()).map(client -> new Cell(key, server, client))))
                .filter(cell -> cell.serverByKey || cell.client == Shown.KEY);
    }

    /** Their options that show a key alone, or its certificate. */
    private static List<String> theirs(Credentials credentials, boolean byKey) throws IOException {
        if (!byKey) {
            return GnuTls.identity(pki, credentials);
        }
        String name = "raw" + credentials.publicKey().hashCode();
        String key = GnuTls.keyFile(pki, credentials);
        Path publicKey = Files.writeString(directory.resolve(name + ".pub"), RawPublicKey.of(credentials.publicKey()).toPem());
        return List.of("--rawpkfile", publicKey.toString(), "--rawpkkeyfile", key);
    }

    private static RawPublicKey key(Credentials credentials) {
        return RawPublicKey.of(credentials.publicKey());
    }

    private static TrustPolicy trust(Credentials shown, boolean byKey) {
        return byKey ? TrustPolicy.rawPublicKey(key(shown)) : TrustPolicy.roots(pki.root().certificate());
    }

    private static PeerIdentity expected(Credentials shown, boolean byKey) {
        return byKey ? PeerIdentity.ofRawPublicKey(key(shown), true) : PeerIdentity.ofCertificates(shown.chain(), true);
    }

    @ParameterizedTest
    @MethodSource("cells")
    void our_client_and_their_server(Cell cell) throws Exception {
        int port = GnuTls.freePort();
        Credentials server = pki.server(cell.key);
        Credentials client = pki.client(cell.key);
        List<String> command = new ArrayList<>(List.of("gnutls-serv", "--udp", "--echo", "--priority", PRIORITY, "--port", String.valueOf(port)));
        command.addAll(theirs(server, cell.serverByKey));
        command.addAll(cell.client == Shown.NOTHING ? List.of("--disable-client-cert") : List.of("--require-client-cert"));
        ClientConfig.Builder config = ClientConfig.trusting(trust(server, cell.serverByKey)).serverName("localhost");
        if (cell.client != Shown.NOTHING) {
            config.identity(cell.client == Shown.KEY ? client.asRawPublicKey() : client);
        }
        try (Tool tool = GnuTls.server(port, command); DtlsSession session = Dtls.connect("127.0.0.1", port, config.build())) {
            PeerIdentity seen = Interop.get(session.opened()).peer();
            assertEquals(expected(server, cell.serverByKey).rawPublicKey(), seen.rawPublicKey());
            assertEquals(true, seen.verified());
            byte[] message = "there and back\n".getBytes(StandardCharsets.UTF_8);
            session.send(message);
            assertArrayEquals(message, session.receive(Tool.PATIENCE).orElseThrow(() -> new AssertionError(tool.toString())));
        }
    }

    @ParameterizedTest
    @MethodSource("cells")
    void our_server_and_their_client(Cell cell) throws Exception {
        Credentials server = pki.server(cell.key);
        Credentials client = pki.client(cell.key);
        ServerConfig.Builder config = ServerConfig.identity(cell.serverByKey ? server.asRawPublicKey() : server);
        if (cell.client != Shown.NOTHING) {
            config.clientAuthentication(ClientAuthentication.REQUIRED, trust(client, cell.client == Shown.KEY));
        }
        List<String> own = cell.client == Shown.NOTHING ? List.of() : theirs(client, cell.client == Shown.KEY);
        try (var endpoint = Interop.listen(config.build()); Tool tool = client(Interop.port(endpoint), own);
                DtlsSession session = Interop.accept(endpoint)) {
            PeerIdentity seen = session.info().orElseThrow().peer();
            if (cell.client == Shown.KEY) {
                assertEquals(PeerIdentity.ofRawPublicKey(key(client), true), seen);
            } else {
                assertEquals(cell.client == Shown.NOTHING ? Optional.empty() : Optional.of("CN=client"), seen.subject());
            }
            tool.await("Handshake was completed");
            tool.type("from the peer to us");
            assertEquals("from the peer to us\n", new String(session.receive(Tool.PATIENCE).orElseThrow(), StandardCharsets.UTF_8));
            session.send("from us to the peer\n".getBytes(StandardCharsets.UTF_8));
            tool.await("^from us to the peer$");
        }
    }

    /** They believe nobody's raw key on their own; that is not what is tried here. */
    private static Tool client(int port, List<String> identity) throws IOException {
        List<String> command = new ArrayList<>(List.of("gnutls-cli", "--udp", "--insecure", "--priority", PRIORITY, "--port", String.valueOf(port)));
        command.addAll(identity);
        command.add("127.0.0.1");
        return Tool.start(command);
    }

    /** [RFC7250 §3] has no form for a client without a key that fits; their server takes three zeros, as of a list without certificates. */
    @Test
    void their_server_takes_our_empty_message_for_a_client_without_a_key() throws Exception {
        int port = GnuTls.freePort();
        Credentials server = pki.server(KeyAlgorithm.EC_P256);
        List<String> command = new ArrayList<>(List.of(
                "gnutls-serv", "--udp", "--echo", "--priority", PRIORITY + ":-SIGN-EDDSA-ED25519", "--port", String.valueOf(port)));
        command.addAll(theirs(server, true));
        var config = ClientConfig.trusting(trust(server, true)).identity(pki.client(KeyAlgorithm.ED25519).asRawPublicKey());
        try (Tool tool = GnuTls.server(port, command); DtlsSession session = Dtls.connect("127.0.0.1", port, config.build())) {
            Interop.get(session.opened());
            session.send("there and back\n".getBytes(StandardCharsets.UTF_8));
            assertEquals(15, session.receive(Tool.PATIENCE).orElseThrow(() -> new AssertionError(tool.toString())).length);
        }
    }

    @Test
    void another_key_than_the_one_that_is_believed_is_refused() throws Exception {
        int port = GnuTls.freePort();
        Credentials server = pki.server(KeyAlgorithm.EC_P256);
        List<String> command = new ArrayList<>(List.of(
                "gnutls-serv", "--udp", "--echo", "--disable-client-cert", "--priority", PRIORITY, "--port", String.valueOf(port)));
        command.addAll(theirs(server, true));
        var config = ClientConfig.trusting(TrustPolicy.rawPublicKey(key(pki.client(KeyAlgorithm.EC_P256))));
        try (Tool tool = GnuTls.server(port, command); DtlsSession session = Dtls.connect("127.0.0.1", port, config.build())) {
            assertEquals(Optional.of(Violation.RAW_PUBLIC_KEY_NOT_TRUSTED), Interop.failure(session.opened()).violation(), tool::toString);
        }
    }
}
