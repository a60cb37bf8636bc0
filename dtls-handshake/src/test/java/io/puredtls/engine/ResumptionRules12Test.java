package io.puredtls.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.puredtls.alert.AlertDescription;
import io.puredtls.alert.ProtocolException;
import io.puredtls.alert.Violation;
import io.puredtls.client.AwaitServerAnswer;
import io.puredtls.config.ClientAuthentication;
import io.puredtls.config.ClientConfig;
import io.puredtls.config.CookiePolicy;
import io.puredtls.config.LegacyTickets;
import io.puredtls.config.PskStore;
import io.puredtls.config.ServerConfig;
import io.puredtls.config.TicketPolicy;
import io.puredtls.crypto.credentials.Credentials;
import io.puredtls.crypto.credentials.SelfSigned;
import io.puredtls.crypto.suite.CipherSuite;
import io.puredtls.event.EngineEvent;
import io.puredtls.extension.ExtensionType;
import io.puredtls.extension.Extensions;
import io.puredtls.extension.SelectedVersion;
import io.puredtls.extension.SessionTicket;
import io.puredtls.message.ClientHello;
import io.puredtls.message.HandshakeMessage;
import io.puredtls.message.ServerHello;
import io.puredtls.record.ProtocolVersion;
import io.puredtls.session.PreSharedKey;
import io.puredtls.session.Session;
import io.puredtls.session.Session12;
import io.puredtls.session.Session13;
import io.puredtls.session.SessionStore;
import io.puredtls.simulator.Conditions;
import io.puredtls.simulator.Pair;
import io.puredtls.srtp.SrtpProfile;
import io.puredtls.state.HandshakeState;
import io.puredtls.state.RecordingContext;
import io.puredtls.trust.TrustPolicy;
import io.puredtls.trust.Verdict;
import io.puredtls.wire.Bytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/** What a session of DTLS 1.2 is bound to: everything else leads to a full handshake. */
class ResumptionRules12Test {
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Credentials OTHER = SelfSigned.ecdsaP256("server.test");
    private static final PreSharedKey KEY = PreSharedKey.of(Agreement.bytes("device"), Agreement.bytes("a key of sixteen"));
    private static final List<CipherSuite> BY_KEY = List.of(CipherSuite.TLS_PSK_WITH_AES_128_GCM_SHA256);

    private static boolean isResumed(Pair pair) {
        Agreement.checkAndTalk(pair);
        boolean resumed = pair.client().engine().info().orElseThrow().resumed();
        assertEquals(resumed, pair.server().engine().info().orElseThrow().resumed());
        return resumed;
    }

    /** Whether a session of a first pair is resumed by a second. */
    private static boolean isResumed(Way12 way, Consumer<Pair> first, Consumer<Pair> second) {
        TicketPolicy policy = way.policy();
        Pair made = Way12.pair(1, policy);
        first.accept(made);
        Session12 session = Way12.session(made);
        Pair back = Way12.pair(2, policy).client(client -> client.resume(session));
        second.accept(back);
        return isResumed(back.connect());
    }

    private static void client(Pair pair, Consumer<ClientConfig.Builder> options) {
        pair.client(options);
    }

    private static void server(Pair pair, Consumer<ServerConfig.Builder> options) {
        pair.server(options);
    }

    /** [RFC6066 §3#13] */
    @ParameterizedTest
    @EnumSource(Way12.class)
    void a_session_is_with_the_server_of_its_name(Way12 way) {
        TicketPolicy policy = way.policy();
        Session12 session = Way12.session(Way12.pair(1, policy));
        Overheard client = new Overheard();
        assertFalse(isResumed(Way12.pair(2, policy).client(each -> each.resume(session).serverName("other.test").trace(client)).connect()));
        Overheard fresh = new Overheard();
        Way12.pair(2, policy).client(each -> each.serverName("other.test").trace(fresh)).connect();
        assertEquals(fresh.messages().get(0), client.messages().get(0), "the session was not even offered");
    }

