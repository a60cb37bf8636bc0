package io.puredtls.endpoint.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.puredtls.config.ClientConfig;
import io.puredtls.config.ServerConfig;
import io.puredtls.endpoint.Dtls;
import io.puredtls.endpoint.DtlsEndpoint;
import io.puredtls.endpoint.DtlsSession;
import io.puredtls.endpoint.SessionEnd;
import io.puredtls.endpoint.SessionEndedException;
import io.puredtls.endpoint.SessionHandler;
import io.puredtls.session.SessionInfo;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/** Our side of an interop test, by nothing but the public API, in the blocking style. */
final class Interop {
    private Interop() {
    }

    static DtlsEndpoint listen(ServerConfig config) throws IOException {
        return Dtls.listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), config);
    }

    static DtlsEndpoint listen(ServerConfig config, SessionHandler handler) throws IOException {
        return Dtls.listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), config, handler);
    }

    static int port(DtlsEndpoint endpoint) {
        return endpoint.localAddress().orElseThrow().getPort();
    }

    static DtlsSession accept(DtlsEndpoint server) throws InterruptedException {
        return server.accept(Tool.PATIENCE).orElseThrow(() -> new AssertionError("nobody connected: " + server.stats()));
    }

    static DtlsSession connect(OpenSsl server, ClientConfig config) throws IOException {
        return Dtls.connect("127.0.0.1", server.port(), config);
    }

    static <T> T get(Future<T> future) {
        try {
            return future.get(Tool.PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException thrown) {
            throw new AssertionError(thrown.getCause());
        } catch (InterruptedException | TimeoutException late) {
            throw new AssertionError("nothing came of it", late);
        }
    }

    /** How a handshake failed. */
    static SessionEnd failure(Future<SessionInfo> opened) {
        AssertionError thrown = assertThrows(AssertionError.class, () -> get(opened), "it was opened");
        return assertInstanceOf(SessionEndedException.class, thrown.getCause()).end();
    }

    /** A line goes each way. */
    static void talk(DtlsSession session, OpenSsl peer) throws IOException, InterruptedException {
        peer.tool().type("from the peer to us");
        assertEquals("from the peer to us\n", receive(session));
        session.send("from us to the peer\n".getBytes(StandardCharsets.UTF_8));
        peer.tool().await("^from us to the peer$");
    }

    private static String receive(DtlsSession session) throws IOException, InterruptedException {
        return new String(session.receive(Tool.PATIENCE).orElseThrow(() -> new AssertionError("nothing came")), StandardCharsets.UTF_8);
    }

    /** Joins options. */
    static List<String> joined(List<String> first, List<String> more) {
        return Stream.concat(first.stream(), more.stream()).toList();
    }

    /** Joins options to one command line. */
    static String[] options(List<String> first, String... more) {
        List<String> all = new ArrayList<>(first);
        all.addAll(List.of(more));
        return all.toArray(String[]::new);
    }
}
