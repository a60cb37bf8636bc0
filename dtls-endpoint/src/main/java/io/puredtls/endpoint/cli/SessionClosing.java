package io.puredtls.endpoint.cli;

import io.puredtls.alert.AlertDescription;
import io.puredtls.endpoint.DtlsSession;
import io.puredtls.endpoint.SessionEnd;
import java.util.Optional;

/** What the end of a session is told as: {@code closed} if it had been connected and ended in order, else {@code failed}. */
final class SessionClosing {
    private SessionClosing() {
    }

    static void tell(EventWriter events, DtlsSession session, SessionEnd end) {
        String peer = HostPort.of(session.remoteAddress());
        if (!isOrderly(end)) {
            events.failed(peer, end);
        } else if (session.info().isPresent()) {
            events.closed(peer, end, session.stats());
        } else { // a handshake that either side broke off has failed, however politely
            events.failed(peer, new SessionEnd(end.reason(), end.violation(), Optional.of(AlertDescription.CLOSE_NOTIFY),
                    end.reason() != SessionEnd.Reason.CLOSED_BY_PEER, end.message() + " before the handshake was complete"));
        }
    }

    private static boolean isOrderly(SessionEnd end) {
        return end.isOrderly() || end.reason() == SessionEnd.Reason.REPLACED;
    }
}