    /** [RFC6066 §3#14] What a client of others may say. */
    @ParameterizedTest
    @EnumSource(Way12.class)
    void a_server_resumes_no_session_under_another_name(Way12 way) throws Exception {
        assertTrue(isAnswered(way, hello -> hello));
        assertFalse(isAnswered(way, hello -> hello.withExtensions(hello.extensions().without(ExtensionType.SERVER_NAME))));
    }

    /** [RFC6066 §3#10] [RFC6066 §3#15] */
    @ParameterizedTest
    @EnumSource(Way12.class)
    void a_name_is_acknowledged_in_a_full_handshake_alone(Way12 way) throws Exception {
        TicketPolicy policy = way.policy();
        ClientHello hello = hello(Way12.session(Way12.pair(1, policy)));
        assertFalse(answer(policy, hello).extensions().has(ExtensionType.SERVER_NAME));
        ClientHello full = hello.withExtensions(hello.extensions().without(ExtensionType.SESSION_TICKET));
        assertTrue(answer(way.policy(), full).extensions().has(ExtensionType.SERVER_NAME));
    }

    private static ServerHello answer(TicketPolicy policy, ClientHello hello) throws Exception {
        return (ServerHello) new HandClient(server(policy)).say(hello).get(0);
    }

    /** Whether a hello that names a session, and is changed, is answered by that session. */
    private static boolean isAnswered(Way12 way, UnaryOperator<ClientHello> change) throws Exception {
        TicketPolicy policy = way.policy();
        Session12 session = Way12.session(Way12.pair(1, policy));
        List<HandshakeMessage> flight = new HandClient(server(policy)).say(change.apply(hello(session)));
        return flight.size() < 3;
    }

    private static ServerConfig server(TicketPolicy policy) {
        return ServerConfig.identity(Way12.SERVER).versions(ProtocolVersion.DTLS_1_2).tickets(policy).build();
    }

    /** What a client of ours says that comes back. */
    private static ClientHello hello(Session session) throws Exception {
        return HandClient.hello(client -> client.serverName("server.test").resume(session));
    }

    @ParameterizedTest
    @EnumSource(Way12.class)
    void a_session_goes_with_its_suite_alone(Way12 way) {
        List<CipherSuite> first = List.of(CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256);
        List<CipherSuite> second = List.of(CipherSuite.TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256);
        List<CipherSuite> both = List.of(second.get(0), first.get(0));
        Consumer<Pair> made = pair -> server(pair, server -> server.cipherSuites(first));
        assertTrue(isResumed(way, made, pair -> server(pair, server -> server.cipherSuites(both))), "though another is preferred");
        assertFalse(isResumed(way, made, pair -> server(pair, server -> server.cipherSuites(second))));
        assertFalse(isResumed(way, made, pair -> client(pair, client -> client.cipherSuites(second))));
    }

    /** [RFC5246 §7.4.1.2] */
    @ParameterizedTest
    @EnumSource(Way12.class)
    void a_client_that_does_not_offer_the_suite_again_gets_a_full_handshake(Way12 way) throws Exception {
        assertFalse(isAnswered(way, hello -> new ClientHello(hello.clientVersion(), hello.random(), hello.sessionId(), hello.cookie(),
                List.of(CipherSuite.TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256), hello.compressionMethods(), hello.extensions())));
    }

    @ParameterizedTest
    @EnumSource(Way12.class)
    void a_session_goes_with_its_application_protocol_alone(Way12 way) {
        Consumer<Pair> coap = pair -> {
            client(pair, client -> client.applicationProtocols("coap", "h3"));
            server(pair, server -> server.applicationProtocols("coap", "h3"));
        };
        assertTrue(isResumed(way, coap, coap));
        assertFalse(isResumed(way, coap, coap.andThen(pair -> server(pair, server -> server.applicationProtocols("h3")))));
        assertFalse(isResumed(way, coap, coap.andThen(pair -> client(pair, client -> client.applicationProtocols("h3")))));
        assertFalse(isResumed(way, coap, pair -> { }), "nor with none");
        assertFalse(isResumed(way, pair -> { }, coap), "nor without the one that there is now");
    }

