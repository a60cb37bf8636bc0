package io.puredtls.endpoint.interop;

import io.puredtls.endpoint.DtlsSession;
import io.puredtls.endpoint.SessionEnd;
import io.puredtls.endpoint.SessionHandler;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Remembers how sessions ended. */
final class Ends implements SessionHandler {
    private final BlockingQueue<SessionEnd> ends = new LinkedBlockingQueue<>();

    @Override
    public void onEnd(DtlsSession session, SessionEnd end) {
        ends.add(end);
    }

    /** The next end. */
    SessionEnd next() throws InterruptedException {
        SessionEnd next = ends.poll(Tool.PATIENCE.toSeconds(), TimeUnit.SECONDS);
        if (next == null) {
            throw new AssertionError("no session ended");
        }
        return next;
    }
}
