package io.puredtls.dtls13;

import io.puredtls.authentication.TicketIssuer;
import io.puredtls.config.ServerConfig;
import io.puredtls.config.Settings;
import io.puredtls.config.TicketPolicy;
import io.puredtls.extension.Extensions;
import io.puredtls.extension.MaxEarlyData;
import io.puredtls.message.HandshakeMessage;
import io.puredtls.message.NewSessionTicket;
import io.puredtls.session.Session;
import io.puredtls.session.Session13;
import io.puredtls.session.SessionInfo;
import io.puredtls.state.HandshakeContext;
import io.puredtls.state.Received;
import io.puredtls.wire.Bytes;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;

/**
 * [RFC9846 §4.7.1] The server's side of tickets. Counts those that were given, so that no two have one nonce.
 *
 * @param wanted whether the client can use tickets
 * @param address the network that they are bound to
 * @param authenticatedAt when the client showed who it is, in milliseconds of the wall clock
 */
public record TicketsGiven(ServerConfig config, boolean wanted, Bytes address, long authenticatedAt, int given) implements PostHandshakePart {
    private static final int MAX_TICKETS = 0xFFFF;

    @Override
    public boolean accepts(HandshakeMessage message) {
        return false;
    }

    @Override
    public PostHandshakePart on(Received received, Connected13 connected, HandshakeContext context) {
        throw new IllegalStateException("clients give no tickets");
    }

    boolean isPossible(SessionInfo info) {
        return wanted && !(config.tickets().kind() instanceof TicketPolicy.None) && given < MAX_TICKETS && lifetime(info) > 0;
    }

    private long lifetime(SessionInfo info) {
        return Session.lifetime(config.tickets().lifetime().toSeconds(), authenticatedAt, info.peer(), config.settings().clock().millis());
    }

    /** As many as are given after a handshake, in one flight. */
    TicketsGiven giveFirst(Connected13 connected, HandshakeContext context) {
        TicketsGiven next = this;
        // [RFC9846 §C.4#2]
        for (int i = 0; i < config.tickets().count() && next.isPossible(connected.info()); i++) {
            next = next.give(connected, context);
        }
        return next;
    }

    /** One more. */
    TicketsGiven give(Connected13 connected, HandshakeContext context) {
        Settings settings = config.settings();
        // [RFC9846 §4.7.1#12]
        Bytes nonce = Bytes.of((byte) (given >>> 8), (byte) given);
        // [RFC9846 §4.7.1#11]
        long ageAdd = Integer.toUnsignedLong(ByteBuffer.wrap(settings.entropy().bytes(Integer.BYTES)).getInt());
        long now = settings.clock().millis();
        SessionInfo info = connected.info();
        Session13 session = new Session13(
                info.cipherSuite(), connected.resumption().psk(nonce.toArray()), authenticatedAt, now, lifetime(info), ageAdd,
                config.earlyData().maxBytes(), info.serverName(), info.applicationProtocol(), info.peer(), address, Bytes.EMPTY);
        Optional<Bytes> ticket = TicketIssuer.issue(config, session, now);
        Extensions extensions = config.earlyData().isAccepted()
                ? new Extensions(List.of(new MaxEarlyData(config.earlyData().maxBytes()))) : Extensions.NONE;
        ticket.ifPresent(each -> context.sendAfterHandshake(new NewSessionTicket(session.lifetime(), ageAdd, nonce, each, extensions)));
        return new TicketsGiven(config, wanted, address, authenticatedAt, given + 1);
    }
}