    /** [RFC5764 §4.1] The profile belongs to the connection: it is chosen anew. */
    @ParameterizedTest
    @EnumSource(Way12.class)
    void a_session_goes_with_any_srtp_profile(Way12 way) {
        Consumer<Pair> first = pair -> srtp(pair, SrtpProfile.SRTP_AES128_CM_HMAC_SHA1_80);
        assertTrue(isResumed(way, first, pair -> srtp(pair, SrtpProfile.SRTP_AEAD_AES_128_GCM)));
        assertTrue(isResumed(way, first, pair -> { }));
    }

    private static void srtp(Pair pair, SrtpProfile profile) {
        client(pair, client -> client.srtp(profile));
        server(pair, server -> server.srtp(profile));
    }

    @ParameterizedTest
    @EnumSource(Way12.class)
    void a_session_is_with_what_the_server_showed(Way12 way) {
        TicketPolicy policy = way.policy();
        Session12 session = Way12.session(Way12.pair(1, policy));
        assertFalse(isResumed(Way12.pair(2, policy).client(client -> client.resume(session))
                .server(ServerConfig.identity(OTHER).versions(ProtocolVersion.DTLS_1_2).tickets(policy)).connect()));
        assertTrue(isResumed(Way12.pair(3, policy).client(client -> client.resume(session))
                .server(ServerConfig.identity(OTHER, Way12.SERVER).versions(ProtocolVersion.DTLS_1_2).tickets(policy)).connect()));
    }

    @ParameterizedTest
    @EnumSource(Way12.class)
    void a_session_is_with_what_the_client_showed(Way12 way) {
        Consumer<Pair> shown = pair -> {
            client(pair, client -> client.identity(Families13.CLIENT));
            server(pair, server -> server.clientAuthentication(ClientAuthentication.REQUESTED, Families13.ANYONE));
        };
        assertTrue(isResumed(way, shown, shown));
        assertFalse(isResumed(way, shown, shown.andThen(pair -> client(pair, client -> client.identity(OTHER)))));
        assertFalse(isResumed(way, shown, shown.andThen(pair -> client(pair, client -> client.identity()))));
    }

    @ParameterizedTest
    @EnumSource(Way12.class)
    void a_client_is_known_again_only_where_it_would_be_asked_today(Way12 way) {
        Consumer<Pair> shown = asked(ClientAuthentication.REQUIRED, Families13.ANYONE);
        assertTrue(isResumed(way, shown, asked(ClientAuthentication.REQUESTED, Families13.ANYONE)));
        assertFalse(isResumed(way, shown, pair -> client(pair, client -> client.identity(Families13.CLIENT))));
        TrustPolicy all = (chain, expectation) -> new Verdict.Trusted();
        assertFalse(isResumed(way, shown, asked(ClientAuthentication.REQUIRED, all)), "it was not believed, only let in");
        assertTrue(isResumed(way, asked(ClientAuthentication.REQUIRED, all), asked(ClientAuthentication.REQUIRED, all)));
        assertFalse(isResumed(way, pair -> { }, shown), "a session of nobody is no way around a certificate");
    }

    private static Consumer<Pair> asked(ClientAuthentication how, TrustPolicy trust) {
        return pair -> {
            client(pair, client -> client.identity(Families13.CLIENT));
            server(pair, server -> server.clientAuthentication(how, trust));
        };
    }

    @ParameterizedTest
    @EnumSource(Way12.class)
    void a_session_with_a_pre_shared_key_ends_with_the_key(Way12 way) {
        TicketPolicy policy = way.policy();
        Session12 session = Way12.session(byKey(1, policy, PskStore.of(KEY)));
        assertEquals(Optional.of(KEY.identity()), session.peer().pskIdentity());
        Pair back = byKey(2, policy, PskStore.of(KEY)).client(client -> client.resume(session)).connect();
        assertTrue(isResumed(back));
        assertEquals(Optional.of(KEY.identity()), back.server().engine().info().orElseThrow().peer().pskIdentity());
        PskStore others = PskStore.of(PreSharedKey.of(Agreement.bytes("another"), Agreement.bytes("a key of sixteen")));
        Pair gone = byKey(3, policy, others).client(client -> client.resume(session)).start();
        gone.driveWhile(() -> gone.client().failure().isEmpty(), MINUTE);
        assertEquals(Optional.of(Violation.WRONG_PRE_SHARED_KEY), gone.server().failure().map(EngineEvent.Failed::violation));
    }

