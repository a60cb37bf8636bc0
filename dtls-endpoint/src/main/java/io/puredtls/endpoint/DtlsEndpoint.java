package io.puredtls.endpoint;

import io.puredtls.config.ClientConfig;
import io.puredtls.config.ServerConfig;
import io.puredtls.trust.ReferenceIdentity;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.DatagramChannel;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * One UDP socket with any number of DTLS sessions, of servers and of clients alike. Thread-safe. Making one opens
 * nothing: the socket is bound by the first {@link #listen} or {@link #connect}.
 */
public final class DtlsEndpoint implements AutoCloseable {
    private static final Duration CLOSE_WAIT = Duration.ofSeconds(5);
    private static final int MAX_PORT = 65_535;

    private final EndpointConfig config;
    private final Optional<InetSocketAddress> onlyPeer;
    private final Inbox<DtlsSession> backlog;
    private final ReentrantLock lock = new ReentrantLock(); // guards the change of state
    private volatile State state = new Idle();

    private sealed interface State {
    }

    private record Idle() implements State {
    }

    private record Bound(EndpointLoop loop, Thread thread) implements State {
    }

    private record Closed() implements State {
    }

    private DtlsEndpoint(EndpointConfig config, Optional<InetSocketAddress> onlyPeer) {
        this.config = config;
        this.onlyPeer = onlyPeer;
        this.backlog = new Inbox<>(config.maxBacklog());
    }

    /** An endpoint that has no socket yet. */
    public static DtlsEndpoint open(EndpointConfig config) {
        return new DtlsEndpoint(Objects.requireNonNull(config, "config"), Optional.empty());
    }

    /** A client's own: nothing but {@code peer} is heard on its socket, and what the network says of that peer. */
    static DtlsEndpoint openFor(InetSocketAddress peer, EndpointConfig config) {
        return new DtlsEndpoint(config.forOneSession(), Optional.of(peer));
    }

    /**
     * Lets peers in; {@code handler} gets every session.
     *
     * @throws IOException if the socket cannot be bound
     * @throws IllegalStateException if the endpoint listens already, or is closed
     */
    public void listen(ServerConfig server, SessionHandler handler) throws IOException {
        Objects.requireNonNull(handler, "handler");
        listen(server, new EndpointLoop.Acceptor() {
            @Override
            public Optional<SessionHandler> handler() {
                return Optional.of(handler);
            }

            @Override
            public boolean onConnected(DtlsSession session) {
                return true;
            }
        });
    }

    /** Lets peers in, to be taken by {@link #accept} and read by {@link DtlsSession#receive}. */
    public void listen(ServerConfig server) throws IOException {
        listen(server, new EndpointLoop.Acceptor() {
            @Override
            public Optional<SessionHandler> handler() {
                return Optional.empty();
            }

            @Override
            public boolean onConnected(DtlsSession session) {
                return backlog.offer(session);
            }
        });
    }

    private void listen(ServerConfig server, EndpointLoop.Acceptor acceptor) throws IOException {
        Objects.requireNonNull(server, "server");
        EndpointLoop loop = bound();
        onLoop(loop, () -> {
            loop.listen(server, acceptor);
            return loop;
        }, EndpointLoop::stopListening);
    }

    /**
     * Takes the next session whose handshake is complete, waiting for it at most {@code timeout}.
     *
     * @return the session, or empty if none came in time or the endpoint is closed
     */
    public Optional<DtlsSession> accept(Duration timeout) throws InterruptedException {
        return backlog.take(Objects.requireNonNull(timeout, "timeout"));
    }

    /**
     * Begins a session with {@code peer}, read by {@link DtlsSession#receive}; {@link DtlsSession#opened} tells when it
     * is connected. The server must show itself to be the host that {@code peer} was made with, a name or an address, unless
     * the configuration names another.
     *
     * @throws IOException if the socket cannot be bound, or the address is unresolved, or the thread is interrupted: then
     *     there is no session
     * @throws IllegalArgumentException if the port is 0, or the host neither a DNS name nor an address
     * @throws IllegalStateException if there is a session with this peer already, or the endpoint is full or closed
     */
    public DtlsSession connect(InetSocketAddress peer, ClientConfig client) throws IOException {
        return connect(peer, client, EarlyMessages.NONE, Optional.empty());
    }

    /** Begins a session with {@code peer} whose messages and end go to {@code handler}. */
    public DtlsSession connect(InetSocketAddress peer, ClientConfig client, SessionHandler handler) throws IOException {
        return connect(peer, client, EarlyMessages.NONE, Optional.of(Objects.requireNonNull(handler, "handler")));
    }

    /**
     * Begins a session with {@code peer} and sends {@code early} right behind the first hello, if that offers early data: no
     * answer of the server can come before. If it does not, as when the ticket has become too old, the session begins
     * without; {@link DtlsSession#earlyData} tells. What is sent so can be sent again by anybody: see {@link EarlyMessages}.
     *
     * @throws EarlyDataException if all of it is more than the ticket allows; nothing was sent, there is no session
     * @throws DatagramTooLargeException if one message is too long for a datagram; nothing was sent, there is no session; or if
     *     the socket refuses one for its length
     * @throws IOException as {@link #connect(InetSocketAddress, ClientConfig)}, or if the socket fails
     */
    public DtlsSession connect(InetSocketAddress peer, ClientConfig client, EarlyMessages early) throws IOException {
        return connect(peer, client, early, Optional.empty());
    }

    /** The same with a handler; if it throws, the handler is told of an end, and of nothing else. */
    public DtlsSession connect(InetSocketAddress peer, ClientConfig client, EarlyMessages early, SessionHandler handler)
            throws IOException {
        return connect(peer, client, early, Optional.of(Objects.requireNonNull(handler, "handler")));
    }

    private DtlsSession connect(InetSocketAddress peer, ClientConfig client, EarlyMessages early, Optional<SessionHandler> handler)
            throws IOException {
        Objects.requireNonNull(client, "client");
        Objects.requireNonNull(early, "early");
        requireResolved(Objects.requireNonNull(peer, "peer"));
        requirePort(peer.getPort());
        ClientConfig named = expecting(peer.getHostString(), client);
        EndpointLoop loop = bound();
        return onLoop(loop, () -> loop.connect(peer, named, early, handler), DtlsSession::close);
    }

    /** [RFC9525 §6.1] Whoever is reached must be {@code host}, unless the configuration names another. */
    static ClientConfig expecting(String host, ClientConfig client) {
        return client.serverIdentity() instanceof ReferenceIdentity.None ? client.withServerIdentity(ReferenceIdentity.of(host)) : client;
    }

    /** Nobody can be at port 0. */
    static void requirePort(int port) {
        if (port < 1 || port > MAX_PORT) {
            throw new IllegalArgumentException("a peer's port is 1 to " + MAX_PORT + ", not " + port);
        }
    }

    private static void requireResolved(InetSocketAddress address) throws IOException {
        if (address.isUnresolved()) {
            throw new IOException("the host " + address.getHostString() + " is not known");
        }
    }

    private EndpointLoop bound() throws IOException {
        lock.lock();
        try {
            if (state instanceof Closed || state instanceof Bound bound && !bound.loop.isRunning()) {
                throw new IllegalStateException("the endpoint is closed");
            }
            if (state instanceof Idle) {
                state = bind();
            }
            return ((Bound) state).loop;
        } finally {
            lock.unlock();
        }
    }

    private Bound bind() throws IOException {
        requireResolved(config.bind());
        DatagramChannel channel = EndpointSocket.open(config, onlyPeer);
        try {
            EndpointLoop loop = new EndpointLoop(config, channel);
            Thread thread = new Thread(loop, "dtls-" + loop.localAddress().getPort());
            thread.setDaemon(config.daemonThreads());
            thread.start();
            loop.closed().thenRun(backlog::close);
            return new Bound(loop, thread);
        } catch (IOException | RuntimeException failed) {
            channel.close();
            throw failed;
        }
    }

    private interface Question<T> {
        T ask() throws IOException;
    }

    /**
     * Asks the loop and waits for its answer; on the loop itself, at once. Whoever is interrupted meanwhile does not get the
     * answer: the question is not asked any more, or {@code undo} takes back what came of it.
     */
    private static <T> T onLoop(EndpointLoop loop, Question<T> question, Consumer<T> undo) throws IOException {
        if (loop.isLoopThread()) {
            return question.ask();
        }
        CompletableFuture<T> answer = new CompletableFuture<>();
        loop.execute(() -> {
            try {
                if (!loop.isRunning()) {
                    throw new IllegalStateException("the endpoint is closed");
                }
                if (!answer.isCancelled()) {
                    T result = question.ask();
                    if (!answer.complete(result)) {
                        undo.accept(result);
                    }
                }
            } catch (Throwable thrown) {
                answer.completeExceptionally(thrown);
            }
        });
        try {
            return answer.get();
        } catch (ExecutionException thrown) {
            if (thrown.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            if (thrown.getCause() instanceof IOException cause) {
                throw cause;
            }
            throw new IOException(thrown.getCause());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            if (!answer.cancel(false)) {
                answer.thenAccept(undo); // it came in between
            }
            throw new IOException("interrupted while the endpoint was asked", interrupted);
        }
    }

    /** The address it is bound to; empty before it is. */
    public Optional<InetSocketAddress> localAddress() {
        return state instanceof Bound bound ? Optional.of(bound.loop.localAddress()) : Optional.empty();
    }

    /** What went through so far; empty before it is bound. */
    public Optional<EndpointStats> stats() {
        return state instanceof Bound bound ? Optional.of(bound.loop.stats()) : Optional.empty();
    }

    /**
     * Goes on from another socket, bound to {@code local}; where its port is 0, the kernel's choice. Sessions whose peers know our
     * records by a connection ID go on with it, in DTLS 1.3 under another one if the peer has given one: the peer learns of it by
     * the next message, and checks the new address if that was agreed on. Others are lost, in the end, and so are handshakes under
     * way. Waits for the loop.
     *
     * @throws IOException if the socket cannot be bound: then the old one is used on
     * @throws IllegalStateException if the endpoint is closed, or was not bound yet
     */
    public void rebind(InetSocketAddress local) throws IOException {
        requireResolved(Objects.requireNonNull(local, "local"));
        if (!(state instanceof Bound bound) || !bound.loop.isRunning()) {
            throw new IllegalStateException("the endpoint is not bound");
        }
        rebind(bound.loop, local);
    }

    static void rebind(EndpointLoop loop, InetSocketAddress local) throws IOException {
        onLoop(loop, () -> loop.rebind(local), any -> {
            // whoever was interrupted finds it moved
        });
    }

    /** Closes all sessions in order, then the socket. The future completes when all is done. */
    public CompletableFuture<Void> closeGracefully() {
        lock.lock();
        try {
            backlog.close();
            if (state instanceof Bound bound) {
                bound.loop.execute(bound.loop::shutdown);
                return bound.loop.closed().copy();
            }
            state = new Closed();
            return CompletableFuture.completedFuture(null);
        } finally {
            lock.unlock();
        }
    }

    /** {@link #closeGracefully}, and waits for it, at most five seconds; on the loop's own thread it does not wait. */
    @Override
    public void close() {
        CompletableFuture<Void> done = closeGracefully();
        if (state instanceof Bound bound && bound.loop.isLoopThread()) {
            return;
        }
        try {
            done.get(CLOSE_WAIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException late) {
            // it goes on closing by itself
        }
    }

    /** Completes when the endpoint is closed, by whomever; asked before it is bound, never. */
    public CompletableFuture<Void> closed() {
        if (state instanceof Closed) {
            return CompletableFuture.completedFuture(null);
        }
        return state instanceof Bound bound ? bound.loop.closed().copy() : new CompletableFuture<>();
    }
}
