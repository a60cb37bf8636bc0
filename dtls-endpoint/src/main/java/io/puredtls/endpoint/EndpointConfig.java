package io.puredtls.endpoint;

import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * How an endpoint uses its socket. Immutable; making one opens nothing.
 *
 * @param bind the local address; default any address and a port of the kernel's choice
 * @param family INET for a socket that speaks IPv4 alone, INET6 for one that speaks IPv6 and, bound to any address, IPv4
 *     too; empty, the default: as INET6 if {@code bind} is any address, else what that address is
 * @param idleTimeout after how long without traffic a session is closed, 1 s to 24 h; empty, the default: never
 * @param maxSessions how many sessions there may be at once, half-open ones included; default 100000
 * @param maxInbox how many messages wait in a session that is read by blocking calls; more are dropped and counted;
 *     default 1024
 * @param maxBacklog how many sessions wait for {@link DtlsEndpoint#accept}; more are refused; default 1024
 * @param daemonThreads whether the loop keeps the JVM alive (false) or not; default true
 * @param closeWithLastSession whether the endpoint closes when its last session ends; default false
 * @param unreachable what a client of its own socket does when it is told that nobody listens; default FAIL_FAST
 * @param ipFragmentation whether datagrams may be cut below UDP; default FORBIDDEN
 * @param filter sees, and may lose, every datagram in either direction; default none
 */
public record EndpointConfig(
        InetSocketAddress bind, Optional<StandardProtocolFamily> family, Optional<Duration> idleTimeout,
        int maxSessions, int maxInbox, int maxBacklog, boolean daemonThreads, boolean closeWithLastSession,
        Unreachable unreachable, IpFragmentation ipFragmentation, DatagramFilter filter) {
    private static final Duration MIN_IDLE = Duration.ofSeconds(1);
    private static final Duration MAX_IDLE = Duration.ofHours(24);

    /** Checks the bounds. */
    public EndpointConfig {
        Objects.requireNonNull(bind, "bind");
        Objects.requireNonNull(family, "family");
        Objects.requireNonNull(idleTimeout, "idleTimeout");
        Objects.requireNonNull(unreachable, "unreachable");
        Objects.requireNonNull(ipFragmentation, "ipFragmentation");
        Objects.requireNonNull(filter, "filter");
        if (idleTimeout.isPresent() && (idleTimeout.get().compareTo(MIN_IDLE) < 0 || idleTimeout.get().compareTo(MAX_IDLE) > 0)) {
            throw new IllegalArgumentException("idleTimeout is 1 s to 24 h, not " + idleTimeout.get());
        }
        if (family.equals(Optional.of(StandardProtocolFamily.UNIX))) {
            throw new IllegalArgumentException("family is INET or INET6, not UNIX");
        }
        if (maxSessions < 1 || maxInbox < 1 || maxBacklog < 1) {
            throw new IllegalArgumentException(
                    "maxSessions, maxInbox and maxBacklog are at least 1, not " + maxSessions + ", " + maxInbox + " and " + maxBacklog);
        }
    }

    /** All defaults. */
    public static EndpointConfig defaults() {
        return builder().build();
    }

    /** The same for a client that has the socket for itself. */
    EndpointConfig forOneSession() {
        return new EndpointConfig(
                bind, family, idleTimeout, maxSessions, maxInbox, maxBacklog, daemonThreads, true,
                unreachable, ipFragmentation, filter);
    }

    /** The same for another local address. */
    EndpointConfig boundTo(InetSocketAddress local) {
        return new EndpointConfig(
                local, family, idleTimeout, maxSessions, maxInbox, maxBacklog, daemonThreads, closeWithLastSession,
                unreachable, ipFragmentation, filter);
    }

    /** Begins with all defaults. */
    public static Builder builder() {
        return new Builder();
    }

    /** Options of an endpoint. Not thread-safe. */
    public static final class Builder {
        private InetSocketAddress bind = new InetSocketAddress(0);
        private Optional<StandardProtocolFamily> family = Optional.empty();
        private Optional<Duration> idleTimeout = Optional.empty();
        private int maxSessions = 100_000;
        private int maxInbox = 1024;
        private int maxBacklog = 1024;
        private boolean daemonThreads = true;
        private boolean closeWithLastSession;
        private Unreachable unreachable = Unreachable.FAIL_FAST;
        private IpFragmentation ipFragmentation = IpFragmentation.FORBIDDEN;
        private DatagramFilter filter = DatagramFilter.NONE;

        private Builder() {
            // fields begin with their defaults
        }

        /** The local address to bind to. */
        public Builder bind(InetSocketAddress local) {
            this.bind = Objects.requireNonNull(local, "local");
            return this;
        }

        /** INET: IPv4 alone, also if bound to any address. INET6: IPv6 and, bound to any address, IPv4 too. */
        public Builder family(StandardProtocolFamily protocolFamily) {
            this.family = Optional.of(Objects.requireNonNull(protocolFamily, "protocolFamily"));
            return this;
        }

        /** After how long without traffic a session is closed, 1 s to 24 h. */
        public Builder idleTimeout(Duration limit) {
            this.idleTimeout = Optional.of(Objects.requireNonNull(limit, "limit"));
            return this;
        }

        /** How many sessions there may be at once. */
        public Builder maxSessions(int sessions) {
            this.maxSessions = sessions;
            return this;
        }

        /** How many messages wait in a session that is read by blocking calls. */
        public Builder maxInbox(int messages) {
            this.maxInbox = messages;
            return this;
        }

        /** How many sessions wait to be accepted. */
        public Builder maxBacklog(int sessions) {
            this.maxBacklog = sessions;
            return this;
        }

        /** Whether the JVM may end while the endpoint is open. */
        public Builder daemonThreads(boolean daemon) {
            this.daemonThreads = daemon;
            return this;
        }

        /** Whether the endpoint closes when its last session ends. */
        public Builder closeWithLastSession(boolean close) {
            this.closeWithLastSession = close;
            return this;
        }

        /** What a client of its own socket does when the network says that nobody listens. */
        public Builder unreachable(Unreachable reaction) {
            this.unreachable = Objects.requireNonNull(reaction, "reaction");
            return this;
        }

        /** Whether datagrams may be cut below UDP. */
        public Builder ipFragmentation(IpFragmentation fragmentation) {
            this.ipFragmentation = Objects.requireNonNull(fragmentation, "fragmentation");
            return this;
        }

        /** Sees, and may lose, every datagram: for tests and demonstrations of loss. */
        public Builder filter(DatagramFilter datagramFilter) {
            this.filter = Objects.requireNonNull(datagramFilter, "datagramFilter");
            return this;
        }

        /** The configuration. */
        public EndpointConfig build() {
            return new EndpointConfig(
                    bind, family, idleTimeout, maxSessions, maxInbox, maxBacklog, daemonThreads, closeWithLastSession,
                    unreachable, ipFragmentation, filter);
        }
    }
}
