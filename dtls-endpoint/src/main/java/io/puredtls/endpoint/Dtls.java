package io.puredtls.endpoint;

import io.puredtls.config.ClientConfig;
import io.puredtls.config.ServerConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Objects;

/**
 * The short way to a server or a client, each with a socket of its own.
 *
 * <pre>{@code
 *   DtlsEndpoint server = Dtls.listen(new InetSocketAddress(4433), serverConfig, handler);
 *   DtlsSession session = Dtls.connect("example.org", 4433, clientConfig);
 *   session.opened().join();
 *   session.send("hello".getBytes(UTF_8));
 * }</pre>
 */
public final class Dtls {
    private Dtls() {
    }

    /**
     * A server at {@code address}; port 0 lets the kernel choose. {@code handler} gets every session. The JVM stays alive
     * until the endpoint is closed.
     */
    public static DtlsEndpoint listen(InetSocketAddress address, ServerConfig config, SessionHandler handler) throws IOException {
        Objects.requireNonNull(config, "config");
        Objects.requireNonNull(handler, "handler");
        return closingOnFailure(DtlsEndpoint.open(serving(address)), endpoint -> {
            endpoint.listen(config, handler);
            return endpoint;
        });
    }

    /**
     * A server whose sessions are taken by {@link DtlsEndpoint#accept} and read by {@link DtlsSession#receive}. The JVM
     * stays alive until the endpoint is closed.
     */
    public static DtlsEndpoint listen(InetSocketAddress address, ServerConfig config) throws IOException {
        Objects.requireNonNull(config, "config");
        return closingOnFailure(DtlsEndpoint.open(serving(address)), endpoint -> {
            endpoint.listen(config);
            return endpoint;
        });
    }

    /**
     * A client whose messages are read by {@link DtlsSession#receive}. The host is looked up here, and the server must
     * show itself to be that host unless the configuration names another. The socket is connected to the server, so that
     * its local address stays and {@link Unreachable} is noticed, and closes with the session.
     *
     * @throws IOException if the host is not known, or there is no way to it
     * @throws IllegalArgumentException if the port is not 1 to 65535
     */
    public static DtlsSession connect(String host, int port, ClientConfig config) throws IOException {
        return connect(host, port, config, EndpointConfig.defaults());
    }

    /** A client with a handler. */
    public static DtlsSession connect(String host, int port, ClientConfig config, SessionHandler handler) throws IOException {
        return connect(host, port, config, handler, EndpointConfig.defaults());
    }

    /** A client whose socket is used as {@code socket} says; it closes with the session in any case. */
    public static DtlsSession connect(String host, int port, ClientConfig config, EndpointConfig socket) throws IOException {
        return connect(host, port, config, socket, (endpoint, peer, named) -> endpoint.connect(peer, named));
    }

    /** The same with a handler. */
    public static DtlsSession connect(
            String host, int port, ClientConfig config, SessionHandler handler, EndpointConfig socket) throws IOException {
        Objects.requireNonNull(handler, "handler");
        return connect(host, port, config, socket, (endpoint, peer, named) -> endpoint.connect(peer, named, handler));
    }

    /**
     * A client that sends {@code early} right behind its first hello, if {@code config} resumes a session that allows it; see
     * {@link DtlsEndpoint#connect(InetSocketAddress, ClientConfig, EarlyMessages)}.
     */
    public static DtlsSession connect(String host, int port, ClientConfig config, EarlyMessages early) throws IOException {
        return connect(host, port, config, EndpointConfig.defaults(), (endpoint, peer, named) -> endpoint.connect(peer, named, early));
    }

    /** The same with a handler. */
    public static DtlsSession connect(
            String host, int port, ClientConfig config, EarlyMessages early, SessionHandler handler) throws IOException {
        return connect(host, port, config, early, handler, EndpointConfig.defaults());
    }

    /** The same with a socket of the caller's wishes. */
    public static DtlsSession connect(
            String host, int port, ClientConfig config, EarlyMessages early, SessionHandler handler, EndpointConfig socket) throws IOException {
        return connect(host, port, config, socket, (endpoint, peer, named) -> endpoint.connect(peer, named, early, handler));
    }

    private interface Connecting {
        DtlsSession begin(DtlsEndpoint endpoint, InetSocketAddress peer, ClientConfig config) throws IOException;
    }

    private static DtlsSession connect(
            String host, int port, ClientConfig config, EndpointConfig socket, Connecting connecting) throws IOException {
        Objects.requireNonNull(host, "host");
        Objects.requireNonNull(config, "config");
        Objects.requireNonNull(socket, "socket");
        DtlsEndpoint.requirePort(port);
        ClientConfig named = DtlsEndpoint.expecting(host, config);
        InetSocketAddress peer = new InetSocketAddress(InetAddress.getByName(host), port);
        return closingOnFailure(DtlsEndpoint.openFor(peer, socket), endpoint -> connecting.begin(endpoint, peer, named));
    }

    private static EndpointConfig serving(InetSocketAddress address) {
        return EndpointConfig.builder().bind(Objects.requireNonNull(address, "address")).daemonThreads(false).build();
    }

    private interface Use<T> {
        T of(DtlsEndpoint endpoint) throws IOException;
    }

    /** Whatever goes wrong, no socket stays behind. */
    private static <T> T closingOnFailure(DtlsEndpoint endpoint, Use<T> use) throws IOException {
        try {
            return use.of(endpoint);
        } catch (IOException | RuntimeException failed) {
            endpoint.close();
            throw failed;
        }
    }
}
