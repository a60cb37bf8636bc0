package io.puredtls.endpoint;

import io.puredtls.config.ConnectionIdUsage;
import io.puredtls.crypto.secret.SecretBytes;
import io.puredtls.engine.DtlsEngine;
import io.puredtls.event.Decision;
import io.puredtls.record.ConnectionId;
import io.puredtls.session.Session;
import io.puredtls.session.SessionInfo;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * One peer of an endpoint: what an application talks through. Thread-safe. Sending encrypts on the caller's thread;
 * everything else happens on the endpoint's loop. Messages are datagrams: kept apart, possibly lost or out of order,
 * never changed and never doubled.
 */
public final class DtlsSession implements AutoCloseable {
    private static final Duration CLOSE_WAIT = Duration.ofSeconds(5);

    private final EndpointLoop loop;
    private final LoopSession onLoop;
    private final SessionEngine engine;
    private final Optional<Mailbox> mailbox; // none where a handler gets everything

    DtlsSession(EndpointLoop loop, LoopSession onLoop, SessionEngine engine, Optional<Mailbox> mailbox) {
        this.loop = loop;
        this.onLoop = onLoop;
        this.engine = engine;
        this.mailbox = mailbox;
    }

    /** Where the peer is; another where it has moved, which {@link SessionHandler#onAddressChanged} tells. */
    public InetSocketAddress remoteAddress() {
        return onLoop.remoteAddress();
    }

    /** The endpoint's local address. */
    public InetSocketAddress localAddress() {
        return loop.localAddress();
    }

    /**
     * Completes when the handshake does, or fails with a {@link SessionEndedException}. In DTLS 1.3 a client is done before the
     * server has judged its certificate: one that is missing or not trusted ends the session after this, as {@link #closed} tells.
     */
    public CompletableFuture<SessionInfo> opened() {
        return onLoop.opened().copy();
    }

    /** Completes when the session is over, however it ends. */
    public CompletableFuture<SessionEnd> closed() {
        return onLoop.closed().copy();
    }

    /** What was agreed on, and who the peer has shown itself to be since; empty before the handshake is complete. */
    public Optional<SessionInfo> info() {
        return onLoop.info();
    }

    /** Whether messages can be sent now. */
    public boolean isConnected() {
        return onLoop.opened().isDone() && !onLoop.closed().isDone();
    }

    /**
     * Sends one message. Waits while the socket's buffer is full.
     *
     * @throws DatagramTooLargeException if it is longer than {@link #maxMessage}, or the socket refuses it for its length,
     *     which lowers that; nothing was sent
     * @throws SessionEndedException if the session is over
     * @throws IllegalStateException if the handshake is not complete
     * @throws IOException if the socket fails, or the thread is interrupted while it waits
     */
    public void send(byte[] message) throws IOException {
        send(message, 0, message.length);
    }

    /** Sends a slice as one message; lent. */
    public void send(byte[] message, int offset, int length) throws IOException {
        boolean news = true; // even if it throws: a message that the socket refused has worn out the keys all the same
        try {
            news = engine.send(message, offset, length);
        } finally {
            if (news) {
                loop.execute(onLoop::onCommand);
            }
        }
    }

    /** Sends the remaining bytes of {@code message} as one message, and consumes them. */
    public void send(ByteBuffer message) throws IOException {
        byte[] copy = new byte[message.remaining()];
        message.duplicate().get(copy);
        send(copy, 0, copy.length);
        message.position(message.limit());
    }

    /**
     * [RFC9846 §4.3.10] Sends one message as early data, while a client's handshake is under way. Waits while the socket's
     * buffer is full. It is sent in this way or not at all: from any thread the handshake may be complete by now. What is to
     * go for certain before the server answers is given to {@link Dtls#connect(String, int, io.puredtls.config.ClientConfig,
     * EarlyMessages)}.
     *
     * <p><b>Anybody can send it again</b>, and the server may act on it as often: see {@link EarlyMessages}. The server may not
     * take it: {@link #earlyData} tells, and then it is lost.
     *
     * @throws EarlyDataException if it cannot be sent as early data, or not any more; {@code reason()} says why
     * @throws DatagramTooLargeException if it is too long for a datagram; nothing was sent
     * @throws SessionEndedException if the session is over
     * @throws IOException if the socket fails, or the thread is interrupted while it waits
     */
    public void sendEarly(byte[] message) throws IOException {
        engine.sendEarly(message);
    }

