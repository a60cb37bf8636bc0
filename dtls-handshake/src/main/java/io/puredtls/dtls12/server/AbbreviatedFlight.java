package io.puredtls.dtls12.server;

import io.puredtls.config.ServerConfig;
import io.puredtls.config.Settings;
import io.puredtls.config.TicketPolicy;
import io.puredtls.crypto.schedule12.MasterSecret;
import io.puredtls.dtls12.Handshaking12;
import io.puredtls.dtls12.Keys12;
import io.puredtls.dtls12.Promise;
import io.puredtls.dtls12.SessionPart;
import io.puredtls.message.ClientHello;
import io.puredtls.session.Session12;
import io.puredtls.session.SessionInfo;
import io.puredtls.state.HandshakeContext;
import io.puredtls.state.HandshakeState;

/** [RFC5246 §7.3] [RFC5077 §3.1] How a session is resumed: ServerHello [NewSessionTicket] ChangeCipherSpec Finished. */
final class AbbreviatedFlight {
    private AbbreviatedFlight() {
    }

    /** What follows the decision to resume {@code session}, which is lent; the ServerHello has been sent. */
    static HandshakeState send(ServerConfig config, Handshaking12 shared, ClientHello hello, Session12 session, HandshakeContext context) {
        Settings settings = config.settings();
        context.transcript().forgetMessages(); // nobody will sign them
        SessionInfo info = shared.info(session);
        MasterSecret master = shared.masterSecret(session, settings);
        try {
            // [RFC5077 §3.3#7]
            new SessionIssuer(config, session.origin()).ticket(shared, info, master).ifPresent(context::send);
            Keys12 keys = shared.keys(master, context);
            shared.prove(master, keys.write(), context);
            return new AwaitResumedChangeCipherSpec(shared, info, master, keys.read(), part(config, hello));
        } catch (RuntimeException failed) { // a provider may refuse
            master.close();
            throw failed;
        }
    }

    /** What the ServerHello says: another ticket for one, as long as the certificates behind it allow, and nothing for an ID. */
    static Promise promise(ServerConfig config, ClientHello hello, SessionSelection.Resumed resumed) {
        boolean byId = config.tickets().kind() instanceof TicketPolicy.Stored;
        return byId ? new Promise.Nothing() : SessionIssuer.promise(config, hello, resumed.agreed());
    }

    private static SessionPart part(ServerConfig config, ClientHello hello) {
        return config.tickets().kind() instanceof TicketPolicy.Stored stored
                ? new SessionInUse(stored.store(), hello.sessionId()) : SessionPart.NONE;
    }
}
