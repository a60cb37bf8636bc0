package io.puredtls.endpoint;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.puredtls.config.ClientConfig;
import io.puredtls.config.FlightTiming;
import io.puredtls.config.ServerConfig;
import io.puredtls.crypto.credentials.Credentials;
import io.puredtls.crypto.credentials.SelfSigned;
import io.puredtls.session.SessionInfo;
import io.puredtls.trust.TrustPolicy;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;

/** What tests over the loopback interface have in common. Waiting is for failure: what succeeds is not waited out. */
final class Loopback {
    static final Duration PATIENCE = Duration.ofSeconds(60);
    static final FlightTiming IMPATIENT = FlightTiming.DEFAULT.withInitialRto(Duration.ofMillis(50));
    static final Credentials SERVER = SelfSigned.ecdsaP256("localhost", "127.0.0.1");

    private Loopback() {
    }

    /** A port of the kernel's choice on the loopback interface. */
    static InetSocketAddress anyPort() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }

    static ServerConfig.Builder server() {
        return ServerConfig.identity(SERVER);
    }

    static ClientConfig.Builder client() {
        return ClientConfig.trusting(TrustPolicy.roots(SERVER.chain())).serverName("localhost");
    }

    static EndpointConfig.Builder endpoint() {
        return EndpointConfig.builder().bind(anyPort());
    }

    static DtlsEndpoint echoing() throws IOException {
        return Dtls.listen(anyPort(), server().build(), new Echo());
    }

    static DtlsSession connected(DtlsEndpoint from, DtlsEndpoint to) throws IOException {
        DtlsSession session = from.connect(address(to), client().build());
        get(session.opened());
        return session;
    }

    static DtlsSession connected(DtlsEndpoint to) throws IOException {
        DtlsSession session = Dtls.connect("127.0.0.1", address(to).getPort(), client().build());
        get(session.opened());
        return session;
    }

    static InetSocketAddress address(DtlsEndpoint endpoint) {
        return endpoint.localAddress().orElseThrow();
    }

    /** What {@code future} gives; an error if it gives nothing for too long. */
    static <T> T get(Future<T> future) {
        try {
            return future.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException thrown) {
            throw new AssertionError(thrown.getCause());
        } catch (TimeoutException | InterruptedException late) {
            throw new AssertionError("nothing came of it", late);
        }
    }

    /** How a session ended before it was opened. */
    static SessionEnd failure(Future<SessionInfo> opened) {
        AssertionError thrown = assertThrows(AssertionError.class, () -> get(opened), "it was opened");
        return assertInstanceOf(SessionEndedException.class, thrown.getCause()).end();
    }

    /** Closes it, and tells how it ended. */
    static SessionEnd end(DtlsSession session) {
        session.close();
        return get(session.closed());
    }

    /** Comes back once {@code condition} holds; an error if it does not for too long. */
    static void await(BooleanSupplier condition, String otherwise) {
        long limit = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            assertTrue(System.nanoTime() < limit, otherwise);
            Thread.yield();
        }
    }

    /** A message goes there and comes back. */
    static void assertEchoes(DtlsSession session, String text) throws IOException, InterruptedException {
        session.send(bytes(text));
        assertArrayEquals(bytes(text), session.receive(PATIENCE).orElseThrow(() -> new AssertionError("no echo of " + text)));
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