    /**
     * [RFC9846 §4.3.10] What became of early data: completes, and fails, as {@link #opened} does, and before a handler's
     * {@code onConnected}.
     */
    public CompletableFuture<EarlyDataOutcome> earlyData() {
        return onLoop.earlyData();
    }

    /** The longest message that can be sent, in bytes; 0 while the session is not connected. */
    public int maxMessage() {
        return engine.ask(each -> each.isConnected() ? each.maxPayload() : 0);
    }

    /**
     * Takes the next message, waiting for it at most {@code timeout}. Only in sessions without a handler.
     *
     * @return the message, or empty if none came in time
     * @throws SessionEndedException if the session is over and all its messages have been taken
     */
    public Optional<byte[]> receive(Duration timeout) throws SessionEndedException, InterruptedException {
        return mailbox().receive(timeout);
    }

    /**
     * Takes the next message into {@code into}, waiting for it at most {@code timeout}. Only in sessions without a handler.
     *
     * @return its length, or -1 if none came in time
     * @throws DatagramTooLargeException if it is longer than {@code into}; it stays and can be taken with a longer one
     * @throws SessionEndedException if the session is over and all its messages have been taken
     */
    public int receive(byte[] into, Duration timeout) throws IOException, InterruptedException {
        return mailbox().receive(into, timeout);
    }

    private Mailbox mailbox() {
        return mailbox.orElseThrow(() -> new IllegalStateException("the messages of this session go to its handler"));
    }

    /** [RFC5705] Gives exported keying material without a context; see {@link DtlsEngine#exportKeyingMaterial(String, int)}. */
    public SecretBytes exportKeyingMaterial(String label, int length) {
        return engine.ask(each -> each.exportKeyingMaterial(label, length));
    }

    /** [RFC5705] The same with a context, which may be empty. */
    public SecretBytes exportKeyingMaterial(String label, byte[] context, int length) {
        return engine.ask(each -> each.exportKeyingMaterial(label, context, length));
    }

    /**
     * [RFC9846 §7.5] Gives keying material that early data is bound to, until the handshake is complete: servers call it in
     * {@link SessionHandler#onEarlyData}; see {@link DtlsEngine#exportEarlyKeyingMaterial}.
     *
     * @throws IllegalStateException if there is no early data, or the handshake is complete
     */
    public SecretBytes exportEarlyKeyingMaterial(String label, byte[] context, int length) {
        return engine.ask(each -> each.exportEarlyKeyingMaterial(label, context, length));
    }

    /**
     * [RFC9147 §8] Changes the keys that we send with, and asks the peer to change its own; {@link SessionHandler#onKeysUpdated}
     * tells when. From any thread.
     *
     * @throws IllegalStateException if the session is not connected, or too many commands wait
     * @throws UnsupportedOperationException if DTLS 1.2 is spoken
     */
    public void updateKeys() {
        command(DtlsEngine::updateKeys);
    }

    /**
     * [RFC9846 §4.7.2] Asks the client for a certificate; {@link SessionHandler#onPeerAuthenticated} and {@link #info} tell
     * who it is, and a client that is not trusted ends the session. From any thread.
     *
     * @throws IllegalStateException if the session is not connected, or too many requests wait
     * @throws UnsupportedOperationException if DTLS 1.2 is spoken, this is the client, or the client did not offer it
     */
    public void requestClientAuthentication() {
        command(DtlsEngine::requestClientAuthentication);
    }

    /**
     * [RFC9846 §4.7.1] Gives the client another ticket. From any thread.
     *
     * @throws IllegalStateException if the session is not connected, or too many commands wait
     * @throws UnsupportedOperationException if DTLS 1.2 is spoken, this is the client, or no tickets are configured
     */
    public void issueTicket() {
        command(DtlsEngine::issueTicket);
    }

