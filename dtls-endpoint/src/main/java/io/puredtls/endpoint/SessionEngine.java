package io.puredtls.endpoint;

import io.puredtls.alert.Violation;
import io.puredtls.engine.ApplicationDataSink;
import io.puredtls.engine.Disposition;
import io.puredtls.engine.DtlsEngine;
import io.puredtls.engine.EngineStats;
import io.puredtls.event.EngineEvent;
import io.puredtls.session.SessionInfo;
import io.puredtls.wire.Bytes;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.IntSupplier;

/**
 * The engine of a session, which its loop and the threads that send share, with the buffer it writes to. Thread-safe: a
 * lock is held for as long as the engine is used, and never while anybody is told anything. What it has to tell is
 * kept until the loop asks for it.
 */
final class SessionEngine {
    /** What most paths carry, and all: an MTU that the socket refuses is lowered to the next of these. */
    private static final int[] MTU_STEPS = {1200, 548, 256};

    private final EndpointLoop loop;
    private final Peer peer;
    private final SessionCounters counters;
    private final ReentrantLock lock = new ReentrantLock(); // guards all that follows
    private final DtlsEngine engine;
    private final byte[] buffer;
    private final EarlySending early;
    private final PathAddresses paths;
    private final ArrayDeque<EngineEvent> events = new ArrayDeque<>();
    private Optional<SessionEnd> over = Optional.empty(); // known to senders before it is told
    private int current; // the path in use
    private volatile long lastTraffic;

    SessionEngine(EndpointLoop loop, Peer peer, SessionCounters counters, EngineSource source, ApplicationDataSink sink) {
        this.loop = loop;
        this.peer = peer;
        this.counters = counters;
        this.engine = source.make().apply(sink);
        this.early = new EarlySending(engine);
        this.paths = new PathAddresses(peer.address());
        this.buffer = new byte[source.mtu()];
        this.lastTraffic = loop.now();
        int largest = DatagramPump.largestPayload(peer.address().getAddress());
        if (source.mtu() > largest) {
            engine.setMtu(largest);
        }
    }

    /** Something done with an engine. */
    interface Action {
        void on(DtlsEngine engine, long now);
    }

    /** What the engine says to a question. */
    <T> T ask(Function<DtlsEngine, T> question) {
        lock.lock();
        try {
            return question.apply(engine);
        } finally {
            lock.unlock();
        }
    }

    /** Takes a datagram that came from {@code from}. */
    Disposition receive(byte[] datagram, int length, InetSocketAddress from) {
        Disposition[] disposition = {Disposition.DROPPED};
        act((to, now) -> {
            disposition[0] = to.receive(datagram, 0, length, paths.from(from), now);
            if (disposition[0].compareTo(Disposition.AUTHENTICATED) >= 0) {
                paths.keep(from, current);
            }
        });
        return disposition[0];
    }

    /** Our own end has another address now. */
    void onMoved() {
        command((moving, now) -> {
            if (moving.isConnected()) {
                moving.migrate(paths.anew(peer.address(), current), now);
            }
        });
    }

    /** The application says that the peer is to be found there. */
    void adopt(InetSocketAddress address) {
        command((adopting, now) -> {
            adopting.adoptPath(paths.from(address), now);
            paths.keep(address, current);
        });
    }

    /** Where a path leads, that an event tells of. */
    InetSocketAddress address(int path) {
        return ask(any -> paths.address(path, peer.address()));
    }

    boolean isConnected() {
        return ask(DtlsEngine::isConnected);
    }

    /** When the last message went, or the last datagram came that was the peer's without doubt. */
    long lastTraffic() {
        return lastTraffic;
    }

    /** Something came, or the handshake is complete. */
    void onTraffic() {
        lastTraffic = loop.now();
    }

    /**
     * Sends a message, waiting while the socket is full.
     *
     * @return whether the engine has something to say because of it, which is then the loop's to do, as it may be after an exception
     */
    boolean send(byte[] message, int offset, int length) throws IOException {
        boolean news;
        Optional<byte[]> waiting;
        InetSocketAddress to;
        lock.lock();
        try {
            requireConnected();
            if (length > engine.maxPayload()) {
                throw DatagramTooLargeException.onPath(length, engine.maxPayload());
            }
            int sealed = engine.seal(message, offset, length, buffer, 0);
            try {
                to = paths.address(engine.polledPath(), peer.address());
                waiting = trySend(sealed, length, to, engine::maxPayload);
                counters.sent(length);
                onTraffic();
            } finally {
                news = engine.hasNews(); // the keys come near their limit
                hear();
            }
        } finally {
            lock.unlock();
        }
        if (waiting.isPresent()) {
            loop.sendOrWait(waiting.get(), to); // without the lock: the loop must not wait for us
        }
        return news;
    }

    private void requireConnected() throws SessionEndedException {
        requireNotOver();
        if (!engine.isConnected()) {
            throw new IllegalStateException("the handshake with " + peer.address() + " is not complete");
        }
    }

    private void requireNotOver() throws SessionEndedException {
        if (over.isPresent()) {
            throw new SessionEndedException(over.get());
        }
    }

    /**
     * [RFC6347 §4.1.1.1#6] [RFC9147 §4.4#8] Sends what is in the buffer; gives a copy of it if the socket is full. What the
     * socket refuses for its length is told, and from then on refused by ourselves.
     */
    private Optional<byte[]> trySend(int sealed, int length, InetSocketAddress to, IntSupplier limit) throws IOException {
        try {
            return loop.trySend(buffer, sealed, to) ? Optional.empty() : Optional.of(Arrays.copyOf(buffer, sealed));
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
            throw DatagramTooLargeException.onPath(length, limit.getAsInt());
        }
    }

