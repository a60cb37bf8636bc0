package io.puredtls.dtls12.client;

import io.puredtls.config.ClientConfig;
import io.puredtls.dtls12.Connected12;
import io.puredtls.dtls12.Promise;
import io.puredtls.dtls12.SessionPart;
import io.puredtls.event.EngineEvent;
import io.puredtls.message.NewSessionTicket12;
import io.puredtls.session.Session;
import io.puredtls.session.Session12;
import io.puredtls.session.SessionInfo;
import io.puredtls.state.HandshakeContext;
import io.puredtls.wire.Bytes;

/**
 * [RFC5246 §7.3] [RFC5077 §3.1] What the server gave its client to come back with: a session ID or a ticket, or neither. It becomes a
 * session when the server has proved itself.
 *
 * @param origin the full handshake that it goes back to
 * @param issuedAt when it was given, in milliseconds of the wall clock
 * @param lifetime how long it may be used, in seconds, as far as the server says so
 */
record Keepsake(ClientConfig config, Session12.Origin origin, long issuedAt, long lifetime, Bytes sessionId, Bytes ticket) implements SessionPart {
    /** [RFC5246 §F.1.4] A day, where the server says nothing, in seconds. */
    private static final long UNSPECIFIED_LIFETIME = 86_400;

    /** Of a full handshake: the session ID that the ServerHello says. */
    static Keepsake given(ClientConfig config, Session12.Origin origin, Promise promise) {
        Bytes sessionId = promise instanceof Promise.SessionId promised ? promised.id() : Bytes.EMPTY;
        return new Keepsake(config, origin, origin.authenticatedAt(), UNSPECIFIED_LIFETIME, sessionId, Bytes.EMPTY);
    }

    /** Of a session that is resumed: what it was resumed with is good as long as it was. */
    static Keepsake still(ClientConfig config, Session12 resumed) {
        return new Keepsake(config, resumed.origin(), resumed.issuedAt(), resumed.lifetime(), resumed.sessionId(), resumed.ticket());
    }

    /** [RFC5077 §3.4] A ticket takes the place of whatever there was; an empty one is none, and leaves a session that is resumed as it is. */
    Keepsake with(NewSessionTicket12 message) {
        if (message.ticket().isEmpty()) {
            return this;
        }
        // [RFC5077 §3.3#10] a hint of 0 says nothing
        long hint = message.ticketLifetimeHint() == 0 ? UNSPECIFIED_LIFETIME : message.ticketLifetimeHint();
        // [RFC5077 §3.4#3]
        return new Keepsake(config, origin, config.settings().clock().millis(), hint, Bytes.EMPTY, message.ticket());
    }

    @Override
    public void afterHandshake(Connected12 connected, HandshakeContext context) {
        SessionInfo info = connected.info();
        long left = Session.lifetime(lifetime, origin.authenticatedAt(), info.peer(), config.settings().clock().millis());
        // [RFC7627 §5.3#1] [RFC7627 §5.3#2] without extended_master_secret there is nothing to come back with
        if (left == 0 || !info.extendedMasterSecret() || sessionId.isEmpty() && ticket.isEmpty()) {
            return;
        }
        // [RFC5077 §3.3#5] the server's Finished has been checked
        context.emit(new EngineEvent.Resumable(new Session12(
                info.cipherSuite(), connected.master().copy(), origin, issuedAt, left, config.serverIdentity().text(),
                info.applicationProtocol(), info.peer(), sessionId, ticket)));
    }

    /** [RFC5246 §7.2.2] The application has the session, and learns of the failure. */
    @Override
    public void onFailure() {
        // it is for the application to forget it
    }
}
