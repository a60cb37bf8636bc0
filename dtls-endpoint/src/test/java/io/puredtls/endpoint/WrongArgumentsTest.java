package io.puredtls.endpoint;

import static io.puredtls.endpoint.Loopback.anyPort;
import static io.puredtls.endpoint.Loopback.client;
import static io.puredtls.endpoint.Loopback.server;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.puredtls.config.ClientConfig;
import io.puredtls.config.ServerConfig;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** What callers do wrong is said at once, by name, and opens nothing. */
class WrongArgumentsTest {
    private static final ClientConfig CLIENT = client().build();
    private static final ServerConfig SERVER = server().build();
    private static final EndpointConfig SOCKET = EndpointConfig.defaults();

    private static void assertNamed(String name, Executable call) {
        assertEquals(name, assertThrows(NullPointerException.class, call).getMessage());
    }

    @Test
    void what_must_not_be_null_is_named() {
        Echo echo = new Echo();
        assertNamed("address", () -> Dtls.listen(null, SERVER));
        assertNamed("address", () -> Dtls.listen(null, SERVER, echo));
        assertNamed("config", () -> Dtls.listen(anyPort(), null));
        assertNamed("config", () -> Dtls.listen(anyPort(), null, echo));
        assertNamed("handler", () -> Dtls.listen(anyPort(), SERVER, null));
        assertNamed("host", () -> Dtls.connect(null, 1, CLIENT));
        assertNamed("config", () -> Dtls.connect("127.0.0.1", 1, null));
        assertNamed("handler", () -> Dtls.connect("127.0.0.1", 1, CLIENT, (SessionHandler) null));
        assertNamed("handler", () -> Dtls.connect("127.0.0.1", 1, CLIENT, null, SOCKET));
        assertNamed("socket", () -> Dtls.connect("127.0.0.1", 1, CLIENT, (EndpointConfig) null));
        assertNamed("socket", () -> Dtls.connect("127.0.0.1", 1, CLIENT, echo, null));
        assertNamed("config", () -> DtlsEndpoint.open(null));
        try (DtlsEndpoint endpoint = DtlsEndpoint.open(SOCKET)) {
            assertNamed("server", () -> endpoint.listen(null));
            assertNamed("server", () -> endpoint.listen(null, echo));
            assertNamed("handler", () -> endpoint.listen(SERVER, null));
            assertNamed("peer", () -> endpoint.connect(null, CLIENT));
            assertNamed("client", () -> endpoint.connect(anyPort(), null));
            assertNamed("handler", () -> endpoint.connect(anyPort(), CLIENT, (SessionHandler) null));
            assertNamed("early", () -> endpoint.connect(anyPort(), CLIENT, (EarlyMessages) null));
            assertNamed("handler", () -> endpoint.connect(anyPort(), CLIENT, EarlyMessages.of(), null));
            assertNamed("timeout", () -> endpoint.accept(null));
            assertEquals(Optional.empty(), endpoint.localAddress(), "something was opened");
        }
    }

    @Test
    void a_port_where_nobody_can_be_is_refused() {
        for (int port : new int[] {0, -1, 65_536}) {
            var thrown = assertThrows(IllegalArgumentException.class, () -> Dtls.connect("127.0.0.1", port, CLIENT));
            assertEquals("a peer's port is 1 to 65535, not " + port, thrown.getMessage());
        }
        try (DtlsEndpoint endpoint = DtlsEndpoint.open(SOCKET)) {
            var thrown = assertThrows(IllegalArgumentException.class, () -> endpoint.connect(anyPort(), CLIENT));
            assertEquals("a peer's port is 1 to 65535, not 0", thrown.getMessage());
            assertEquals(Optional.empty(), endpoint.localAddress(), "something was opened");
        }
    }

    @Test
    void a_socket_is_of_the_family_that_is_asked_for() throws Exception {
        try (DtlsEndpoint endpoint = DtlsEndpoint.open(EndpointConfig.builder().family(StandardProtocolFamily.INET).build())) {
            endpoint.listen(SERVER);
            assertEquals(Inet4Address.class, endpoint.localAddress().orElseThrow().getAddress().getClass());
        }
        var ipv6 = EndpointConfig.builder().family(StandardProtocolFamily.INET).bind(new InetSocketAddress("::1", 0)).build();
        try (DtlsEndpoint endpoint = DtlsEndpoint.open(ipv6)) {
            var thrown = assertThrows(IOException.class, () -> endpoint.listen(SERVER));
            assertEquals("cannot bind to [::1]:0: the socket speaks IPv4 alone", thrown.getMessage());
        }
    }
}
