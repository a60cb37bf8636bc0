package io.puredtls.endpoint.cli;

import io.puredtls.endpoint.DtlsSession;
import io.puredtls.endpoint.SessionStats;
import io.puredtls.session.SessionInfo;
import java.util.List;
import java.util.Map;

/**
 * A handshake that is complete, as it is told.
 *
 * @param end which end we are
 * @param peer the peer's address
 * @param info what was agreed on
 * @param exports exported keying material in hexadecimal, by label
 * @param connectionIds what stands in our records and in the peer's, in hexadecimal
 * @param nanos how long the handshake took
 * @param retransmits how often a flight was sent again
 */
record Connection(End end, String peer, SessionInfo info, Map<String, String> exports, ConnectionIds connectionIds, long nanos, int retransmits) {
    /** [RFC9146 §3] In hexadecimal; empty for none. */
    record ConnectionIds(String send, String receive) {
        static ConnectionIds of(DtlsSession session) {
            return new ConnectionIds(session.sendConnectionId().toString(),
                    session.receiveConnectionIds().stream().findFirst().map(Object::toString).orElse(""));
        }
    }

    /** Which end of a session we are. */
    enum End {
        CLIENT("client"),
        SERVER("server");

        private final String word;

        End(String word) {
            this.word = word;
        }

        String word() {
            return word;
        }

        End other() {
            return this == CLIENT ? SERVER : CLIENT;
        }
    }

    /** Of a session that has just been connected. */
    static Connection of(End end, DtlsSession session, SessionInfo info, List<ExportRequest> exports) {
        SessionStats stats = session.stats();
        return new Connection(end, HostPort.of(session.remoteAddress()), info, ExportRequest.fulfil(exports, session),
                ConnectionIds.of(session), stats.handshakeNanos(), stats.engine().flightsSentAgain());
    }
}
