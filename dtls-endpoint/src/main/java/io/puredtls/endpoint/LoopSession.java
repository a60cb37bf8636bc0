package io.puredtls.endpoint;

import io.puredtls.engine.ApplicationDataSink;
import io.puredtls.engine.Disposition;
import io.puredtls.engine.DtlsEngine;
import io.puredtls.engine.EngineStats;
import io.puredtls.event.Decision;
import io.puredtls.event.EngineEvent;
import io.puredtls.record.ConnectionId;
import io.puredtls.session.SessionInfo;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * One session as its loop has it: what comes goes to the engine, and what the engine tells goes to the handler.
 * Everything here runs on the loop unless it says otherwise.
 */
final class LoopSession {
    /** How often a first hello is sent again before a caller counts who was to yield to it. */
    private static final int PATIENCE = 2;

    private final EndpointLoop loop;
    private final int id;
    private final Peer peer;
    private final SessionHandler handler;
    private final SessionCounters counters = new SessionCounters(System.currentTimeMillis());
    private final SessionEngine engine;
    private final DtlsSession session;
    private final CompletableFuture<SessionInfo> opened = new CompletableFuture<>();
    private final CompletableFuture<SessionEnd> closed = new CompletableFuture<>();
    private final ArrayDeque<Arrived> arrived = new ArrayDeque<>();
    private final long begun;
    private volatile Optional<SessionInfo> info = Optional.empty(); // who the peer is may be known later
    private final List<ConnectionId> connectionIds = new ArrayList<>();
    private boolean asked; // whether a decision is waited for
    private boolean ended;

    /** A message that waits to be handed out. */
    private record Arrived(byte[] message, boolean early) {
    }

    LoopSession(EndpointLoop loop, int id, Peer peer, EngineSource source, Optional<SessionHandler> handler) {
        this.loop = loop;
        this.id = id;
        this.peer = peer;
        this.begun = loop.now();
        this.engine = new SessionEngine(loop, peer, counters, source, collector());
        Optional<Mailbox> mailbox = handler.isPresent()
                ? Optional.empty() : Optional.of(new Mailbox(loop.config().maxInbox(), counters, closed));
        this.handler = handler.or(() -> mailbox).orElseThrow();
        this.session = new DtlsSession(loop, this, engine, mailbox);
    }

