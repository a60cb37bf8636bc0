package io.puredtls.endpoint.cli;

import io.puredtls.endpoint.SessionEnd;
import io.puredtls.endpoint.SessionStats;
import io.puredtls.event.EngineEvent.Direction;
import io.puredtls.session.Session;
import java.net.InetSocketAddress;

/** Tells what happens, each event at once. Thread-safe. */
interface EventWriter {
    /** A server is ready. */
    void listening(InetSocketAddress address);

    /** A handshake is complete. */
    void connected(Connection connection);

    /** A message came. */
    void message(String peer, byte[] message);

    /** [RFC9846 §4.7.1] [RFC5246 §7.3] The server gave a ticket, or a session ID: this session, which is lent, can be resumed. */
    void ticket(String peer, Session resumable);

    /** [RFC9147 §8] The keys of a direction were changed. */
    void keysUpdated(String peer, Direction direction);

    /** [RFC9146 §6] The peer is at another address; {@code validated} says whether it has shown that. */
    void path(String old, String current, boolean validated);

    /** A session is over, and ended in order. */
    void closed(String peer, SessionEnd end, SessionStats stats);

    /** A handshake or a session failed. */
    void failed(String peer, SessionEnd end);

    /** Nothing could be begun: no such host, no socket. */
    void failed(String peer, String message);
}
