package io.puredtls.endpoint;

import io.puredtls.alert.Violation;
import io.puredtls.crypto.secret.SecretBytes;
import io.puredtls.endpoint.text.AddressText;
import io.puredtls.endpoint.text.CountText;
import io.puredtls.engine.ApplicationDataSink;
import io.puredtls.engine.Disposition;
import io.puredtls.engine.DtlsEngine;
import io.puredtls.engine.EngineStats;
import io.puredtls.engine.HelloGate;
import io.puredtls.engine.VerifiedHello;
import io.puredtls.event.Decision;
import io.puredtls.event.EngineEvent;
import io.puredtls.session.Session13;
import io.puredtls.session.SessionInfo;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

/**
 * One peer of an endpoint: what an application talks through. Thread-safe. Sending encrypts on the caller's thread;
 * everything else happens on the endpoint's loop. Messages are datagrams: kept apart, possibly lost or out of order,
 * never changed and never doubled.
 */
public final class DtlsSession implements AutoCloseable {
    private static final Duration CLOSE_WAIT = Duration.ofSeconds(5);
    /** What most paths carry, and all: an MTU that the socket refuses is lowered to the next of these. */
    private static final int[] MTU_STEPS = {1200, 548, 256};
    /** How often the network must say that nobody listens: once may be a mistake, or of a server that starts. */
    private static final int REFUSALS = 2;
    /** How often a first hello is sent again before a caller counts who was to yield to it. */
    private static final int PATIENCE = 2;

    private final EndpointLoop loop;
    private final int id;
    private final InetSocketAddress peer;
    private final Optional<String> helloRandom;
    private final Optional<SessionHandler> handler;
    private final Inbox<byte[]> inbox;
    private final CompletableFuture<SessionInfo> opened = new CompletableFuture<>();
    private final CompletableFuture<SessionEnd> closed = new CompletableFuture<>();
    private final SessionCounters counters = new SessionCounters(System.currentTimeMillis());
    private final ReentrantLock lock = new ReentrantLock(); // guards the engine and the buffer
    private final ArrayDeque<Arrived> arrived = new ArrayDeque<>(); // the loop's
    private final ArrayDeque<EngineEvent> events = new ArrayDeque<>(); // under the lock
    private final DtlsEngine engine;
    private final byte[] buffer;
    private final long begun;
    private volatile long lastTraffic;
    private volatile Optional<SessionInfo> latest = Optional.empty(); // who the peer is may be known later
    private Optional<Session13> resumable = Optional.empty(); // under the lock
    private Optional<SessionEnd> over = Optional.empty(); // under the lock: known to senders before it is told
    private String ownRandom = ""; // the loop's, as all that follows: of the hello that a client began with
    private Optional<String> outdone = Optional.empty(); // the random of the peer's hello that yielded to it
    private boolean heard; // whether anything came
    private int refusals;
    private Optional<IOException> refused = Optional.empty(); // the latest of what the socket said of our flights
    private boolean asked; // whether a decision is waited for
    private boolean ended;

    /** A message that waits to be handed out. */
    private record Arrived(byte[] message, boolean early) {
    }

    /** The session of a hello that was let in, or one that we begin. */
    DtlsSession(
            EndpointLoop loop, int id, InetSocketAddress peer, Optional<VerifiedHello> hello, Optional<SessionHandler> handler,
            int mtu, Function<DtlsSession, DtlsEngine> engine) {
        this.loop = loop;
        this.id = id;
        this.peer = peer;
        this.helloRandom = hello.map(VerifiedHello::randomHex);
        this.handler = handler;
        this.inbox = new Inbox<>(loop.config().maxInbox());
        this.buffer = new byte[mtu];
        this.begun = loop.now();
        this.lastTraffic = begun;
        this.engine = engine.apply(this);
        int largest = DatagramPump.largestPayload(peer.getAddress());
        if (mtu > largest) {
            this.engine.setMtu(largest);
        }
    }

