package io.puredtls.engine;

import io.puredtls.config.LegacyTickets;
import io.puredtls.config.ServerConfig;
import io.puredtls.config.TicketPolicy;
import io.puredtls.crypto.credentials.Credentials;
import io.puredtls.crypto.credentials.SelfSigned;
import io.puredtls.crypto.entropy.SystemEntropy;
import io.puredtls.event.EngineEvent;
import io.puredtls.record.ProtocolVersion;
import io.puredtls.session.Session12;
import io.puredtls.session.SessionStore;
import io.puredtls.session.TicketKeys;
import io.puredtls.simulator.End;
import io.puredtls.simulator.Pair;
import java.time.Duration;
import java.util.List;

/** The two ways to come back in DTLS 1.2, each with a server that has a policy for it. */
enum Way12 {
    BY_ID {
        @Override
        TicketPolicy policy() {
            return TicketPolicy.storedIn(SessionStore.inMemory(10));
        }
    },
    BY_TICKET {
        @Override
        TicketPolicy policy() {
            return TicketPolicy.sealedBy(TicketKeys.rotating(SystemEntropy.INSTANCE, Duration.ofDays(1)));
        }
    };

    /** What a server gives to come back with, which another with the same policy takes. */
    abstract TicketPolicy policy();

    /** What the server shows. */
    static final Credentials SERVER = SelfSigned.ecdsaP256("server.test");

    /** Two ends that would come back this way. */
    static Pair pair(long seed, TicketPolicy policy) {
        return Pair.seeded(seed)
                .client(client -> client.serverName("server.test").legacyTickets(LegacyTickets.WANTED).withoutHandshakeLimit())
                .server(ServerConfig.identity(SERVER).versions(ProtocolVersion.DTLS_1_2).tickets(policy).withoutHandshakeLimit());
    }

    /** The session of a clean connection of this pair. */
    static Session12 session(Pair pair) {
        Agreement.checkAndTalk(pair.connect());
        return only(pair.client());
    }

    static Session12 only(End client) {
        List<Session12> sessions = sessions(client);
        if (sessions.size() != 1) {
            throw new AssertionError("sessions: " + sessions);
        }
        return sessions.get(0);
    }

    static List<Session12> sessions(End client) {
        return client.events().stream().filter(EngineEvent.Resumable.class::isInstance)
                .map(event -> (Session12) ((EngineEvent.Resumable) event).session()).toList();
    }
}
