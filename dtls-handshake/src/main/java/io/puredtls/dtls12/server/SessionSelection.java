package io.puredtls.dtls12.server;

import io.puredtls.alert.ProtocolException;
import io.puredtls.authentication.EarlierTrust;
import io.puredtls.authentication.TicketIssuer;
import io.puredtls.config.ClientAuthentication;
import io.puredtls.config.ServerConfig;
import io.puredtls.config.TicketPolicy;
import io.puredtls.extension.SessionTicket;
import io.puredtls.message.ClientHello;
import io.puredtls.negotiate.Agreed12;
import io.puredtls.negotiate.ServerNegotiation12;
import io.puredtls.session.PeerIdentity;
import io.puredtls.session.PreSharedKey;
import io.puredtls.session.Session12;
import io.puredtls.trust.Expectation;
import io.puredtls.trust.Purpose;
import io.puredtls.trust.ReferenceIdentity;
import io.puredtls.wire.Bytes;
import java.util.Optional;

/**
 * [RFC5246 §7.3] [RFC5077 §3.1] Which session of its client's a server resumes: the one that the hello names, if it is known and
 * nothing has changed that it depends on. Otherwise a full handshake follows, without a word about why.
 */
final class SessionSelection {
    private final ServerConfig config;
    private final ClientHello hello;

    private SessionSelection(ServerConfig config, ClientHello hello) {
        this.config = config;
        this.hello = hello;
    }

    /** A session that is resumed, and what the hellos agree on then. Owns the session's secret. */
    record Resumed(Session12 session, Agreed12 agreed) implements AutoCloseable {
        @Override
        public void close() {
            session.close();
        }
    }

    /** Gives the session that is resumed, if one is. */
    static Optional<Resumed> choose(ServerConfig config, ClientHello hello) throws ProtocolException {
        return new SessionSelection(config, hello).choose();
    }

    // [RFC5077 §3.2#5]
    private Optional<Resumed> choose() throws ProtocolException {
        Optional<Session12> found = token().flatMap(
                token -> TicketIssuer.find(config, Session12.class, token, config.settings().clock().millis()));
        if (found.isEmpty()) {
            return Optional.empty();
        }
        Session12 session = found.get();
        Optional<Agreed12> agreed = Optional.empty();
        try {
            agreed = ServerNegotiation12.resume(hello, config, session).filter(same -> isAccepted(session));
        } finally {
            if (agreed.isEmpty()) {
                session.close();
            }
        }
        return agreed.map(same -> new Resumed(session, same));
    }

    /** What the hello names a session by, of the kind that we give. */
    private Optional<Bytes> token() {
        Optional<Bytes> ticket = hello.find(SessionTicket.class).map(SessionTicket::ticket).filter(each -> !each.isEmpty());
        if (config.tickets().kind() instanceof TicketPolicy.Stored) {
            // [RFC5077 §3.4#7] beside a ticket a session ID is made up
            return Optional.of(hello.sessionId()).filter(id -> !id.isEmpty() && ticket.isEmpty());
        }
        // [RFC5077 §3.4#6]
        return ticket;
    }

    private boolean isAccepted(Session12 session) {
        PeerIdentity peer = session.peer();
        if (peer.pskIdentity().isPresent()) {
            return config.preSharedKeys().find(peer.pskIdentity().get()).filter(PreSharedKey::isForDtls12).isPresent();
        }
        return switch (config.clientAuthentication()) {
            case NONE -> !peer.isKnown();
            case REQUESTED -> isAsTrusted(peer);
            case REQUIRED -> peer.isKnown() && isAsTrusted(peer);
        };
    }

    private boolean isAsTrusted(PeerIdentity peer) {
        return EarlierTrust.isEnough(peer, config.clientTrust(), new Expectation(
                Purpose.CLIENT_AUTHENTICATION, new ReferenceIdentity.None(), config.settings().clock().instant()));
    }
}
