package io.puredtls.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.puredtls.alert.ProtocolException;
import io.puredtls.alert.Violation;
import io.puredtls.config.AntiReplay;
import io.puredtls.config.ClientAuthentication;
import io.puredtls.config.ClientConfig;
import io.puredtls.config.EarlyDataOffer;
import io.puredtls.config.EarlyDataPolicy;
import io.puredtls.config.ServerConfig;
import io.puredtls.config.TicketPolicy;
import io.puredtls.crypto.credentials.SelfSigned;
import io.puredtls.crypto.kex.NamedGroup;
import io.puredtls.crypto.kex.PskKind;
import io.puredtls.crypto.secret.SecretBytes;
import io.puredtls.crypto.suite.CipherSuite;
import io.puredtls.extension.EarlyData;
import io.puredtls.extension.Extension;
import io.puredtls.extension.Extensions;
import io.puredtls.extension.PskIdentity;
import io.puredtls.extension.SelectedPsk;
import io.puredtls.message.EncryptedExtensions;
import io.puredtls.message.ServerHello;
import io.puredtls.record.ProtocolVersion;
import io.puredtls.session.PeerIdentity;
import io.puredtls.session.Session13;
import io.puredtls.session.SessionStore;
import io.puredtls.simulator.Pair;
import io.puredtls.trust.TrustPolicy;
import io.puredtls.wire.Bytes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** When early data is taken, and what becomes of it where it is not. */
class EarlyData13Test {
    private static final TrustPolicy ANYONE = TrustPolicy.dangerouslyTrustAnyone();
    private static final byte[] SECRET = new byte[32];
    private static final Bytes TICKET = Bytes.of(new byte[] {1, 2, 3});
    private static final long ISSUED = 1_700_000_000_000L;
    private static final long AGE = 50_000;
    private static final AntiReplay FORGETFUL = (hello, now) -> true;
    private static final EarlyDataPolicy ACCEPTED = EarlyDataPolicy.of(1000, FORGETFUL);

    private static Session13 session(Bytes ticket) {
        return new Session13(
                CipherSuite.TLS_AES_128_GCM_SHA256, SecretBytes.copyOf(SECRET, 0, SECRET.length), ISSUED, ISSUED, 1000, 77, 1000, Optional.empty(),
                Optional.of("a"), PeerIdentity.ANONYMOUS, Bytes.EMPTY, ticket);
    }

    private static ClientConfig.Builder client() {
        return ClientConfig.trusting(ANYONE).versions(ProtocolVersion.DTLS_1_3).clock(new MovingClock(ISSUED + AGE)).resume(session(TICKET))
                .groups(List.of(NamedGroup.X25519)).applicationProtocols("a", "b").earlyData(EarlyDataOffer.OFFERED);
    }

    private static ServerConfig.Builder server() {
        SessionStore store = SessionStore.inMemory(10);
        store.put(TICKET, session(Bytes.EMPTY));
        return ServerConfig.identity(SelfSigned.ecdsaP256("server.test")).versions(ProtocolVersion.DTLS_1_3)
                .clock(new MovingClock(ISSUED + AGE)).tickets(TicketPolicy.storedIn(store)).earlyData(ACCEPTED).applicationProtocols("a");
    }

    private static boolean isTaken(Dialogue13 answer) {
        return answer.byServer(EncryptedExtensions.class).extensions().has(EarlyData.class);
    }

    private static boolean isResumed(Dialogue13 answer) {
        return answer.byServer(ServerHello.class).extensions().has(SelectedPsk.class);
    }

    private static Dialogue13 answer(UnaryOperator<ServerConfig.Builder> options) throws ProtocolException {
        return Dialogue13.answer(client().build(), options.apply(server()).build(), hello -> hello);
    }

    // A server's decision

    /** [RFC9846 §4.3.10] All that follows is one change of this. */
    @Test
    // [RFC9846 §4.3.11.3#1]
    void a_server_that_takes_early_data_says_all_it_has_to_say_at_once() throws ProtocolException {
        Dialogue13 answer = answer(server -> server);
        assertTrue(isTaken(answer) && isResumed(answer));
        assertEquals(List.of("ServerHello", "EncryptedExtensions", "Finished"), Dialogue13.names(answer.byServer));
    }