    /** What the engine does with application data: copied, handed out once the engine is done. */
    private ApplicationDataSink collector() {
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

    // What follows may be asked from any thread.

    /** What the application holds of it. */
    DtlsSession session() {
        return session;
    }

    InetSocketAddress remoteAddress() {
        return peer.address();
    }

    CompletableFuture<SessionInfo> opened() {
        return opened;
    }

    CompletableFuture<SessionEnd> closed() {
        return closed;
    }

    CompletableFuture<EarlyDataOutcome> earlyData() {
        return opened.thenApply(engine::earlyDataOutcome);
    }

    Optional<SessionInfo> info() {
        return info;
    }

    SessionStats stats() {
        EngineStats engineStats = engine.ask(DtlsEngine::stats);
        return counters.snapshot(engineStats);
    }

    // What follows runs on the loop.

    int id() {
        return id;
    }

    /** Whether the peer came to us. */
    boolean isServerSide() {
        return peer.cameToUs();
    }

    /** Whether it began with a hello of this random: then such a hello is that one again. */
    boolean beganWith(String random) {
        return peer.cameWith(random);
    }

    /**
     * Whether a hello of this random yields to ours. Two who call each other at the same time see both hellos: the one
     * with the greater random counts, unless nobody answers it; and a copy of the other that comes late does not either.
     */
    boolean outdoes(String random) {
        if (isServerSide()) {
            return false;
        }
        boolean yields = isEstablished() ? peer.hasOutdone(random) : !peer.isOutrankedBy(random) && isAnswered();
        if (yields) {
            peer.onOutdone(random);
        }
        return yields;
    }

    /** Or may still be: a peer that does not listen never answers, but may call. */
    private boolean isAnswered() {
        return peer.isHeard() || engine.ask(DtlsEngine::stats).flightsSentAgain() < PATIENCE;
    }

    boolean isEstablished() {
        return engine.isConnected();
    }

    /** Begins, as a server. */
    void start() {
        act(DtlsEngine::start);
    }

    /**
     * Begins, as a client; its early data, if it may send any, goes right behind its hello.
     *
     * @throws IOException if it cannot; the session is over then
     */
    void start(EarlyMessages early) throws IOException {
        try {
            engine.begin(early);
        } catch (IOException refused) {
            end(SessionEnd.of(SessionEnd.Reason.IO_FAILED, "early data could not be sent: " + refused.getMessage()));
            throw refused;
        }
        afterwards();
    }

    Disposition receive(byte[] datagram, int length, InetSocketAddress from) {
        if (ended) {
            return Disposition.DROPPED;
        }
        peer.onHeard();
        Disposition disposition = engine.receive(datagram, length, from);
        if (disposition.compareTo(Disposition.AUTHENTICATED) >= 0) {
            engine.onTraffic();
        }
        afterwards();
        return disposition;
    }

    /** The endpoint has another socket. */
    void onMoved() {
        if (!ended) {
            engine.onMoved();
            onCommand();
        }
    }

    /** The network says that a datagram did not reach the peer. Who is connected takes nobody's word for that. */
    void onUnreachable(IOException report) {
        if (!ended) {
            counters.unreachable();
            peer.onUnreachable(report, loop.config().unreachable()).ifPresent(this::end);
        }
    }

    void onTimer() {
        if (idleDeadline() <= loop.now()) {
            end(SessionEnd.of(SessionEnd.Reason.IDLE, "nothing came or went for " + loop.config().idleTimeout().orElseThrow()));
        } else {
            act(DtlsEngine::onTimeout);
        }
    }

    private long idleDeadline() {
        return loop.config().idleTimeout().isPresent() && isEstablished()
                ? engine.lastTraffic() + loop.config().idleTimeout().get().toNanos() : TimerWheel.NEVER;
    }

    /** What the engine was asked by a command, and what is due. */
    void onCommand() {
        act(DtlsEngine::onTimeout);
    }

    /** The application's answer; without effect if nothing was asked, or no more. */
    void decide(Decision decision) {
        if (asked) {
            asked = false;
            act((to, now) -> to.resolve(decision, now));
        }
    }

    /** Something is done with the engine; what it has to say is sent, what it has to tell is told. */
    private void act(SessionEngine.Action action) {
        if (ended) {
            return;
        }
        engine.act(action);
        afterwards();
    }

    private void afterwards() {
        tell();
        if (!ended) {
            loop.setTimer(id, Math.min(engine.ask(DtlsEngine::deadline), idleDeadline()));
        }
    }

    /** A connection is told before the messages that came with the end of the handshake, all else after them. */
    private void tell() {
        engine.nextIfConnected().ifPresent(connected -> onConnected(connected.info()));
        while (!arrived.isEmpty()) {
            onMessage(arrived.remove());
        }
        for (Optional<EngineEvent> event = engine.nextEvent(); event.isPresent(); event = engine.nextEvent()) {
            onEvent(event.get()); // the end takes what is left of them
        }
    }

    private void onEvent(EngineEvent event) {
        if (event instanceof EngineEvent.Connected connected) {
            onConnected(connected.info());
        } else if (event instanceof EngineEvent.TrustAsked question) {
            asked = true;
            calling(() -> handler.onTrustAsked(session, question.chain(), question.expectation()));
        } else if (event instanceof EngineEvent.RawPublicKeyAsked question) {
            asked = true;
            calling(() -> handler.onRawPublicKeyAsked(session, question.key(), question.expectation()));
        } else if (event instanceof EngineEvent.PskAsked question) {
            asked = true;
            calling(() -> handler.onPskAsked(session, question.identities()));
        } else if (event instanceof EngineEvent.Resumable ticket) {
            calling(() -> handler.onResumable(session, ticket.session()));
        } else if (event instanceof EngineEvent.KeysUpdated updated) {
            calling(() -> handler.onKeysUpdated(session, updated.direction()));
        } else if (event instanceof EngineEvent.ConnectionIdIssued issued) {
            connectionIds.add(issued.id());
            loop.connectionIds().own(issued.id(), this);
        } else if (event instanceof EngineEvent.ConnectionIdRetired retired) {
            connectionIds.remove(retired.id());
            loop.connectionIds().remove(retired.id());
        } else if (event instanceof EngineEvent.PathAsked seen) {
            InetSocketAddress address = engine.address(seen.seen());
            calling(() -> handler.onAddressSeen(session, address));
        } else if (event instanceof EngineEvent.PathChanged changed) {
            onPathChanged(changed);
        } else if (event instanceof EngineEvent.PeerAuthenticated shown) {
            info = info.map(before -> before.withPeer(shown.peer()));
            calling(() -> handler.onPeerAuthenticated(session, shown.peer()));
        } else {
            peer.endBy(event).ifPresent(this::end);
        }
    }

    /** Another address of the peer's; or of ours, and then nothing changes here. */
    private void onPathChanged(EngineEvent.PathChanged changed) {
        InetSocketAddress old = peer.address();
        InetSocketAddress address = engine.address(changed.current());
        if (!address.equals(old)) {
            peer.moveTo(address);
            loop.onAddressChanged(this, old);
            calling(() -> handler.onAddressChanged(session, old, address, changed.validated()));
        }
    }

    private void onConnected(SessionInfo agreed) {
        engine.onTraffic();
        counters.connected(System.currentTimeMillis(), engine.lastTraffic() - begun);
        info = Optional.of(agreed);
        opened.complete(agreed);
        loop.onConnected(this); // whoever accepts it finds it open
        calling(() -> handler.onConnected(session, agreed));
    }

    private void onMessage(Arrived next) {
        counters.received(next.message.length);
        if (next.early) {
            calling(() -> handler.onEarlyData(session, next.message));
        } else {
            calling(() -> handler.onMessage(session, next.message));
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
        engine.end(how);
        connectionIds.forEach(loop.connectionIds()::remove);
        loop.remove(this);
        closed.complete(how);
        opened.completeExceptionally(new SessionEndedException(how)); // nothing, if it was opened
        try {
            handler.onEnd(session, how);
        } catch (Throwable thrown) {
            loop.onHandlerFailure(thrown);
        }
    }
}