    private static Pair byKey(long seed, TicketPolicy policy, PskStore keys) {
        return Pair.seeded(seed)
                .client(ClientConfig.trusting(TrustPolicy.roots(List.of())).versions(ProtocolVersion.DTLS_1_2).cipherSuites(BY_KEY)
                        .preSharedKeys(KEY).legacyTickets(LegacyTickets.WANTED))
                .server(ServerConfig.identity().versions(ProtocolVersion.DTLS_1_2).cipherSuites(BY_KEY).preSharedKeys(keys).tickets(policy));
    }

    /** [RFC5077 §3.3#11] */
    @ParameterizedTest
    @EnumSource(Way12.class)
    void no_session_is_offered_or_resumed_when_its_time_is_over(Way12 way) {
        TicketPolicy policy = way.policy().withLifetime(Duration.ofHours(1));
        WallClock clock = new WallClock();
        Session12 session = Way12.session(timed(1, policy, clock));
        clock.pass(Duration.ofHours(1));
        assertTrue(isResumed(timed(2, policy, clock).client(client -> client.resume(session)).connect()));
        clock.pass(Duration.ofMillis(1));
        assertFalse(isResumed(timed(3, policy, clock).client(client -> client.resume(session).clock(new WallClock())).connect()), "the server's clock counts");
        clock.pass(Duration.ofDays(1));
        Overheard client = new Overheard();
        assertFalse(isResumed(timed(4, policy, clock).client(each -> each.resume(session).trace(client)).connect()));
        Overheard fresh = new Overheard();
        timed(4, policy, clock).client(each -> each.trace(fresh)).connect();
        assertEquals(fresh.messages().get(0), client.messages().get(0), "it was not even offered");
    }

    private static Pair timed(long seed, TicketPolicy policy, WallClock clock) {
        return Way12.pair(seed, policy).client(client -> client.clock(clock)).server(server -> server.clock(clock));
    }

    /** [RFC7627 §5.3#6] Also where clients without it are borne. */
    @ParameterizedTest
    @EnumSource(Way12.class)
    void a_client_cannot_come_back_without_extended_master_secret(Way12 way) throws Exception {
        TicketPolicy policy = way.policy();
        ClientHello hello = hello(Way12.session(Way12.pair(1, policy)));
        HandClient client = new HandClient(ServerConfig.identity(Way12.SERVER).versions(ProtocolVersion.DTLS_1_2).tickets(policy)
                .dangerouslyAllowLegacyMasterSecret().build());
        client.say(hello.withExtensions(hello.extensions().without(ExtensionType.EXTENDED_MASTER_SECRET)));
        assertEquals(Optional.of(Violation.MISSING_EXTENDED_MASTER_SECRET), client.failure());
    }

    /** [RFC5077 §3.4#6] Any session ID, or none, does beside a ticket; [RFC5077 §3.4#5] it is said again. */
    @Test
    void a_ticket_is_good_with_any_session_id() throws Exception {
        for (Bytes id : List.of(Bytes.EMPTY, Bytes.of((byte) 1), Bytes.of(new byte[32]))) {
            TicketPolicy policy = Way12.BY_TICKET.policy();
            ClientHello hello = hello(Way12.session(Way12.pair(1, policy)));
            List<HandshakeMessage> flight = new HandClient(server(policy)).say(withId(hello, id));
            assertEquals(id, ((ServerHello) flight.get(0)).sessionId());
            assertEquals(2, flight.size(), "ServerHello NewSessionTicket, and what cannot be read here");
        }
    }

    private static ClientHello withId(ClientHello hello, Bytes id) {
        return new ClientHello(hello.clientVersion(), hello.random(), id, hello.cookie(), hello.cipherSuites(), hello.compressionMethods(), hello.extensions());
    }

