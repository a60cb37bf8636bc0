package io.puredtls.endpoint;

import io.puredtls.session.SessionInfo;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Sends every message back, and remembers what happened. */
final class Echo implements SessionHandler {
    /** One call of a handler. */
    record Connected(DtlsSession session, SessionInfo info) {
    }

    /** One call of a handler. */
    record Ended(DtlsSession session, SessionEnd end) {
    }

    private final BlockingQueue<Connected> connected = new LinkedBlockingQueue<>();
    private final BlockingQueue<Ended> ended = new LinkedBlockingQueue<>();

    @Override
    public void onConnected(DtlsSession session, SessionInfo info) {
        connected.add(new Connected(session, info));
    }

    @Override
    public void onMessage(DtlsSession session, byte[] message) {
        try {
            session.send(message);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    @Override
    public void onEnd(DtlsSession session, SessionEnd end) {
        ended.add(new Ended(session, end));
    }

    /** The next session that connected. */
    Connected nextConnected() throws InterruptedException {
        return next(connected, "no session connected");
    }

    /** The next session that ended. */
    Ended nextEnded() throws InterruptedException {
        return next(ended, "no session ended");
    }

    boolean hasNothingMore() {
        return connected.isEmpty() && ended.isEmpty();
    }

    private static <T> T next(BlockingQueue<T> queue, String otherwise) throws InterruptedException {
        T next = queue.poll(Loopback.PATIENCE.toSeconds(), TimeUnit.SECONDS);
        if (next == null) {
            throw new AssertionError(otherwise);
        }
        return next;
    }
}
