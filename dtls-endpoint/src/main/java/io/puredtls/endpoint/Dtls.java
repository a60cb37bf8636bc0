package io.puredtls.endpoint;

import io.puredtls.config.ClientConfig;
import io.puredtls.config.ServerConfig;
import io.puredtls.trust.ReferenceIdentity;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;

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
        return closingOnFailure(DtlsEndpoint.open(serving(address)), endpoint -> {
            endpoint.listen(config);
            return endpoint;
        });
    }

    /**
     * A client whose messages are read by {@link DtlsSession#receive}. The host is looked up here, and the server must
     * show itself to be that host unless the configuration names another. The socket closes with the session.
     */
    public static DtlsSession connect(String host, int port, ClientConfig config) throws IOException {
        return closingOnFailure(open(EndpointConfig.builder()), endpoint -> endpoint.connect(resolve(host, port), named(config, host)));
    }

    /** A client with a handler. The socket closes with the session. */
    public static DtlsSession connect(String host, int port, ClientConfig config, SessionHandler handler) throws IOException {
        return closingOnFailure(
                open(EndpointConfig.builder()), endpoint -> endpoint.connect(resolve(host, port), named(config, host), handler));
    }

    private static EndpointConfig serving(InetSocketAddress address) {
        return EndpointConfig.builder().bind(address).daemonThreads(false).build();
    }

    private static DtlsEndpoint open(EndpointConfig.Builder options) {
        return DtlsEndpoint.open(options.closeWithLastSession(true).build());
    }

    private static InetSocketAddress resolve(String host, int port) throws IOException {
        return new InetSocketAddress(InetAddress.getByName(host), port);
    }

    private static ClientConfig named(ClientConfig config, String host) {
        return config.serverIdentity() instanceof ReferenceIdentity.None
                ? config.withServerIdentity(ReferenceIdentity.of(host)) : config;
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
