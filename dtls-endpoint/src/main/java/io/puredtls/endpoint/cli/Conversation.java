package io.puredtls.endpoint.cli;

import io.puredtls.endpoint.DtlsSession;
import io.puredtls.endpoint.SessionEnd;
import io.puredtls.endpoint.SessionHandler;
import io.puredtls.event.EngineEvent.Direction;
import io.puredtls.session.Session;
import io.puredtls.session.SessionInfo;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** A client's session as it goes on: tells what happens, and lets the verb wait for what it waits for. Thread-safe. */
final class Conversation implements SessionHandler {
    /** How much longer than for silence the end waits for whatever comes. */
    private static final int QUIETS = 4;
    private static final Duration UPDATE_LIMIT = Duration.ofSeconds(5);

    private final EventWriter events;
    private final List<ExportRequest> exports;
    private final OptionalInt expected;
    private final Consumer<Session> tickets;
    private final CompletableFuture<Boolean> opened = new CompletableFuture<>(); // whether the handshake completed
    private final CompletableFuture<Void> satisfied = new CompletableFuture<>();
    private final CompletableFuture<SessionEnd> ended = new CompletableFuture<>();
    private final CompletableFuture<Void> keysUpdated = new CompletableFuture<>(); // those that we send with
    private final CompletableFuture<Void> ticketCame = new CompletableFuture<>();
    private final AtomicInteger received = new AtomicInteger();
    private volatile long lastTraffic;
    private volatile long handshakeNanos;
    private volatile boolean allDone = true;

    /**
     * Waits for {@code expected} messages, or for none in particular.
     *
     * @param tickets is lent each session that can be resumed
     */
    Conversation(EventWriter events, List<ExportRequest> exports, OptionalInt expected, Consumer<Session> tickets) {
        this.events = events;
        this.exports = exports;
        this.expected = expected;
        this.tickets = tickets;
    }

    @Override
    public void onConnected(DtlsSession session, SessionInfo info) {
        handshakeNanos = session.stats().handshakeNanos();
        lastTraffic = System.nanoTime();
        events.connected(Connection.of(Connection.End.CLIENT, session, info, exports));
        opened.complete(true);
    }

    @Override
    public void onMessage(DtlsSession session, byte[] message) {
        lastTraffic = System.nanoTime();
        if (satisfied.isDone()) {
            return; // it was to leave after so many
        }
        events.message(HostPort.of(session.remoteAddress()), message);
        if (received.incrementAndGet() == expected.orElse(-1)) {
            satisfied.complete(null);
        }
    }

    @Override
    public void onResumable(DtlsSession session, Session resumable) {
        try (resumable) {
            events.ticket(HostPort.of(session.remoteAddress()), resumable);
            tickets.accept(resumable);
        }
        ticketCame.complete(null);
    }

    @Override
    public void onAddressChanged(DtlsSession session, InetSocketAddress old, InetSocketAddress current, boolean validated) {
        events.path(HostPort.of(old), HostPort.of(current), validated);
    }

    @Override
    public void onKeysUpdated(DtlsSession session, Direction direction) {
        events.keysUpdated(HostPort.of(session.remoteAddress()), direction);
        if (direction == Direction.SEND) {
            keysUpdated.complete(null);
        }
    }

    @Override
    public void onEnd(DtlsSession session, SessionEnd end) {
        SessionClosing.tell(events, session, end);
        opened.complete(false);
        ended.complete(end);
    }

    /** Something was sent. */
    void sent() {
        lastTraffic = System.nanoTime();
    }

    /** Something that was asked for was not done: a message not sent, keys not changed. */
    void notDone() {
        allDone = false;
    }

    /** Waits until the handshake is over; gives whether it completed. */
    boolean awaitOpened() {
        return opened.join();
    }

    /** Waits until the session is over, the expected messages have come, or {@code said} is done and answered. */
    void awaitEnough(CompletableFuture<Void> said) {
        CompletableFuture.anyOf(ended, satisfied, said).join();
        if (expected.isPresent()) {
            CompletableFuture.anyOf(ended, satisfied).join();
        } else {
            awaitQuiet();
        }
    }

    /**
     * What was sent last may be answered: a handshake takes two or three round trips, so as long again must be enough.
     * Whatever keeps coming is no answer any more.
     */
    private void awaitQuiet() {
        long quiet = quiet();
        long limit = System.nanoTime() + QUIETS * quiet;
        long left = quiet;
        while (left > 0 && !ended.isDone()) {
            awaitEnd(Duration.ofNanos(left));
            left = Math.min(lastTraffic + quiet, limit) - System.nanoTime();
        }
    }

    private long quiet() {
        return Math.max(Duration.ofMillis(500).toNanos(), Math.min(handshakeNanos, Duration.ofSeconds(3).toNanos()));
    }

    /** Waits for the end, at most {@code limit}. */
    void awaitEnd(Duration limit) {
        await(ended, limit);
    }

    /** Waits until the keys that we send with were changed, or it is over; gives whether they were. */
    boolean awaitKeysUpdated() {
        await(CompletableFuture.anyOf(ended, keysUpdated), UPDATE_LIMIT);
        return keysUpdated.isDone();
    }

    /** Waits as long as an answer may take for the first ticket, or the end; gives whether one came. */
    boolean awaitTicket() {
        await(CompletableFuture.anyOf(ended, ticketCame), Duration.ofNanos(quiet()));
        return ticketCame.isDone();
    }

    private static void await(CompletableFuture<?> what, Duration limit) {
        try {
            what.get(limit.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException notYet) {
            // whoever waits looks again
        }
    }

    /** How it went, as an exit status; it must be over. */
    int status() {
        if (!opened.join()) {
            return ExitStatus.FAILED;
        }
        boolean answered = expected.isEmpty() || satisfied.isDone();
        return switch (ended.join().reason()) {
            case CLOSED_LOCALLY -> allDone ? ExitStatus.OK : ExitStatus.FAILED;
            case CLOSED_BY_PEER -> !answered ? ExitStatus.LOST : allDone ? ExitStatus.OK : ExitStatus.FAILED;
            case IDLE, FAILED, HANDLER_FAILED, REPLACED, REFUSED, IO_FAILED -> ExitStatus.LOST;
        };
    }

    /** What was expected and did not come, as a sentence; empty if nothing is missing. */
    String missing() {
        return expected.isEmpty() || satisfied.isDone() ? ""
                : received.get() + " of " + expected.getAsInt() + " expected messages came";
    }
}