    /**
     * Begins, and sends {@code messages} right behind the hello if that offers early data; on the loop, where they may be lost
     * if the socket is full.
     *
     * @throws IOException if one is over a limit, before anything is sent, or the socket refuses one; the engine is over then
     */
    void begin(EarlyMessages messages) throws IOException {
        lock.lock(); // until all is out: nothing comes between the hello and what follows it
        try {
            long now = loop.now();
            engine.start(now);
            boolean offered = early.begin();
            if (offered) {
                early.require(messages);
            }
            flush(now);
            for (Bytes message : offered ? messages.messages() : List.<Bytes>of()) {
                trySendEarly(message.toArray()).ifPresent(full -> loop.onLost());
            }
            hear();
        } catch (IOException refused) {
            hear(); // of connection IDs that are not used any more
            engine.close();
            throw refused;
        } catch (Throwable thrown) {
            fail(thrown);
        } finally {
            lock.unlock();
        }
    }

    /** Sends a message of early data, waiting while the socket is full. */
    void sendEarly(byte[] message) throws IOException {
        Optional<byte[]> waiting;
        lock.lock();
        try {
            requireNotOver();
            waiting = trySendEarly(message);
        } finally {
            lock.unlock();
        }
        if (waiting.isPresent()) {
            loop.sendOrWait(waiting.get(), peer.address());
        }
    }

    private Optional<byte[]> trySendEarly(byte[] message) throws IOException {
        Optional<byte[]> waiting = trySend(early.seal(message, buffer), message.length, peer.address(), engine::maxEarlyPayload);
        early.onSent();
        counters.sent(message.length);
        return waiting;
    }

    /** What became of early data by a handshake that is complete. */
    EarlyDataOutcome earlyDataOutcome(SessionInfo info) {
        return ask(any -> early.outcome(info));
    }

    /** A command of the application's, from any thread: what it may not do it is told by an exception. */
    void command(Action command) {
        lock.lock();
        try {
            command.on(engine, loop.now());
            hear();
        } finally {
            lock.unlock();
        }
    }

    /** What the loop does with the engine: what that has to say is sent. What is thrown meanwhile is the session's failure. */
    void act(Action action) {
        lock.lock();
        try {
            long now = loop.now();
            action.on(engine, now);
            flush(now);
            hear();
        } catch (Throwable thrown) { // an error too, ours or of something that was configured: no other session is to suffer
            fail(thrown);
        } finally {
            lock.unlock();
        }
    }

    private void fail(Throwable thrown) {
        loop.onHandlerFailure(thrown);
        keep(new EngineEvent.Failed(Violation.INTERNAL, Optional.empty(), false, thrown.toString()));
    }

    private void flush(long now) {
        for (int length = engine.pollDatagram(buffer, 0, now); length > 0; length = engine.pollDatagram(buffer, 0, now)) {
            peer.onSending(buffer, length);
            Optional<IOException> refusal = loop.sendOrLose(buffer, length, paths.address(engine.polledPath(), peer.address()));
            if (refusal.isPresent()) {
                peer.onRefused(refusal.get());
                if (DatagramPump.isTooLarge(refusal.get())) {
                    engine.onDatagramTooLarge(now); // [RFC6347 §4.1.1.1#10] in smaller ones, as long as there are any
                }
            }
        }
    }

    private void hear() {
        for (Optional<EngineEvent> event = engine.pollEvent(); event.isPresent(); event = engine.pollEvent()) {
            keep(event.get());
        }
    }

    private void keep(EngineEvent event) {
        events.add(event);
        if (event instanceof EngineEvent.PathChanged changed) {
            current = changed.current();
        }
        over = over.or(() -> peer.endBy(event));
    }

    /** What is to be told next; until it is asked for it is here, to be wiped if the session ends. */
    Optional<EngineEvent> nextEvent() {
        return ask(any -> Optional.ofNullable(events.poll()));
    }

    /** The same, if that is that the handshake is complete. */
    Optional<EngineEvent.Connected> nextIfConnected() {
        return ask(any -> events.peek() instanceof EngineEvent.Connected ? Optional.of((EngineEvent.Connected) events.remove()) : Optional.empty());
    }

    /** The last word and the end: keys are wiped, and so is what was not told. */
    void end(SessionEnd how) {
        lock.lock();
        try {
            over = over.or(() -> Optional.of(how));
            counters.ended(System.currentTimeMillis(), farewell(how));
            events.forEach(this::discard);
            events.clear();
        } finally {
            lock.unlock();
        }
    }

    /** The engine's last word and its end; gives its figures. */
    private EngineStats farewell(SessionEnd how) {
        try (engine) {
            if (how.reason() != SessionEnd.Reason.REPLACED) { // who is there now is another, whose handshake it would end
                engine.shutdown(loop.now()); // nothing, if the engine is over already
                flush(loop.now());
            }
        } catch (Throwable thrown) {
            loop.onHandlerFailure(thrown);
        }
        return engine.stats();
    }

    /** Nobody will be told of it; a secret is wiped. */
    private void discard(EngineEvent event) {
        if (event instanceof EngineEvent.Resumable ticket) {
            ticket.session().close();
        } else if (event instanceof EngineEvent.ConnectionIdIssued issued) {
            loop.connectionIds().remove(issued.id());
        }
    }
}