    /** [RFC5077 §3.4#7] */
    @Test
    void a_session_id_beside_a_ticket_is_not_looked_for() throws Exception {
        assertTrue(isAnswered(Way12.BY_ID, hello -> hello.withExtensions(hello.extensions().with(SessionTicket.WANTED))));
        assertFalse(isAnswered(Way12.BY_ID, hello -> hello.withExtensions(hello.extensions().with(new SessionTicket(Bytes.of((byte) 1))))));
    }

    /** [RFC5077 §3.2#5] [RFC5077 §5.2#1] [RFC5077 §5.3#1] [RFC5077 §5.7#2] */
    @Test
    void a_ticket_that_was_altered_anywhere_leads_to_a_full_handshake() throws Exception {
        TicketPolicy policy = Way12.BY_TICKET.policy();
        ClientHello hello = hello(Way12.session(Way12.pair(1, policy)));
        byte[] ticket = hello.find(SessionTicket.class).orElseThrow().ticket().toArray();
        for (int at = 0; at < ticket.length; at++) {
            byte[] altered = ticket.clone();
            altered[at] ^= 0x10;
            assertFull(policy, hello, altered);
        }
        for (int length : new int[] {1, 16, 28, 44, ticket.length - 1}) {
            assertFull(policy, hello, Arrays.copyOf(ticket, length));
        }
        assertFull(policy, hello, Arrays.copyOf(ticket, ticket.length + 1));
    }

    private static void assertFull(TicketPolicy policy, ClientHello hello, byte[] ticket) throws Exception {
        List<HandshakeMessage> flight = new HandClient(server(policy)).say(
                hello.withExtensions(hello.extensions().with(new SessionTicket(Bytes.of(ticket)))));
        assertEquals(4, flight.size(), "a full handshake's flight");
    }

    /** [RFC5077 §5.2#1] [RFC5077 §5.7#2] [RFC5077 §5.8#1] */
    @Test
    void a_ticket_does_not_show_what_is_in_it() {
        Session12 session = Way12.session(Way12.pair(1, Way12.BY_TICKET.policy()));
        String ticket = session.ticket().hex();
        assertFalse(ticket.contains(HexFormat.of().formatHex(session.masterSecret().view())));
        assertFalse(ticket.contains(HexFormat.of().formatHex(Agreement.bytes("server.test"))));
    }

    /** What one version sealed or kept under a name is nothing to the other. */
    @ParameterizedTest
    @EnumSource(Way12.class)
    void a_session_of_one_version_is_none_of_the_other(Way12 way) {
        TicketPolicy policy = way.policy();
        Session12 older = Way12.session(Way12.pair(1, policy));
        Pair newer = Families13.plain(2).server(server -> server.tickets(policy));
        var session = Families13.session(newer);
        var disguised = new Session13(session.suite(), session.psk(), session.authenticatedAt(), session.issuedAt(), session.lifetime(),
                0, 0, session.serverName(), session.applicationProtocol(), session.peer(), Bytes.EMPTY, older.token());
        assertFalse(isResumed(Families13.plain(3).client(client -> client.resume(disguised)).server(server -> server.tickets(policy)).connect()));
        boolean byId = way == Way12.BY_ID;
        Session12 other = new Session12(older.suite(), older.masterSecret(), older.origin(), older.issuedAt(), older.lifetime(), older.serverName(),
                older.applicationProtocol(), older.peer(), byId ? session.ticket() : Bytes.EMPTY, byId ? Bytes.EMPTY : session.ticket());
        assertFalse(isResumed(Way12.pair(4, policy).client(client -> client.resume(other)).connect()));
    }

