package io.puredtls.dtls12.server;

import io.puredtls.authentication.TicketIssuer;
import io.puredtls.config.ServerConfig;
import io.puredtls.config.TicketPolicy;
import io.puredtls.crypto.schedule12.MasterSecret;
import io.puredtls.dtls12.Handshaking12;
import io.puredtls.dtls12.Promise;
import io.puredtls.dtls12.SessionPart;
import io.puredtls.extension.SessionTicket;
import io.puredtls.message.ClientHello;
import io.puredtls.message.NewSessionTicket12;
import io.puredtls.negotiate.Agreed12;
import io.puredtls.session.Session;
import io.puredtls.session.Session12;
import io.puredtls.session.SessionInfo;
import io.puredtls.wire.Bytes;
import java.security.PublicKey;
import java.util.Optional;

/** [RFC5246 §7.3] [RFC5077 §3] Makes sessions that a server's clients can come back with, as the configuration says. */
record SessionIssuer(ServerConfig config, Session12.Origin origin) {
    private static final int SESSION_ID_LENGTH = 32;

    /** After a handshake in which this key of ours was shown. */
    static SessionIssuer withKey(ServerConfig config, PublicKey shown) {
        return new SessionIssuer(config, Session12.Origin.at(config.settings().clock().millis(), config.settings().jca(), shown));
    }

    /** After one in which we showed nothing. */
    static SessionIssuer withoutKey(ServerConfig config) {
        return new SessionIssuer(config, Session12.Origin.at(config.settings().clock().millis()));
    }

    /** What the ServerHello of a full handshake says: a ticket to who wants one, or a session ID, or nothing. */
    static Promise promise(ServerConfig config, ClientHello hello, Agreed12 agreed) {
        // [RFC7627 §5.3#1] there is no session without it
        if (!agreed.extendedMasterSecret() || config.tickets().count() == 0) {
            return new Promise.Nothing();
        }
        if (config.tickets().kind() instanceof TicketPolicy.Stored) {
            return new Promise.SessionId(Bytes.of(config.settings().entropy().bytes(SESSION_ID_LENGTH)));
        }
        // [RFC5077 §3.2#4] only if it was asked for
        boolean wanted = config.tickets().kind() instanceof TicketPolicy.Sealed && hello.extensions().has(SessionTicket.class);
        return wanted ? new Promise.Ticket() : new Promise.Nothing();
    }

    /** [RFC5077 §3.3] The ticket that was promised, if one was; an empty one if there cannot be any. {@code master} is lent. */
    Optional<NewSessionTicket12> ticket(Handshaking12 shared, SessionInfo info, MasterSecret master) {
        if (!(shared.promise() instanceof Promise.Ticket)) {
            return Optional.empty(); // [RFC5077 §3.3#2]
        }
        long lifetime = lifetime(info);
        // [RFC5077 §3.3#1] [RFC5077 §3.3#6]
        Bytes ticket = lifetime == 0 ? Bytes.EMPTY
                : TicketIssuer.issue(config, session(info, master, lifetime), now()).orElse(Bytes.EMPTY);
        return Optional.of(new NewSessionTicket12(lifetime, ticket));
    }

    /** What is done with the session of a full handshake. */
    SessionPart part(Handshaking12 shared) {
        return shared.promise() instanceof Promise.SessionId promised && config.tickets().kind() instanceof TicketPolicy.Stored stored
                ? new SessionKept(this, stored.store(), promised.id()) : SessionPart.NONE;
    }

    /** Gives the session that is kept, if there is any time left for it. {@code master} is lent. */
    Optional<Session12> session(SessionInfo info, MasterSecret master) {
        long lifetime = lifetime(info);
        return lifetime == 0 ? Optional.empty() : Optional.of(session(info, master, lifetime));
    }

    private Session12 session(SessionInfo info, MasterSecret master, long lifetime) {
        return new Session12(
                info.cipherSuite(), master.copy(), origin, now(), lifetime, info.serverName(), info.applicationProtocol(), info.peer(),
                Bytes.EMPTY, Bytes.EMPTY);
    }

    private long lifetime(SessionInfo info) {
        return Session.lifetime(config.tickets().lifetime().toSeconds(), origin.authenticatedAt(), info.peer(), now());
    }

    private long now() {
        return config.settings().clock().millis();
    }
}