    /** Where the peer is. */
    public InetSocketAddress remoteAddress() {
        return peer;
    }

    /** The endpoint's local address. */
    public InetSocketAddress localAddress() {
        return loop.localAddress();
    }

    /** Completes when the handshake does, or fails with a {@link SessionEndedException}. */
    public CompletableFuture<SessionInfo> opened() {
        return opened.copy();
    }

    /** Completes when the session is over, however it ends. */
    public CompletableFuture<SessionEnd> closed() {
        return closed.copy();
    }

    /** What was agreed on, and who the peer has shown itself to be since; empty before the handshake is complete. */
    public Optional<SessionInfo> info() {
        return latest;
    }

    /** Whether messages can be sent now. */
    public boolean isConnected() {
        return opened.isDone() && !closed.isDone();
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
        boolean news;
        Optional<byte[]> waiting;
        lock.lock();
        try {
            requireConnected();
            if (length > engine.maxPayload()) {
                throw tooLarge(length);
            }
            int sealed = engine.seal(message, offset, length, buffer, 0);
            waiting = trySend(sealed, length) ? Optional.empty() : Optional.of(Arrays.copyOf(buffer, sealed));
            counters.sent(length);
            lastTraffic = loop.now();
            news = engine.hasNews(); // the keys come near their limit
            hear();
        } finally {
            lock.unlock();
        }
        if (waiting.isPresent()) {
            loop.sendOrWait(waiting.get(), peer); // without the lock: the loop must not wait for us
        }
        if (news) {
            loop.execute(() -> act(engine::onTimeout));
        }
    }

    /** [RFC6347 §4.1.1.1#6] [RFC9147 §4.4#8] What the socket refuses for its length is told, and from then on refused by ourselves. */
    private boolean trySend(int sealed, int length) throws IOException {
        try {
            return loop.trySend(buffer, sealed, peer);
        } catch (IOException refused) {
            if (!DatagramPump.isTooLarge(refused)) {
                throw refused;
            }
            loop.onTooLarge();
            for (int step : MTU_STEPS) {
                if (step < sealed) {
                    engine.setMtu(step);
                    break;
                }
            }
            throw tooLarge(length);
        }
    }

    private DatagramTooLargeException tooLarge(int length) {
        return new DatagramTooLargeException(
                "a message has at most " + CountText.bytes(engine.maxPayload()) + " on this path, not " + length, length, engine.maxPayload());
    }

    /** Sends the remaining bytes of {@code message} as one message, and consumes them. */
    public void send(ByteBuffer message) throws IOException {
        byte[] copy = new byte[message.remaining()];
        message.duplicate().get(copy);
        send(copy, 0, copy.length);
        message.position(message.limit());
    }

    private void requireConnected() throws SessionEndedException {
        if (over.isPresent()) {
            throw new SessionEndedException(over.get());
        }
        if (!engine.isConnected()) {
            throw new IllegalStateException("the handshake with " + peer + " is not complete");
        }
    }