    /** A server that speaks both may have learnt the newer one since. */
    @ParameterizedTest
    @EnumSource(Way12.class)
    void a_session_does_not_keep_the_ends_from_a_newer_version(Way12 way) {
        TicketPolicy policy = way.policy();
        Session12 session = Way12.session(Way12.pair(1, policy));
        Pair both = Way12.pair(2, policy).client(client -> client.resume(session).versions(ProtocolVersion.DTLS_1_2, ProtocolVersion.DTLS_1_3));
        assertTrue(isResumed(both.connect()), "the server speaks the older one alone");
        Pair newer = Way12.pair(3, policy).client(client -> client.resume(session).versions(ProtocolVersion.DTLS_1_2, ProtocolVersion.DTLS_1_3))
                .server(server -> server.versions(ProtocolVersion.DTLS_1_2, ProtocolVersion.DTLS_1_3)).connect();
        assertFalse(isResumed(newer));
        assertEquals(ProtocolVersion.DTLS_1_3, newer.client().engine().info().orElseThrow().version());
    }

    /** [RFC9147 §5.3#4] [RFC9147 §5#6] A session ID of the older version is said to both, and said again by the older alone. */
    @Test
    void a_server_of_the_newer_version_cannot_say_the_session_id_again() {
        Session12 session = Way12.session(Way12.pair(1, Way12.BY_ID.policy()));
        for (boolean again : new boolean[] {true, false}) {
            ClientConfig config = ClientConfig.trusting(TrustPolicy.dangerouslyTrustAnyone()).serverName("server.test").resume(session).build();
            RecordingContext context = new RecordingContext(config.settings());
            HandshakeState state = AwaitServerAnswer.start(config, context);
            ClientHello hello = (ClientHello) context.said().element().message().orElseThrow();
            assertEquals(session.sessionId(), hello.sessionId());
            ServerHello answer = new ServerHello(ProtocolVersion.DTLS_1_2, Bytes.of(new byte[32]), again ? hello.sessionId() : Bytes.EMPTY,
                    CipherSuite.TLS_AES_128_GCM_SHA256, 0, new Extensions(List.of(new SelectedVersion(ProtocolVersion.DTLS_1_3))));
            ProtocolException thrown = assertThrows(ProtocolException.class,
                    () -> state.on(new RecordingContext.Said(Optional.of(answer), 0).received(), context));
            assertEquals(again, thrown.getMessage().contains("session id"), thrown.getMessage());
            assertEquals(Violation.ILLEGAL_SERVER_HELLO, thrown.violation());
        }
    }

    // What a store keeps, and for how long

    /** [RFC5246 §7.2.2] */
    @Test
    void a_session_whose_connection_ended_by_a_fatal_alert_is_forgotten() {
        TicketPolicy policy = Way12.BY_ID.policy();
        for (boolean resumedBefore : new boolean[] {false, true}) {
            Pair first = Way12.pair(1, policy);
            Session12 session = Way12.session(first);
            Pair last = first;
            if (resumedBefore) {
                last = Way12.pair(2, policy).client(client -> client.resume(session)).connect();
                assertTrue(isResumed(last));
            }
            last.server().engine().failedByPeer(AlertDescription.INTERNAL_ERROR);
            assertFalse(isResumed(Way12.pair(3, policy).client(client -> client.resume(session)).connect()));
        }
    }

    @Test
    void a_session_whose_connection_was_closed_in_order_is_kept() {
        TicketPolicy policy = Way12.BY_ID.policy();
        Pair first = Way12.pair(1, policy);
        Session12 session = Way12.session(first);
        first.client().engine().shutdown(first.now());
        first.poll().drive(MINUTE);
        assertTrue(first.server().isClosed());
        assertTrue(isResumed(Way12.pair(2, policy).client(client -> client.resume(session)).connect()));
    }

    /** Who saw the ID on its way has not the secret, and can neither resume nor end the session of its owner. */
    @Test
    void a_handshake_by_somebody_without_the_secret_changes_nothing() throws Exception {
        TicketPolicy policy = Way12.BY_ID.policy();
        Session12 session = Way12.session(Way12.pair(1, policy));
        HandClient thief = new HandClient(server(policy));
        assertEquals(1, thief.say(hello(session)).size());
        thief.fail();
        assertTrue(isResumed(Way12.pair(2, policy).client(client -> client.resume(session)).connect()));
    }