    /**
     * [RFC9146 §6] The peer is to be found there from now on, whatever is configured; for {@link SessionHandler#onAddressSeen}. From
     * any thread.
     *
     * @throws IllegalStateException if the session is not connected
     */
    public void adoptAddress(InetSocketAddress address) {
        engine.adopt(Objects.requireNonNull(address, "address"));
        loop.execute(onLoop::onCommand);
    }

    /**
     * Goes on from another socket, with all sessions of its endpoint: see {@link DtlsEndpoint#rebind}.
     *
     * @throws IOException if the socket cannot be bound: then the old one is used on
     * @throws IllegalStateException if the endpoint is closed
     */
    public void rebind(InetSocketAddress local) throws IOException {
        DtlsEndpoint.rebind(loop, Objects.requireNonNull(local, "local"));
    }

    /** [RFC9146 §3] What our records carry, so that the peer knows them whatever address they come from; empty for none. */
    public ConnectionId sendConnectionId() {
        return engine.ask(DtlsEngine::sendConnectionId);
    }

    /** [RFC9146 §3] What the peer's records carry, the eldest first; empty where none are used. */
    public List<ConnectionId> receiveConnectionIds() {
        return engine.ask(DtlsEngine::receiveConnectionIds);
    }

    /**
     * [RFC9147 §9] Gives the peer other connection IDs; see {@link DtlsEngine#issueConnectionIds}. From any thread.
     *
     * @throws IllegalStateException if the session is not connected, or too many commands wait
     * @throws UnsupportedOperationException if DTLS 1.2 is spoken, or none were agreed on in this direction
     */
    public void issueConnectionIds(int count, ConnectionIdUsage usage) {
        command((giving, now) -> giving.issueConnectionIds(count, usage, now));
    }

    /**
     * [RFC9147 §9] Asks the peer for other connection IDs, to be used when an address changes; see
     * {@link DtlsEngine#requestConnectionIds}. From any thread.
     *
     * @throws IllegalStateException if the session is not connected, or the last request has not been answered
     * @throws UnsupportedOperationException if DTLS 1.2 is spoken, or none were agreed on in this direction
     */
    public void requestConnectionIds(int count) {
        command((asking, now) -> asking.requestConnectionIds(count, now));
    }

    /** A command of the application's: what it may not do it is told by an exception; the loop does the rest. */
    private void command(SessionEngine.Action command) {
        engine.command(command);
        loop.execute(onLoop::onCommand);
    }

    /**
     * [RFC9846 §4.7.1] Takes the newest session that the server gave a ticket or a session ID for, which {@code ClientConfig.Builder.resume}
     * takes; whoever takes it closes it. One that is not taken is wiped when there is a newer one, and by {@link #close}; if the
     * session ends otherwise it can be taken afterwards. Only in sessions without a handler, whose handler gets it.
     */
    public Optional<Session> takeResumable() {
        return mailbox().takeResumable();
    }

    /** Answers {@link SessionHandler#onTrustAsked}, {@link SessionHandler#onRawPublicKeyAsked} and {@link SessionHandler#onPskAsked}. From any thread; without effect if nothing was asked, or no more. */
    public void decide(Decision decision) {
        loop.execute(() -> onLoop.decide(decision));
    }

    /**
     * Closes in order: tells the peer, then forgets it, and wipes a session to be resumed that nobody took. From any thread.
     * Waits until the peer was told, at most five seconds, so that a JVM that ends next does not leave it untold; on the
     * loop's own thread it does not wait.
     */
    @Override
    public void close() {
        loop.execute(() -> onLoop.end(SessionEnd.of(SessionEnd.Reason.CLOSED_LOCALLY, "closed by us")));
        if (!loop.isLoopThread()) {
            awaitEnd();
        }
        mailbox.ifPresent(Mailbox::wipe); // also where it had ended before, in another way
    }

    private void awaitEnd() {
        try {
            onLoop.closed().get(CLOSE_WAIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException late) {
            // it goes on closing by itself
        }
    }

    /** What went through so far. */
    public SessionStats stats() {
        return onLoop.stats();
    }

    @Override
    public String toString() {
        return "DtlsSession[" + remoteAddress() + "]";
    }
}
