package io.puredtls.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.puredtls.config.ClientAuthentication;
import io.puredtls.config.ConnectionIdGenerator;
import io.puredtls.config.LegacyCipherSuites;
import io.puredtls.config.TicketPolicy;
import io.puredtls.crypto.suite.CipherSuite;
import io.puredtls.session.Session12;
import io.puredtls.session.SessionInfo;
import io.puredtls.simulator.End;
import io.puredtls.simulator.Pair;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** [RFC5246 §7.3] [RFC5077 §3.1] Coming back in DTLS 1.2: what is said, what is new and what is as it was. */
class Resumption12Test {
    private static SessionInfo info(End end) {
        return end.engine().info().orElseThrow();
    }

    private static boolean isResumed(Pair pair) {
        Agreement.checkAndTalk(pair);
        assertEquals(info(pair.client()).resumed(), info(pair.server()).resumed());
        return info(pair.client()).resumed();
    }

    @ParameterizedTest
    @EnumSource(Way12.class)
    void who_comes_back_is_known_and_the_keys_are_new(Way12 way) {
        TicketPolicy policy = way.policy();
        Pair first = Way12.pair(1, policy);
        Session12 session = Way12.session(first);
        assertFalse(isResumed(first));
        Overheard client = new Overheard();
        Overheard server = new Overheard();
        Pair second = Way12.pair(2, policy).client(each -> each.resume(session).trace(client)).server(each -> each.trace(server)).connect();
        assertTrue(isResumed(second));
        assertEquals(List.of("ClientHello", "ClientHello"), client.typesIn(0));
        assertEquals(way == Way12.BY_ID ? List.of("ServerHello") : List.of("ServerHello", "NewSessionTicket"), server.typesIn(0));
        assertEquals(List.of("Finished"), client.typesIn(1));
        assertEquals(List.of("Finished"), server.typesIn(1));
        assertNotEquals(first.client().exported("EXPORTER-test"), second.client().exported("EXPORTER-test"));
        for (End end : List.of(second.client(), second.server())) {
            assertEquals(info(first.client()).cipherSuite(), info(end).cipherSuite());
            assertEquals(Optional.of("server.test"), info(end).serverName());
            assertEquals(Optional.empty(), info(end).group());
            assertEquals(Optional.empty(), info(end).signatureScheme());
            assertTrue(info(end).extendedMasterSecret());
        }
        assertEquals(info(first.client()).peer(), info(second.client()).peer());
    }

    @ParameterizedTest
    @EnumSource(Way12.class)
    void sessions_lead_to_sessions(Way12 way) {
        TicketPolicy policy = way.policy();
        Session12 session = Way12.session(Way12.pair(1, policy));
        for (int i = 2; i < 6; i++) {
            Session12 earlier = session;
            Pair pair = Way12.pair(i, policy).client(client -> client.resume(earlier)).connect();
            assertTrue(isResumed(pair));
            session = Way12.only(pair.client());
            assertEquals(earlier.origin(), session.origin());
            assertEquals(earlier.masterSecret(), session.masterSecret());
            assertEquals(way == Way12.BY_ID, earlier.token().equals(session.token()), "another ticket, the same ID");
        }
    }

    @ParameterizedTest
    @EnumSource(Way12.class)
    void client_is_who_it_was_without_showing_its_certificate_again(Way12 way) {
        TicketPolicy policy = way.policy();
        Session12 session = Way12.session(authenticated(1, policy));
        Pair second = authenticated(2, policy).client(client -> client.resume(session)).connect();
        assertTrue(isResumed(second));
        assertEquals(Families13.CLIENT.chain(), info(second.server()).peer().chain());
    }

    /** [RFC9146 §3] What belongs to the connection is agreed on anew. */
    @ParameterizedTest
    @EnumSource(Way12.class)
    void connection_ids_are_agreed_on_with_each_connection(Way12 way) {
        TicketPolicy policy = way.policy();
        Session12 session = Way12.session(Way12.pair(1, policy));
        ConnectionIdGenerator ids = ConnectionIdGenerator.ofLength(5);
        Pair second = Way12.pair(2, policy).client(client -> client.resume(session).connectionIds(ids)).server(server -> server.connectionIds(ids)).connect();
        assertTrue(isResumed(second));
        assertTrue(second.network().log().stream().anyMatch(each -> each.bytes()[0] == 25), "no record with a connection ID");
    }

    /** [RFC7366 §3.1] */
    @ParameterizedTest
    @EnumSource(Way12.class)
    void suites_with_cbc_are_resumed_as_well(Way12 way) {
        List<CipherSuite> suites = List.of(CipherSuite.KNOWN.stream().filter(suite -> suite.isLegacy() && suite.toString().contains("ECDHE_ECDSA")).findFirst().orElseThrow());
        TicketPolicy policy = way.policy();
        Session12 session = Way12.session(legacy(1, policy, suites));
        Pair second = legacy(2, policy, suites).client(client -> client.resume(session)).connect();
        assertTrue(isResumed(second));
        assertEquals(suites.get(0), info(second.client()).cipherSuite());
    }

    private static Pair legacy(long seed, TicketPolicy policy, List<CipherSuite> suites) {
        return Way12.pair(seed, policy).client(client -> client.cipherSuites(suites).legacyCipherSuites(LegacyCipherSuites.CBC))
                .server(server -> server.cipherSuites(suites).legacyCipherSuites(LegacyCipherSuites.CBC));
    }

    private static Pair authenticated(long seed, TicketPolicy policy) {
        return Way12.pair(seed, policy).client(client -> client.identity(Families13.CLIENT))
                .server(server -> server.clientAuthentication(ClientAuthentication.REQUIRED, Families13.ANYONE));
    }

    @ParameterizedTest
    @EnumSource(Way12.class)
    void bad_networks_are_no_obstacle(Way12 way) {
        TicketPolicy policy = way.policy();
        Session12 session = Way12.session(Way12.pair(1, policy));
        Seeds.each(seed -> {
            Pair pair = Way12.pair(seed, policy).client(client -> client.resume(session).mtu(256)).server(server -> server.mtu(256))
                    .network(clean -> clean.losing(0.1).duplicating(0.1).reordering(0.1)).connect(Duration.ofMinutes(1));
            assertTrue(isResumed(pair));
        });
    }
}
