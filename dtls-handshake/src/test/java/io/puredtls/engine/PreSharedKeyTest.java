package io.puredtls.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.puredtls.alert.Violation;
import io.puredtls.config.ClientAuthentication;
import io.puredtls.config.PskStore;
import io.puredtls.crypto.hash.HashAlgorithm;
import io.puredtls.crypto.kex.PskKind;
import io.puredtls.crypto.suite.CipherSuite;
import io.puredtls.session.ExternalPsk;
import io.puredtls.session.PeerIdentity;
import io.puredtls.session.PreSharedKey;
import io.puredtls.session.Session13;
import io.puredtls.session.SessionInfo;
import io.puredtls.simulator.End;
import io.puredtls.simulator.Pair;
import io.puredtls.wire.Bytes;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** [RFC9846 §4.3.11] [RFC9258] Keys that both ends were given, as they are and imported. */
class PreSharedKeyTest {
    private static final byte[] NAME = Agreement.bytes("device-7");
    private static final byte[] SECRET = Agreement.bytes("thirty-two bytes, or about that.");
    private static final ExternalPsk EXTERNAL = ExternalPsk.of(NAME, SECRET).withContext(Agreement.bytes("a context"));
    private static final PreSharedKey PLAIN = PreSharedKey.of(NAME, SECRET);

    private static Pair pair(List<PreSharedKey> clientKeys, List<PreSharedKey> serverKeys) {
        return Families13.plain(5).client(client -> client.preSharedKeys(clientKeys))
                .server(server -> server.preSharedKeys(PskStore.of(serverKeys)));
    }

    private static SessionInfo info(End end) {
        return end.engine().info().orElseThrow();
    }

    @Test
    void both_ends_know_the_other_by_the_name_of_the_key() {
        Pair pair = pair(List.of(PLAIN), List.of(PLAIN)).connect();
        Agreement.checkAndTalk(pair);
        for (End end : List.of(pair.client(), pair.server())) {
            assertEquals(PeerIdentity.ofKey(Bytes.of(NAME)), info(end).peer());
            assertEquals(Optional.empty(), info(end).signatureScheme());
            assertFalse(info(end).resumed());
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_key_that_is_imported_serves_suites_of_each_hash(HashAlgorithm hash) {
        CipherSuite suite = hash == HashAlgorithm.SHA256 ? CipherSuite.TLS_AES_128_GCM_SHA256 : CipherSuite.TLS_AES_256_GCM_SHA384;
        Pair pair = pair(EXTERNAL.imported(), EXTERNAL.imported()).server(server -> server.cipherSuites(List.of(suite))).connect();
        Agreement.checkAndTalk(pair);
        for (End end : List.of(pair.client(), pair.server())) {
            assertEquals(suite, info(end).cipherSuite());
            assertEquals(Optional.of(Bytes.of(NAME)), info(end).peer().pskIdentity(), "as it was given, not as it stands on the wire");
        }
    }

    /** [RFC9258 §5.1] The context is in the name: another one is another key, and certificates are shown. */
    @Test
    void a_key_that_was_imported_in_another_context_is_another_key() {
        Pair pair = pair(EXTERNAL.withContext(Agreement.bytes("another")).imported(), EXTERNAL.imported()).connect();
        Agreement.checkAndTalk(pair);
        assertEquals(Optional.empty(), info(pair.server()).peer().pskIdentity());
        assertTrue(info(pair.client()).signatureScheme().isPresent());
    }

    /** [RFC9258 §5.2] The same bytes by the same name, but the label of the binder tells them apart. */
    @Test
    void an_imported_key_is_not_taken_for_one_that_is_used_as_it_is() {
        PreSharedKey imported = EXTERNAL.importedFor(HashAlgorithm.SHA256);
        PreSharedKey same = new PreSharedKey(imported.identity(), imported.key(), imported.hash(), PskKind.EXTERNAL);
        Pair pair = pair(List.of(same), List.of(imported)).connect();
        assertEquals(Violation.WRONG_BINDER, pair.server().failure().orElseThrow().violation());
    }

    /** [RFC9846 §4.7.1] Also where clients have to say who they are: the session goes back to the key. */
    @Test
    void a_session_that_began_with_a_key_remembers_whose_it_is() {
        Session13 session = Families13.session(pair(List.of(PLAIN), List.of(PLAIN)));
        Pair again = Families13.plain(6).client(client -> client.resume(session).preSharedKeys(PLAIN))
                .server(server -> server.clientAuthentication(ClientAuthentication.REQUIRED, Families13.ANYONE)).connect();
        Agreement.checkAndTalk(again);
        assertTrue(info(again.server()).resumed());
        assertEquals(PeerIdentity.ofKey(Bytes.of(NAME)), info(again.server()).peer());
    }

    @Test
    void what_is_no_name_of_an_imported_key_is_refused() {
        assertRefused("not the identity of an imported key: external_identity",
                () -> new PreSharedKey(Bytes.of(NAME), PLAIN.key(), HashAlgorithm.SHA256, PskKind.IMPORTED));
        assertRefused("the key of a session is none that both ends were given",
                () -> new PreSharedKey(Bytes.of(NAME), PLAIN.key(), HashAlgorithm.SHA256, PskKind.RESUMPTION));
        assertRefused("the identity of an external key has at least one byte", () -> ExternalPsk.of(new byte[0], SECRET));
        assertRefused("the external key of 6465766963652d37 is empty", () -> ExternalPsk.of(NAME, new byte[0]));
        assertRefused("the identity and the context of an external key have 65527 bytes at most, not 8 and 65520",
                () -> EXTERNAL.withContext(new byte[65_520]));
        assertEquals(0xFFFF, EXTERNAL.withContext(new byte[65_519]).importedFor(HashAlgorithm.SHA384).identity().length());
    }

    private static void assertRefused(String sentence, Runnable attempt) {
        String message = assertThrows(IllegalArgumentException.class, attempt::run).getMessage();
        assertTrue(message.startsWith(sentence), message);
    }
}
