package io.puredtls.endpoint;

import io.puredtls.record.DropReason;
import java.util.EnumMap;
import java.util.Map;

/**
 * What went through an endpoint so far. A snapshot.
 *
 * @param datagramsReceived datagrams that came
 * @param bytesReceived their bytes
 * @param datagramsSent datagrams that were sent
 * @param bytesSent their bytes
 * @param sessions sessions at the moment, half-open ones included
 * @param handshakesStarted handshakes begun, ours and the peers'
 * @param handshakesCompleted those of them that completed
 * @param handshakesFailed those of them that did not
 * @param cookiesSent hellos that were answered with a cookie
 * @param hellosRefused hellos that were answered with an alert, before any session; see {@link SessionHandler#onHelloRefused}
 * @param sessionsRefused peers turned away because there were too many
 * @param sendFailures datagrams that the socket refused to send
 * @param datagramsTooLarge those of them that were too large for it: the configured MTU is not the path's
 * @param drops datagrams without a session that were dropped, by reason
 */
public record EndpointStats(
        long datagramsReceived, long bytesReceived, long datagramsSent, long bytesSent,
        int sessions, long handshakesStarted, long handshakesCompleted, long handshakesFailed,
        long cookiesSent, long hellosRefused, long sessionsRefused, long sendFailures, long datagramsTooLarge, Map<DropReason, Long> drops) {
    /** Copies the map. */
    public EndpointStats {
        drops = drops.isEmpty() ? Map.of() : Map.copyOf(new EnumMap<>(drops));
    }
}