    @Test
    // [RFC9846 §4.3.10#3] [RFC9846 §4.3.10#4] [RFC9846 §4.3.10#10]
    void a_ticket_of_another_age_than_the_client_says_is_resumed_without_early_data() throws ProtocolException {
        long window = ACCEPTED.window().toMillis();
        for (long off : new long[] {-window, -1, 0, 1, window}) {
            Dialogue13 answer = answer(server -> server.clock(new MovingClock(ISSUED + AGE + off)));
            assertTrue(isTaken(answer) && isResumed(answer), off + " ms");
        }
        for (long off : new long[] {-window - 1, window + 1, 600_000}) {
            Dialogue13 answer = answer(server -> server.clock(new MovingClock(ISSUED + AGE + off)));
            assertEquals(List.of(false, true), List.of(isTaken(answer), isResumed(answer)), off + " ms");
        }
    }

    @Test
    // [RFC9846 §4.3.10#8] [RFC9846 §4.3.10#10]
    void early_data_is_for_the_suite_and_the_application_protocol_of_its_session() throws ProtocolException {
        for (UnaryOperator<ServerConfig.Builder> change : List.<UnaryOperator<ServerConfig.Builder>>of(
                server -> server.cipherSuites(List.of(CipherSuite.TLS_CHACHA20_POLY1305_SHA256)),
                server -> server.applicationProtocols("b"), ServerConfig.Builder::applicationProtocols)) {
            Dialogue13 answer = answer(change);
            assertEquals(List.of(false, true), List.of(isTaken(answer), isResumed(answer)));
        }
    }

    @Test
    // [RFC9846 §4.3.10#7] [RFC9846 §4.3.10#10]
    void early_data_goes_with_the_first_key_alone() throws ProtocolException {
        Dialogue13 answer = Dialogue13.answer(client().build(), server().build(), hello -> Bound.again(
                Bound.behind(hello, new PskIdentity(Bytes.of((byte) 9), Bound.keys(hello).identities().get(0).obfuscatedTicketAge())),
                SECRET, PskKind.RESUMPTION));
        assertEquals(1, answer.byServer(ServerHello.class).find(SelectedPsk.class).orElseThrow().selectedIdentity());
        assertEquals(List.of(false, true), List.of(isTaken(answer), isResumed(answer)));
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.MATCH_ALL, names = "EARLY_DATA.*")
    // [RFC9846 §4.3.10#5] [RFC9846 §4.3.10#12]
    void early_data_is_taken_or_passed_over_and_never_sent_again(Families13 family) {
        Pair pair = family.start(family.pair(3)).drive(Duration.ofSeconds(60));
        Agreement.check(pair);
        List<String> received = pair.server().received().stream().map(String::new).toList();
        assertEquals(family.takesEarlyData() ? List.of("early") : List.of(), received);
        assertEquals(family.takesEarlyData(), pair.client().engine().info().orElseThrow().earlyData(), "the application is told");
        assertTrue(pair.server().engine().info().orElseThrow().resumed());
        Agreement.checkAndTalk(pair);
    }

    @Test
    // [RFC9846 §4.3.10#5] [RFC9846 §4.2.2#3]
    void nothing_more_is_sent_early_once_a_second_hello_was_asked_for() {
        Families13 family = Families13.EARLY_DATA_AFTER_RETRY;
        Pair pair = family.start(family.pair(4));
        assertTrue(pair.client().engine().maxEarlyPayload() > 0);
        pair.driveWhile(() -> pair.network().sent() < 4, Duration.ofSeconds(1)); // hello, early data, request, hello
        assertFalse(pair.client().isConnected());
        assertEquals(0, pair.client().engine().maxEarlyPayload());
    }

    // A client's check

    @Test
    // [RFC9846 §4.3.11#12]
    void early_data_that_is_taken_under_another_key_than_the_first_is_refused() {
        Session13 early = RogueClient13.session();
        for (boolean lies : new boolean[] {false, true}) {
            RogueServer13 rogue = RogueServer13.fresh().withKey().client(client -> client.resume(early).earlyData(EarlyDataOffer.OFFERED))
                    .server(server -> server.clientAuthentication(ClientAuthentication.NONE, ANYONE));
            RoguePeer peer = rogue.rogue((message, each) -> each.say(
                    lies && message instanceof EncryptedExtensions extensions ? withEarlyData(extensions) : message));
            if (lies) {
                rogue.assertFails(Violation.ILLEGAL_EARLY_DATA_ANSWER, peer);
            } else {
                rogue.assertConnects(peer);
            }
        }
    }

    private static EncryptedExtensions withEarlyData(EncryptedExtensions message) {
        List<Extension> list = new ArrayList<>(message.extensions().list());
        list.add(new EarlyData());
        return new EncryptedExtensions(new Extensions(list));
    }
}
