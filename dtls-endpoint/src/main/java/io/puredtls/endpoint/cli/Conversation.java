package io.puredtls.endpoint.cli;

import io.puredtls.endpoint.DtlsSession;
import io.puredtls.endpoint.SessionEnd;
import io.puredtls.endpoint.SessionHandler;
import io.puredtls.session.SessionInfo;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/** A client's session as it goes on: tells what happens, and lets the verb wait for what it waits for. Thread-safe. */
final class Conversation implements SessionHandler {
    /** How much longer than for silence the end waits for whatever comes. */
    private static final int QUIETS = 4;

    private final EventWriter events;
    private final List<ExportRequest> exports;
    private final OptionalInt expected;
    private final CompletableFuture<Boolean> opened = new CompletableFuture<>(); // whether the handshake completed
    private final CompletableFuture<Void> satisfied = new CompletableFuture<>();
    private final CompletableFuture<SessionEnd> ended = new CompletableFuture<>();
    private final AtomicInteger received = new AtomicInteger();
    private volatile long lastTraffic;
    private volatile long handshakeNanos;
    private volatile boolean allSent = true;

    /** Waits for {@code expected} messages, or for none in particular. */
    Conversation(EventWriter events, List<ExportRequest> exports, OptionalInt expected) {
        this.events = events;
        this.exports = exports;
        this.expected = expected;
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
    public void onEnd(DtlsSession session, SessionEnd end) {
        SessionClosing.tell(events, session, end);
        opened.complete(false);
        ended.complete(end);
    }

    /** Something was sent. */
    void sent() {
        lastTraffic = System.nanoTime();
    }

    /** Something should have been sent and was not. */
    void notSent() {
        allSent = false;
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
        long quiet = Math.max(Duration.ofMillis(500).toNanos(), Math.min(handshakeNanos, Duration.ofSeconds(3).toNanos()));
        long limit = System.nanoTime() + QUIETS * quiet;
        long left = quiet;
        while (left > 0 && !ended.isDone()) {
            awaitEnd(Duration.ofNanos(left));
            left = Math.min(lastTraffic + quiet, limit) - System.nanoTime();
        }
    }

    /** Waits for the end, at most {@code limit}. */
    void awaitEnd(Duration limit) {
        try {
            ended.get(limit.toNanos(), TimeUnit.NANOSECONDS);
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
            case CLOSED_LOCALLY -> allSent ? ExitStatus.OK : ExitStatus.FAILED;
            case CLOSED_BY_PEER -> !answered ? ExitStatus.LOST : allSent ? ExitStatus.OK : ExitStatus.FAILED;
            case IDLE, FAILED, HANDLER_FAILED, REPLACED, REFUSED, IO_FAILED -> ExitStatus.LOST;
        };
    }

    /** What was expected and did not come, as a sentence; empty if nothing is missing. */
    String missing() {
        return expected.isEmpty() || satisfied.isDone() ? ""
                : received.get() + " of " + expected.getAsInt() + " expected messages came";
    }
}
