package io.puredtls.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.puredtls.alert.Violation;
import io.puredtls.config.ClientAuthentication;
import io.puredtls.config.ClientConfig;
import io.puredtls.record.ProtocolVersion;
import io.puredtls.session.Session13;
import io.puredtls.session.SessionInfo;
import io.puredtls.simulator.Pair;
import io.puredtls.trust.TrustPolicy;
import io.puredtls.trust.Verdict;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What was accepted without being believed is no way around a policy that believes, or refuses. */
class ResumedTrust13Test {
    private static final TrustPolicy NOBODY =
            (chain, expectation) -> new Verdict.Untrusted(Violation.CERTIFICATE_NOT_TRUSTED, "nobody is");
    private static final TrustPolicy ALL = (chain, expectation) -> new Verdict.Trusted();

    private static Pair trusting(long seed, TrustPolicy trust, Session13 session) {
        return Families13.plain(seed).client(ClientConfig.trusting(trust).versions(ProtocolVersion.DTLS_1_3).withoutHandshakeLimit().resume(session));
    }

    private static Pair asking(long seed, TrustPolicy trust) {
        return Families13.plain(seed).client(client -> client.identity(Families13.CLIENT))
                .server(server -> server.clientAuthentication(ClientAuthentication.REQUIRED, trust));
    }

    private static SessionInfo info(Pair pair) {
        return pair.client().engine().info().orElseThrow();
    }

    @Test
    void a_session_with_a_server_that_was_not_believed_is_not_resumed_where_servers_are() {
        Session13 session = Families13.session(Families13.plain(1));
        assertFalse(session.peer().verified());
        Pair refused = trusting(2, NOBODY, session).start().drive(Duration.ofSeconds(5));
        assertEquals(Violation.CERTIFICATE_NOT_TRUSTED, refused.client().failure().orElseThrow().violation());
        Pair believed = trusting(3, ALL, session).connect();
        assertFalse(info(believed).resumed());
        assertTrue(info(believed).peer().verified());
        assertTrue(info(trusting(4, Families13.ANYONE, session).connect()).resumed(), "as careless as before");
    }

    @Test
    void a_session_with_a_client_that_was_not_believed_is_not_resumed_where_clients_are() {
        Session13 session = Families13.session(asking(5, Families13.ANYONE));
        Pair refused = asking(6, NOBODY).client(client -> client.resume(session)).start().drive(Duration.ofSeconds(5));
        assertEquals(Violation.CERTIFICATE_NOT_TRUSTED, refused.server().failure().orElseThrow().violation());
        Pair believed = asking(7, ALL).client(client -> client.resume(session)).connect();
        assertFalse(info(believed).resumed());
        assertTrue(believed.server().engine().info().orElseThrow().peer().verified());
        assertTrue(info(asking(8, Families13.ANYONE).client(client -> client.resume(session)).connect()).resumed(), "as careless as before");
    }
}