    /** The longest message that can be sent, in bytes; 0 while the session is not connected. */
    public int maxMessage() {
        lock.lock();
        try {
            return engine.isConnected() ? engine.maxPayload() : 0;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Takes the next message, waiting for it at most {@code timeout}. Only in sessions without a handler.
     *
     * @return the message, or empty if none came in time
     * @throws SessionEndedException if the session is over and all its messages have been taken
     */
    public Optional<byte[]> receive(Duration timeout) throws SessionEndedException, InterruptedException {
        requireNoHandler();
        Optional<byte[]> message = inbox.take(timeout);
        if (message.isEmpty() && closed.isDone()) {
            throw new SessionEndedException(closed.join());
        }
        return message;
    }

    /**
     * Takes the next message into {@code into}, waiting for it at most {@code timeout}. Only in sessions without a handler.
     *
     * @return its length, or -1 if none came in time
     * @throws DatagramTooLargeException if it is longer than {@code into}; it stays and can be taken with a longer one
     * @throws SessionEndedException if the session is over and all its messages have been taken
     */
    public int receive(byte[] into, Duration timeout) throws IOException, InterruptedException {
        requireNoHandler();
        Optional<byte[]> message = inbox.takeIf(next -> next.length <= into.length, timeout);
        if (message.isEmpty()) {
            if (closed.isDone()) {
                throw new SessionEndedException(closed.join());
            }
            return -1;
        }
        byte[] content = message.get();
        if (content.length > into.length) {
            throw new DatagramTooLargeException(
                    "the message has " + CountText.bytes(content.length) + ", the buffer " + into.length, content.length, into.length);
        }
        System.arraycopy(content, 0, into, 0, content.length);
        return content.length;
    }

    private void requireNoHandler() {
        if (handler.isPresent()) {
            throw new IllegalStateException("the messages of this session go to its handler");
        }
    }

    /** [RFC5705] Gives exported keying material without a context; see {@link DtlsEngine#exportKeyingMaterial(String, int)}. */
    public SecretBytes exportKeyingMaterial(String label, int length) {
        return locked(() -> engine.exportKeyingMaterial(label, length));
    }

    /** [RFC5705] The same with a context, which may be empty. */
    public SecretBytes exportKeyingMaterial(String label, byte[] context, int length) {
        return locked(() -> engine.exportKeyingMaterial(label, context, length));
    }

    /**
     * [RFC9147 §8] Changes the keys that we send with, and asks the peer to change its own; {@link SessionHandler#onKeysUpdated}
     * tells when. From any thread.
     *
     * @throws IllegalStateException if the session is not connected, or too many commands wait
     * @throws UnsupportedOperationException if DTLS 1.2 is spoken
     */
    public void updateKeys() {
        command(engine::updateKeys);
    }

    /**
     * [RFC9846 §4.7.2] Asks the client for a certificate; {@link SessionHandler#onPeerAuthenticated} and {@link #info} tell
     * who it is, and a client that is not trusted ends the session. From any thread.
     *
     * @throws IllegalStateException if the session is not connected, or too many requests wait
     * @throws UnsupportedOperationException if DTLS 1.2 is spoken, this is the client, or the client did not offer it
     */
    public void requestClientAuthentication() {
        command(engine::requestClientAuthentication);
    }

    /**
     * [RFC9846 §4.7.1] Gives the client another ticket. From any thread.
     *
     * @throws IllegalStateException if the session is not connected, or too many commands wait
     * @throws UnsupportedOperationException if DTLS 1.2 is spoken, this is the client, or no tickets are configured
     */
    public void issueTicket() {
        command(engine::issueTicket);
    }

    /** A command of the application's: what it may not do it is told by an exception; the loop does the rest. */
    private void command(EngineAction command) {
        lock.lock();
        try {
            command.on(loop.now());
            hear();
        } finally {
            lock.unlock();
        }
        loop.execute(() -> act(engine::onTimeout));
    }

    /**
     * [RFC9846 §4.7.1] Takes the newest session that the server gave a ticket for, which {@code ClientConfig.Builder.resume}
     * takes; whoever takes it closes it. Only in sessions without a handler, whose handler gets it; also once the session is over.
     */
    public Optional<Session13> takeResumable() {
        requireNoHandler();
        lock.lock();
        try {
            Optional<Session13> taken = resumable;
            resumable = Optional.empty();
            return taken;
        } finally {
            lock.unlock();
        }
    }

    private interface Question<T> {
        T ask();
    }

    private <T> T locked(Question<T> question) {
        lock.lock();
        try {
            return question.ask();
        } finally {
            lock.unlock();
        }
    }

    /** Answers {@link SessionHandler#onTrustAsked}. From any thread; without effect if nothing was asked, or no more. */
    public void decide(Decision decision) {
        loop.execute(() -> {
            if (asked) {
                asked = false;
                act(now -> engine.resolve(decision, now));
            }
        });
    }

    /**
     * Closes in order: tells the peer, then forgets it. From any thread. Waits until that is done, at most five seconds,
     * so that a JVM that ends next does not leave the peer untold; on the loop's own thread it does not wait.
     */
    @Override
    public void close() {
        loop.execute(() -> end(SessionEnd.of(SessionEnd.Reason.CLOSED_LOCALLY, "closed by us")));
        if (!loop.isLoopThread()) {
            awaitEnd();
        }
    }

    private void awaitEnd() {
        try {
            closed.get(CLOSE_WAIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException late) {
            // it goes on closing by itself
        }
    }

    /** What went through so far. */
    public SessionStats stats() {
        EngineStats engineStats = locked(engine::stats);
        return counters.snapshot(engineStats);
    }

    @Override
    public String toString() {
        return "DtlsSession[" + peer + "]";
    }

    // What follows runs on the loop.

    int id() {
        return id;
    }

    /** What the engine does with application data: copied, handed out once the engine is done. */
    ApplicationDataSink collector() {
        return new ApplicationDataSink() {
            @Override
            public void onApplicationData(byte[] datagram, int offset, int length) {
                arrived.add(new Arrived(Arrays.copyOfRange(datagram, offset, offset + length), false));
            }

            @Override
            public void onEarlyData(byte[] datagram, int offset, int length) {
                arrived.add(new Arrived(Arrays.copyOfRange(datagram, offset, offset + length), true));
            }
        };
    }

    /** Whether the peer came to us. */
    boolean isServerSide() {
        return helloRandom.isPresent();
    }

    /** Whether it began with a hello of this random: then such a hello is that one again. */
    boolean beganWith(String random) {
        return helloRandom.isPresent() && helloRandom.get().equals(random);
    }

    /**
     * Whether a hello of this random yields to ours. Two who call each other at the same time see both hellos: the one
     * with the greater random counts, unless nobody answers it; and a copy of the other that comes late does not either.
     */
    boolean outdoes(String random) {
        if (isServerSide()) {
            return false;
        }
        boolean yields = isEstablished() ? outdone.equals(Optional.of(random)) : ownRandom.compareTo(random) >= 0 && isAnswered();
        if (yields) {
            outdone = Optional.of(random);
        }
        return yields;
    }

    /** Or may still be: a peer that does not listen never answers, but may call. */
    private boolean isAnswered() {
        return heard || locked(engine::stats).flightsSentAgain() < PATIENCE;
    }

    boolean isEstablished() {
        return locked(engine::isConnected);
    }

    boolean hasEnded() {
        return ended;
    }

    void start() {
        act(engine::start);
    }

    Disposition receive(byte[] datagram, int length) {
        heard = true;
        Disposition[] disposition = {Disposition.DROPPED};
        act(now -> disposition[0] = engine.receive(datagram, 0, length, now));
        if (disposition[0] == Disposition.AUTHENTICATED) {
            lastTraffic = loop.now();
        }
        return disposition[0];
    }

    /** The network says that a datagram did not reach the peer. Who is connected takes nobody's word for that. */
    void onUnreachable(IOException report) {
        if (ended) {
            return;
        }
        counters.unreachable();
        boolean nobodyThere = report instanceof PortUnreachableException && !heard && !isServerSide();
        if (nobodyThere && loop.config().unreachable() == Unreachable.FAIL_FAST && ++refusals == REFUSALS) {
            end(SessionEnd.of(SessionEnd.Reason.REFUSED, "nobody listens at " + AddressText.of(peer)));
        }
    }

    void onTimer() {
        long now = loop.now();
        if (idleDeadline() <= now) {
            end(SessionEnd.of(SessionEnd.Reason.IDLE, "nothing came or went for " + loop.config().idleTimeout().orElseThrow()));
        } else {
            act(engine::onTimeout);
        }
    }

    private long idleDeadline() {
        return loop.config().idleTimeout().isPresent() && isEstablished()
                ? lastTraffic + loop.config().idleTimeout().get().toNanos() : TimerWheel.NEVER;
    }

    /** Something is done with the engine; what it has to say is sent, what it has to tell is told. */
    private void act(EngineAction action) {
        if (ended) {
            return;
        }
        lock.lock();
        try {
            long now = loop.now();
            action.on(now);
            flush(now);
            hear();
        } catch (RuntimeException bug) { // ours, or that of something that was configured: no other session is to suffer
            fail(bug);
        } finally {
            lock.unlock();
        }
        tell();
        if (!ended) {
            loop.setTimer(id, Math.min(locked(engine::deadline), idleDeadline()));
        }
    }

    /** Something done with an engine. */
    private interface EngineAction {
        void on(long now);
    }

    private void flush(long now) {
        for (int length = engine.pollDatagram(buffer, 0, now); length > 0; length = engine.pollDatagram(buffer, 0, now)) {
            if (ownRandom.isEmpty() && !isServerSide()) {
                ownRandom = HelloGate.peekRandom(buffer, 0, length).orElse("");
            }
            Optional<IOException> refusal = loop.sendOrLose(buffer, length, peer);
            if (refusal.isPresent()) {
                refused = refusal;
                if (DatagramPump.isTooLarge(refusal.get())) {
                    engine.onDatagramTooLarge(now); // [RFC6347 §4.1.1.1#10] in smaller ones, as long as there are any
                }
            }
        }
    }

    /** Takes from the engine what is to be told once the lock is free. */
    private void hear() {
        for (Optional<EngineEvent> event = engine.pollEvent(); event.isPresent(); event = engine.pollEvent()) {
            events.add(event.get());
            over = over.or(() -> endBy(events.getLast()));
        }
    }

    private void fail(RuntimeException bug) {
        loop.onHandlerFailure(bug);
        events.add(new EngineEvent.Failed(Violation.INTERNAL, Optional.empty(), false, bug.toString()));
        over = over.or(() -> endBy(events.getLast()));
    }

    private void tell() {
        Optional<EngineEvent> event = nextEvent();
        if (event.isPresent() && event.get() instanceof EngineEvent.Connected connected) {
            onConnected(connected.info()); // before the messages that came with the end of the handshake
            event = nextEvent();
        }
        while (!arrived.isEmpty()) {
            onMessage(arrived.remove());
        }
        while (event.isPresent() && !ended) {
            onEvent(event.get());
            event = nextEvent();
        }
    }

    private Optional<EngineEvent> nextEvent() {
        return locked(() -> Optional.ofNullable(events.poll()));
    }

    private void onEvent(EngineEvent event) {
        if (event instanceof EngineEvent.Connected connected) {
            onConnected(connected.info());
        } else if (event instanceof EngineEvent.TrustAsked question) {
            asked = true;
            if (handler.isEmpty()) {
                decide(new Decision.Refuse("nobody is there to decide"));
            } else {
                calling(() -> handler.get().onTrustAsked(this, question.chain(), question.expectation()));
            }
        } else if (event instanceof EngineEvent.Resumable ticket) {
            onResumable(ticket.session());
        } else if (event instanceof EngineEvent.KeysUpdated updated) {
            calling(() -> handler.ifPresent(to -> to.onKeysUpdated(this, updated.direction())));
        } else if (event instanceof EngineEvent.PeerAuthenticated shown) {
            latest = latest.map(info -> info.withPeer(shown.peer()));
            calling(() -> handler.ifPresent(to -> to.onPeerAuthenticated(this, shown.peer())));
        } else {
            endBy(event).ifPresent(this::end);
        }
    }

    private void onResumable(Session13 session) {
        if (handler.isPresent()) {
            calling(() -> handler.get().onResumable(this, session));
            return;
        }
        lock.lock();
        try {
            resumable.ifPresent(Session13::close);
            resumable = Optional.of(session);
        } finally {
            lock.unlock();
        }
    }

    /** The end that an event is, if it is one. */
    private Optional<SessionEnd> endBy(EngineEvent event) {
        if (event instanceof EngineEvent.Closed by) {
            return Optional.of(SessionEnd.of(
                    by.by() == EngineEvent.ClosedBy.PEER ? SessionEnd.Reason.CLOSED_BY_PEER : SessionEnd.Reason.CLOSED_LOCALLY,
                    by.by() == EngineEvent.ClosedBy.PEER ? "closed by the peer" : "closed by us"));
        }
        return event instanceof EngineEvent.Failed failed
                ? Optional.of(new SessionEnd(
                        SessionEnd.Reason.FAILED, Optional.of(failed.violation()), failed.alert(), failed.sent(), failure(failed)))
                : Optional.empty();
    }

    private String failure(EngineEvent.Failed failed) {
        boolean inVain = !heard && !isServerSide()
                && (failed.violation() == Violation.HANDSHAKE_LIMIT || failed.violation() == Violation.RETRANSMISSION_LIMIT);
        if (!inVain) {
            return failed.message();
        }
        String why = refused.map(refusal -> "; the socket refused what was to be sent: " + refusal.getMessage()).orElse("");
        return "nothing was heard from " + AddressText.of(peer) + ": " + failed.message() + why;
    }

    private void onConnected(SessionInfo info) {
        lastTraffic = loop.now();
        counters.connected(System.currentTimeMillis(), lastTraffic - begun);
        latest = Optional.of(info);
        opened.complete(info);
        loop.onConnected(this); // whoever accepts it finds it open
        calling(() -> handler.ifPresent(to -> to.onConnected(this, info)));
    }

    private void onMessage(Arrived next) {
        byte[] message = next.message;
        counters.received(message.length);
        if (handler.isPresent() && next.early) {
            calling(() -> handler.get().onEarlyData(this, message));
        } else if (handler.isPresent()) {
            calling(() -> handler.get().onMessage(this, message));
        } else if (!inbox.offer(message)) {
            counters.overflowed();
        }
    }

    /** Whatever a handler throws, an error too, ends this session and no other. */
    private void calling(Runnable call) {
        if (ended) {
            return;
        }
        try {
            call.run();
        } catch (Throwable thrown) {
            loop.onHandlerFailure(thrown);
            end(SessionEnd.of(SessionEnd.Reason.HANDLER_FAILED, "the session's handler threw " + thrown));
        }
    }

    /** The end, once: the peer is told if it does not know, keys are wiped, whoever waits is woken. */
    void end(SessionEnd how) {
        if (ended) {
            return;
        }
        ended = true;
        lock.lock();
        try {
            over = over.or(() -> Optional.of(how));
            counters.ended(System.currentTimeMillis(), farewell(how));
            events.forEach(DtlsSession::discard);
            events.clear();
        } finally {
            lock.unlock();
        }
        loop.remove(this);
        closed.complete(how);
        opened.completeExceptionally(new SessionEndedException(how)); // nothing, if it was opened
        inbox.close();
        handler.ifPresent(to -> {
            try {
                to.onEnd(this, how);
            } catch (Throwable thrown) {
                loop.onHandlerFailure(thrown);
            }
        });
    }

    /** Nobody will be told of it; a secret is wiped. */
    private static void discard(EngineEvent event) {
        if (event instanceof EngineEvent.Resumable ticket) {
            ticket.session().close();
        }
    }

    /** The engine's last word and its end; gives its figures. */
    private EngineStats farewell(SessionEnd how) {
        try (engine) {
            if (how.reason() != SessionEnd.Reason.REPLACED) { // who is there now is another, whose handshake it would end
                engine.shutdown(loop.now()); // nothing, if the engine is over already
                flush(loop.now());
            }
        } catch (RuntimeException bug) {
            loop.onHandlerFailure(bug);
        }
        return engine.stats();
    }
}
