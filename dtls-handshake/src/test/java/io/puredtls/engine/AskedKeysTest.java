package io.puredtls.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.puredtls.alert.Violation;
import io.puredtls.config.ClientConfig;
import io.puredtls.config.ConfigException;
import io.puredtls.config.PskSelector;
import io.puredtls.config.PskStore;
import io.puredtls.config.ServerConfig;
import io.puredtls.crypto.suite.CipherSuite;
import io.puredtls.event.Decision;
import io.puredtls.event.EngineEvent;
import io.puredtls.record.ProtocolVersion;
import io.puredtls.session.PreSharedKey;
import io.puredtls.simulator.End;
import io.puredtls.simulator.Pair;
import io.puredtls.trust.TrustPolicy;
import io.puredtls.wire.Bytes;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pre-shared keys of stores that answer later, chosen by hints, and without a name. */
class AskedKeysTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final PreSharedKey KEY = key("device", "a key of sixteen");
    private static final PreSharedKey OTHER = key("other", "another sixteen!");
    private static final List<CipherSuite> SUITES_12 = CipherSuite.KNOWN.stream().filter(each -> each.isByKey() && !each.isLegacy()).toList();

    private static PreSharedKey key(String name, String key) {
        return PreSharedKey.of(Agreement.bytes(name), Agreement.bytes(key));
    }

    private static Pair pair(boolean dtls13, long seed, PskStore store, PreSharedKey... keys) {
        ClientConfig.Builder client = ClientConfig.trusting(TrustPolicy.roots(List.of())).preSharedKeys(keys);
        ServerConfig.Builder server = ServerConfig.identity().preSharedKeys(store);
        if (!dtls13) {
            client.cipherSuites(SUITES_12);
            server.cipherSuites(SUITES_12);
        }
        ProtocolVersion version = dtls13 ? ProtocolVersion.DTLS_1_3 : ProtocolVersion.DTLS_1_2;
        return Pair.seeded(seed).client(client.versions(version)).server(server.versions(version));
    }

    private static List<EngineEvent.PskAsked> asked(End server) {
        return server.events().stream().filter(EngineEvent.PskAsked.class::isInstance).map(EngineEvent.PskAsked.class::cast).toList();
    }

    private static void untilAsked(Pair pair) {
        pair.start();
        pair.driveWhile(() -> asked(pair.server()).isEmpty(), MINUTE);
        assertEquals(1, asked(pair.server()).size());
    }

    private static void answer(Pair pair, PreSharedKey... known) {
        pair.server().engine().resolve(new Decision.Psk(List.of(known)), pair.now());
        pair.poll().drive(MINUTE);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void handshake_waits_for_a_store_that_is_slow(boolean dtls13) {
        Seeds.each(100, seed -> {
            Pair pair = pair(dtls13, seed, PskStore.ask(), KEY).network(clean -> clean.losing(0.15).duplicating(0.1).reordering(0.2));
            untilAsked(pair);
            assertEquals(List.of(KEY.identity()), asked(pair.server()).get(0).identities());
            pair.drive(Duration.ofMillis(seed % 5 * 700)); // what comes meanwhile comes again, and changes nothing
            assertFalse(pair.server().engine().isOver());
            answer(pair, KEY);
            Agreement.checkAndTalk(pair);
            assertEquals(Optional.of(KEY.identity()), pair.server().engine().info().orElseThrow().peer().pskIdentity());
            assertEquals(1, asked(pair.server()).size());
        });
    }

    @Test
    void all_names_of_a_hello_are_asked_for_and_one_that_is_known_is_used() {
        Pair pair = pair(true, 3, PskStore.ask(), OTHER, KEY);
        untilAsked(pair);
        assertEquals(List.of(OTHER.identity(), KEY.identity()), asked(pair.server()).get(0).identities());
        answer(pair, KEY);
        Agreement.checkAndTalk(pair);
        assertEquals(Optional.of(KEY.identity()), pair.server().engine().info().orElseThrow().peer().pskIdentity());
    }

    /** As with a store that answers at once: nobody learns which names there are. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void unknown_names_fail_as_wrong_keys_do(boolean dtls13) {
        for (Decision none : List.of(new Decision.Psk(List.of()), new Decision.Refuse("no"), new Decision.Psk(List.of(OTHER)))) {
            Pair pair = pair(dtls13, 3, PskStore.ask(), KEY);
            untilAsked(pair);
            pair.server().engine().resolve(none, pair.now());
            pair.poll().drive(MINUTE);
            assertEquals(Optional.of(dtls13 ? Violation.WRONG_BINDER : Violation.WRONG_PRE_SHARED_KEY),
                    pair.server().failure().map(EngineEvent.Failed::violation));
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void store_that_never_answers_holds_nothing_but_its_handshake(boolean dtls13) {
        Pair pair = pair(dtls13, 3, PskStore.ask(), KEY);
        untilAsked(pair);
        pair.drive(MINUTE);
        assertEquals(Optional.of(Violation.HANDSHAKE_LIMIT), pair.server().failure().map(EngineEvent.Failed::violation));
        pair.server().engine().resolve(new Decision.Psk(List.of(KEY)), pair.now()); // too late, and nothing
        assertFalse(pair.server().engine().hasNews());
    }

    @Test
    void keys_are_no_answer_where_trust_was_asked_for() {
        Pair pair = Pair.seeded(3).client(ClientConfig.trusting(TrustPolicy.custom()).versions(ProtocolVersion.DTLS_1_2)).start();
        pair.driveWhile(() -> !pair.client().isAsked(), MINUTE);
        pair.client().engine().resolve(new Decision.Psk(List.of(KEY)), pair.now());
        pair.poll();
        assertFalse(pair.client().isConnected());
        assertEquals(Optional.of(Violation.INTERNAL), pair.client().failure().map(EngineEvent.Failed::violation));
    }

    // [RFC4279 §5.2] Hints

    @Test
    void hint_chooses_the_clients_key() {
        PskSelector byHint = (hint, keys) -> keys.stream().filter(key -> key.identity().equals(hint)).findFirst();
        for (PreSharedKey wanted : List.of(KEY, OTHER)) {
            Pair pair = pair(false, 5, PskStore.of(KEY, OTHER).withIdentityHint(wanted.identity().toArray()), KEY, OTHER)
                    .client(client -> client.pskSelector(byHint)).connect();
            Agreement.checkAndTalk(pair);
            assertEquals(Optional.of(wanted.identity()), pair.server().engine().info().orElseThrow().peer().pskIdentity());
        }
        Pair none = pair(false, 5, PskStore.of(KEY, OTHER).withIdentityHint(Agreement.bytes("third")), KEY, OTHER)
                .client(client -> client.pskSelector(byHint)).connect(MINUTE);
        assertEquals(Optional.of(Violation.NO_PRE_SHARED_KEY), none.client().failure().map(EngineEvent.Failed::violation));
    }

    @Test
    void hint_of_a_store_that_is_asked_is_said_too() {
        Pair pair = pair(false, 5, PskStore.ask().withIdentityHint(Agreement.bytes("hint")), KEY)
                .client(client -> client.pskSelector((hint, keys) -> hint.equals(Bytes.of(Agreement.bytes("hint"))) ? Optional.of(KEY) : Optional.empty()));
        untilAsked(pair);
        answer(pair, KEY);
        Agreement.checkAndTalk(pair);
    }

    // Empty names

    @Test
    void key_without_a_name_is_one_of_dtls_1_2() {
        PreSharedKey nameless = key("", "a key of sixteen");
        Pair pair = pair(false, 6, PskStore.of(nameless), nameless).connect();
        Agreement.checkAndTalk(pair);
        assertEquals(Optional.of(Bytes.EMPTY), pair.server().engine().info().orElseThrow().peer().pskIdentity());
        var thrown = assertThrows(ConfigException.class, () -> pair(true, 6, PskStore.of(nameless), nameless).start());
        assertTrue(thrown.getMessage().contains("without a name"), thrown.getMessage());
    }
}
