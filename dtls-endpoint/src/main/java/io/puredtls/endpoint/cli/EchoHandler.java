package io.puredtls.endpoint.cli;

import io.puredtls.alert.Violation;
import io.puredtls.endpoint.DtlsSession;
import io.puredtls.endpoint.SessionEnd;
import io.puredtls.endpoint.SessionHandler;
import io.puredtls.event.EngineEvent.Direction;
import io.puredtls.session.SessionInfo;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** What the server does with all its sessions: tells of them, echoes, counts those that are over. Runs on the loop. */
final class EchoHandler implements SessionHandler {
    private final EventWriter events;
    private final List<ExportRequest> exports;
    private final Arguments given;
    private final CompletableFuture<Void> enough;
    private final Surroundings surroundings;
    private final Map<DtlsSession, List<byte[]>> early = new HashMap<>(); // to be echoed
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

    /** As any handshake that failed; but there was no session, so it does not count for --count. */
    @Override
    public void onHelloRefused(InetSocketAddress peer, Violation violation, String message) {
        events.failed(HostPort.of(peer),
                new SessionEnd(SessionEnd.Reason.FAILED, Optional.of(violation), violation.alert(), true, message));
    }

    @Override
    public void onConnected(DtlsSession session, SessionInfo info) {
        events.connected(Connection.of(Connection.End.SERVER, session, info, exports));
        Optional.ofNullable(early.remove(session)).orElse(List.of()).forEach(message -> echo(session, message));
    }

    @Override
    public void onMessage(DtlsSession session, byte[] message) {
        tell(session, message);
        echo(session, message);
    }

    /** It comes before anything can be sent; how much there may be is --early-data. */
    @Override
    public void onEarlyData(DtlsSession session, byte[] message) {
        tell(session, message);
        if (session.isConnected()) { // it was late
            echo(session, message);
        } else {
            early.computeIfAbsent(session, any -> new ArrayList<>()).add(message);
        }
    }

    @Override
    public void onAddressChanged(DtlsSession session, InetSocketAddress old, InetSocketAddress current, boolean validated) {
        events.path(HostPort.of(old), HostPort.of(current), validated);
    }

    @Override
    public void onKeysUpdated(DtlsSession session, Direction direction) {
        events.keysUpdated(HostPort.of(session.remoteAddress()), direction);
    }

    private void tell(DtlsSession session, byte[] message) {
        if (!given.has(ServerVerb.QUIET)) {
            events.message(HostPort.of(session.remoteAddress()), message);
        }
    }

    private void echo(DtlsSession session, byte[] message) {
        try {
            session.send(message);
        } catch (IOException notSent) {
            surroundings.note("dtls server: no echo to " + HostPort.of(session.remoteAddress()) + ": " + notSent.getMessage());
        }
    }

    @Override
    public void onEnd(DtlsSession session, SessionEnd end) {
        early.remove(session);
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
