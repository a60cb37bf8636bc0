package io.puredtls.endpoint.cli;

import io.puredtls.endpoint.DtlsSession;
import io.puredtls.endpoint.SessionEnd;
import io.puredtls.endpoint.SessionHandler;
import io.puredtls.session.SessionInfo;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** What the server does with all its sessions: tells of them, echoes, counts those that are over. Runs on the loop. */
final class EchoHandler implements SessionHandler {
    private final EventWriter events;
    private final List<ExportRequest> exports;
    private final Arguments given;
    private final CompletableFuture<Void> enough;
    private final Surroundings surroundings;
    private int over;

    /** Completes {@code enough} when as many sessions are over as --count says. */
    EchoHandler(
            Arguments given, EventWriter events, List<ExportRequest> exports, CompletableFuture<Void> enough, Surroundings surroundings) {
        this.given = given;
        this.events = events;
        this.exports = exports;
        this.enough = enough;
        this.surroundings = surroundings;
    }

    @Override
    public void onConnected(DtlsSession session, SessionInfo info) {
        events.connected(Connection.of(Connection.End.SERVER, session, info, exports));
    }

    @Override
    public void onMessage(DtlsSession session, byte[] message) {
        if (!given.has(ServerVerb.QUIET)) {
            events.message(HostPort.of(session.remoteAddress()), message);
        }
        try {
            session.send(message);
        } catch (IOException notSent) {
            surroundings.note("dtls server: no echo to " + HostPort.of(session.remoteAddress()) + ": " + notSent.getMessage());
        }
    }

    @Override
    public void onEnd(DtlsSession session, SessionEnd end) {
        boolean begunAnew = end.reason() == SessionEnd.Reason.REPLACED && session.info().isEmpty();
        if (begunAnew) {
            return; // the same client is still at it
        }
        SessionClosing.tell(events, session, end);
        over++;
        if (over == given.number(ServerVerb.COUNT).orElse(-1)) {
            enough.complete(null);
        }
    }
}
