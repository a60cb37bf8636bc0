package io.puredtls.endpoint.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.puredtls.config.ServerConfig;
import io.puredtls.crypto.credentials.Credentials;
import io.puredtls.crypto.credentials.SelfSigned;
import io.puredtls.endpoint.Dtls;
import io.puredtls.endpoint.DtlsEndpoint;
import io.puredtls.endpoint.DtlsSession;
import io.puredtls.endpoint.SessionHandler;
import io.puredtls.endpoint.cli.CommandLine.Result;
import io.puredtls.session.SessionInfo;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the process says when it ends; bad usage, 2, is UsageTest's. */
class ExitStatusTest {
    private static final Credentials CREDENTIALS = SelfSigned.ecdsaP256("localhost");

    @TempDir
    static Path directory;
    private static String[] own;

    @BeforeAll
    static void certificate() {
        own = CommandLine.selfSigned(directory, "own");
    }

    private static DtlsEndpoint server(SessionHandler handler) throws Exception {
        return Dtls.listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), ServerConfig.identity(CREDENTIALS).build(), handler);
    }

    private static Result client(DtlsEndpoint server, String... more) {
        String[] args = {"client", "localhost", Integer.toString(server.localAddress().orElseThrow().getPort()), "--insecure", "--json"};
        return CommandLine.run(Stream.concat(Arrays.stream(args), Arrays.stream(more)).toArray(String[]::new));
    }

    @Test
    void zero_when_the_peer_closes_in_order() throws Exception {
        try (DtlsEndpoint server = server(new SessionHandler() {
            @Override
            public void onMessage(DtlsSession session, byte[] message) {
                session.close();
            }
        })) {
            Result result = client(server, "--send", "please close");
            assertEquals(0, result.status(), result::toString);
            assertEquals("close_notify", result.event("closed").get("reason"));
        }
    }

    @Test
    void zero_at_the_end_of_input_however_much_keeps_coming() throws Exception {
        try (DtlsEndpoint server = server(new SessionHandler() {
            @Override
            public void onConnected(DtlsSession session, SessionInfo info) {
                new Thread(() -> talkOn(session), "talking").start();
            }
        })) {
            Result result = assertTimeoutPreemptively(Duration.ofSeconds(20), () -> client(server));
            assertEquals(0, result.status(), result::toString);
            assertTrue(result.events().size() > 5, "enough came to have gone on for ever");
        }
    }

    private static void talkOn(DtlsSession session) {
        while (session.isConnected()) {
            try {
                session.send(new byte[] {'x'});
                session.closed().get(100, TimeUnit.MILLISECONDS);
            } catch (TimeoutException still) {
                // and on
            } catch (IOException | InterruptedException | ExecutionException over) {
                return;
            }
        }
    }

    @Test
    void one_when_the_server_is_not_trusted() throws Exception {
        try (Running running = Running.start("server", "--listen", "127.0.0.1:0", "--cert", own[0], "--key", own[1], "--json", "--count", "1")) {
            Result result = CommandLine.run("client", "localhost", running.port(), "--json");
            assertEquals(1, result.status());
            Map<String, Object> failed = result.event("failed");
            assertEquals("unknown_ca", failed.get("alert"));
            assertEquals(true, failed.get("sent"));
            assertEquals("CERTIFICATE_NOT_TRUSTED", failed.get("violation"));
            Result served = running.end();
            assertEquals(0, served.status(), "a session that failed is over too");
            assertEquals("unknown_ca", served.event("failed").get("alert"));
            assertEquals(false, served.event("failed").get("sent"));
            assertEquals("PEER_ALERT", served.event("failed").get("violation"));
        }
    }

    @Test
    void one_when_the_server_refuses() throws Exception {
        try (Running running = Running.start(
                "server", "--listen", "127.0.0.1:0", "--cert", own[0], "--key", own[1], "--groups", "x25519", "--json")) {
            Result result = CommandLine.run("client", "localhost", running.port(), "--ca", own[0], "--groups", "secp256r1", "--max-version", "1.2", "--json");
            assertEquals(1, result.status());
            assertEquals("handshake_failure", result.event("failed").get("alert"));
            assertEquals(false, result.event("failed").get("sent"));
            assertEquals("NO_COMMON_GROUP", running.event("failed").get("violation"));
        }
    }

    /** Already at the gate, in DTLS 1.3, where nothing is kept of the client. */
    @Test
    void one_when_the_server_refuses_before_it_asks_for_a_cookie() throws Exception {
        try (Running running = Running.start(
                "server", "--listen", "127.0.0.1:0", "--cert", own[0], "--key", own[1], "--groups", "x25519", "--json")) {
            Result result = CommandLine.run("client", "localhost", running.port(), "--ca", own[0], "--groups", "secp256r1", "--json");
            assertEquals(1, result.status());
            assertEquals("handshake_failure", result.event("failed").get("alert"));
            assertEquals(false, result.event("failed").get("sent"));
            Map<String, Object> told = running.event("failed");
            assertEquals("NO_COMMON_GROUP", told.get("violation"));
            assertEquals("handshake_failure", told.get("alert"));
            assertEquals(true, told.get("sent"));
            assertTrue(told.get("message").toString().contains("secp256r1], we have [x25519]"), told::toString);
        }
    }

    @Test
    void one_when_there_is_no_version_in_common() throws Exception {
        try (Running running = Running.start(
                "server", "--listen", "127.0.0.1:0", "--cert", own[0], "--key", own[1], "--min-version", "1.3", "--json")) {
            Result result = CommandLine.run("client", "localhost", running.port(), "--ca", own[0], "--max-version", "1.2", "--json");
            assertEquals(1, result.status());
            assertEquals("protocol_version", result.event("failed").get("alert"));
            assertEquals(false, result.event("failed").get("sent"));
            assertEquals("the client offers DTLSv1.2, we speak [DTLSv1.3]", running.event("failed").get("message"));
        }
    }

    @Test
    void one_when_nobody_answers() throws Exception {
        try (DatagramSocket silent = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            Result result = CommandLine.run("client", "127.0.0.1", Integer.toString(silent.getLocalPort()), "--json", "--timeout", "1");
            assertEquals(1, result.status());
            assertEquals(null, result.event("failed").get("alert"));
            assertEquals(false, result.event("failed").get("sent"));
            assertEquals("HANDSHAKE_LIMIT", result.event("failed").get("violation"));
        }
    }

    @Test
    void one_at_once_when_nobody_listens() throws Exception {
        int port;
        try (DatagramSocket taken = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            port = taken.getLocalPort();
        }
        Result result = CommandLine.run("client", "127.0.0.1", Integer.toString(port), "--json", "--initial-rto", "50");
        assertEquals(1, result.status());
        assertEquals("nobody listens at 127.0.0.1:" + port, result.event("failed").get("message"));
        assertEquals(null, result.event("failed").get("violation"));
    }

    @Test
    void one_when_interrupted_before_it_is_connected() throws Exception {
        try (DatagramSocket silent = new DatagramSocket(0, InetAddress.getLoopbackAddress());
                Running running = Running.start("client", "127.0.0.1", Integer.toString(silent.getLocalPort()), "--json")) {
            silent.receive(new DatagramPacket(new byte[2000], 2000)); // so it is at it
            running.interrupt();
            Result result = running.end();
            assertEquals(1, result.status());
            assertEquals("close_notify", result.event("failed").get("alert"));
            assertEquals(true, result.event("failed").get("sent"));
        }
    }

    @Test
    void one_when_the_host_is_not_known() {
        Result result = CommandLine.run("client", "no.such.host.invalid", "4433", "--json");
        assertEquals(1, result.status());
        assertEquals("the host no.such.host.invalid is not known", result.event("failed").get("message"));
        assertEquals("no.such.host.invalid:4433", result.event("failed").get("peer"));
        assertEquals(null, result.event("failed").get("violation"));
    }

    @Test
    void one_when_an_address_cannot_be_bound() throws Exception {
        try (DatagramSocket taken = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            String address = "127.0.0.1:" + taken.getLocalPort();
            Result server = CommandLine.run("server", "--listen", address, "--cert", own[0], "--key", own[1]);
            assertEquals(1, server.status());
            assertTrue(server.err().startsWith("dtls server: cannot bind to "), server.err());
            assertEquals(1, server.err().lines().count());
            Result client = CommandLine.run("client", "127.0.0.1", "9", "--bind", address, "--json");
            assertEquals(1, client.status());
            assertTrue(client.event("failed").get("message").toString().startsWith("cannot bind to "));
        }
    }

    @Test
    void three_when_the_peer_falls_silent() throws Exception {
        try (DtlsEndpoint server = server(new SessionHandler() {
        })) {
            Result result = client(server, "--send", "anyone?", "--expect", "1", "--idle", "1");
            assertEquals(3, result.status(), result::toString);
            assertEquals("idle", result.event("closed").get("reason"));
            assertTrue(result.err().contains("0 of 1 expected messages came"), result.err());
        }
    }

    @Test
    void three_when_the_peer_leaves_before_it_has_answered() throws Exception {
        try (DtlsEndpoint server = server(new SessionHandler() {
            @Override
            public void onConnected(DtlsSession session, SessionInfo info) {
                session.close();
            }
        })) {
            Result result = client(server, "--send", "hello", "--expect", "1");
            assertEquals(3, result.status(), result::toString);
            assertEquals("close_notify", result.event("closed").get("reason"));
        }
    }

    @Test
    void the_stop_signal_reaches_whoever_comes_late() {
        StopSignal stop = new StopSignal();
        int[] told = {0};
        assertEquals(false, stop.stop());
        stop.onStop(() -> told[0]++);
        assertEquals(1, told[0]);
        assertEquals(false, stop.stop());
    }
}
