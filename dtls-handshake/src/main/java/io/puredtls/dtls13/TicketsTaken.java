package io.puredtls.dtls13;

import static io.puredtls.alert.ProtocolException.violation;

import io.puredtls.alert.ProtocolException;
import io.puredtls.alert.Violation;
import io.puredtls.config.ClientConfig;
import io.puredtls.event.EngineEvent;
import io.puredtls.extension.MaxEarlyData;
import io.puredtls.message.HandshakeMessage;
import io.puredtls.message.NewSessionTicket;
import io.puredtls.session.Session;
import io.puredtls.session.Session13;
import io.puredtls.session.SessionInfo;
import io.puredtls.state.HandshakeContext;
import io.puredtls.state.Received;
import io.puredtls.wire.Bytes;

/**
 * [RFC9846 §4.7.1] The client's side of tickets: each becomes a session that the application may resume.
 *
 * @param authenticatedAt when the server showed who it is, in milliseconds of the wall clock
 */
public record TicketsTaken(ClientConfig config, long authenticatedAt) implements PostHandshakePart {
    @Override
    public boolean accepts(HandshakeMessage message) {
        return message instanceof NewSessionTicket;
    }

    @Override
    public PostHandshakePart on(Received received, Connected13 connected, HandshakeContext context) throws ProtocolException {
        NewSessionTicket ticket = (NewSessionTicket) received.message();
        Misplaced.check(ticket.extensions(), "NewSessionTicket");
        if (ticket.ticketLifetime() > Session.MAX_LIFETIME) {
            throw violation(Violation.ILLEGAL_TICKET, "a ticket_lifetime of " + ticket.ticketLifetime() + " seconds");
        }
        SessionInfo info = connected.info();
        long now = config.settings().clock().millis();
        long lifetime = Session.lifetime(ticket.ticketLifetime(), authenticatedAt, info.peer(), now);
        // [RFC9846 §4.7.1#9]
        if (lifetime > 0) { // [RFC9846 §4.7.1] with none it is to be forgotten at once
            context.emit(new EngineEvent.Resumable(new Session13(
                    info.cipherSuite(), connected.resumption().psk(ticket.ticketNonce().toArray()), authenticatedAt, now, lifetime,
                    ticket.ticketAgeAdd(),
                    ticket.extensions().find(MaxEarlyData.class).map(MaxEarlyData::bytes).orElse(0L),
                    config.serverIdentity().text(), info.applicationProtocol(), info.peer(), Bytes.EMPTY, ticket.ticket())));
        }
        return this;
    }
}