    /** [RFC5246 §F.1.4] */
    @Test
    void a_session_is_kept_when_the_client_has_proved_itself_and_not_before() {
        List<Bytes> kept = new ArrayList<>();
        SessionStore store = new Watched(kept);
        Pair pair = Way12.pair(1, TicketPolicy.storedIn(store)).network(clean -> clean.losing(number -> number > 3)).start();
        pair.drive(Duration.ofMillis(500));
        assertTrue(pair.server().hasEngine());
        assertEquals(List.of(), kept);
        pair.network(any -> Conditions.CLEAN).driveWhile(() -> !pair.isConnected(), MINUTE);
        assertEquals(1, kept.size());
    }

    /** [RFC6347 §4.2.1] Whoever comes back shows its address like everybody else. */
    @ParameterizedTest
    @EnumSource(value = CookiePolicy.class, names = {"ALWAYS", "EXCEPT_RESUMED"})
    void a_session_is_not_looked_for_before_the_cookie_has_come_back(CookiePolicy cookies) {
        List<Bytes> asked = new ArrayList<>();
        Session12 session = Way12.session(Way12.pair(1, Way12.BY_ID.policy()));
        HelloGate gate = new HelloGate(ServerConfig.identity(Way12.SERVER).versions(ProtocolVersion.DTLS_1_2).cookiePolicy(cookies)
                .tickets(TicketPolicy.storedIn(new Watched(asked))).build(), 0);
        byte[] out = new byte[2000];
        try (DtlsEngine client = DtlsEngine.client(ClientConfig.trusting(TrustPolicy.dangerouslyTrustAnyone()).versions(ProtocolVersion.DTLS_1_2)
                .serverName("server.test").resume(session).build(), (datagram, offset, length) -> { })) {
            client.start(0);
            int length = client.pollDatagram(out, 0, 0);
            assertInstanceOf(HelloGate.Verdict.Reply.class, gate.inspect(out, 0, length, new byte[] {10, 0, 0, 1, 1, 1}, 0, new byte[2000]));
        }
        assertEquals(List.of(), asked);
    }

    /** A store that keeps nothing and tells what it is asked and given. */
    private record Watched(List<Bytes> kept) implements SessionStore {
        @Override
        public void put(Bytes name, Session session) {
            kept.add(name);
            session.close();
        }

        @Override
        public Optional<Session> take(Bytes name) {
            return Optional.empty();
        }

        @Override
        public Optional<Session> peek(Bytes name) {
            kept.add(name);
            return Optional.empty();
        }
    }

    @Test
    void a_store_keeps_no_more_sessions_than_it_has_room_for() {
        TicketPolicy policy = TicketPolicy.storedIn(SessionStore.inMemory(2));
        Session12 oldest = Way12.session(Way12.pair(1, policy));
        Session12 older = Way12.session(Way12.pair(2, policy));
        Session12 newest = Way12.session(Way12.pair(3, policy));
        assertTrue(isResumed(Way12.pair(4, policy).client(client -> client.resume(newest)).connect()));
        assertTrue(isResumed(Way12.pair(5, policy).client(client -> client.resume(older)).connect()));
        assertFalse(isResumed(Way12.pair(6, policy).client(client -> client.resume(oldest)).connect()));
    }

    /** [RFC5077 §3.3#6] With it in its hello the client would not get in again. */
    @Test
    void a_client_with_a_very_long_certificate_gets_an_empty_ticket() {
        String[] names = IntStream.range(0, 300).mapToObj(i -> "a-rather-long-name-" + i + ".example.org").toArray(String[]::new);
        Credentials shown = SelfSigned.ecdsaP256("client.test", names);
        Overheard server = new Overheard();
        Pair pair = Way12.pair(1, Way12.BY_TICKET.policy()).client(client -> client.identity(shown))
                .server(each -> each.clientAuthentication(ClientAuthentication.REQUIRED, Families13.ANYONE).trace(server)).connect();
        assertFalse(isResumed(pair));
        assertEquals(4 + 2, server.lengthOf("NewSessionTicket"));
        assertEquals(List.of(), Way12.sessions(pair.client()));
    }
}
