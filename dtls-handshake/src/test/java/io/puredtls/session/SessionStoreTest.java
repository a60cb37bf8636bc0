package io.puredtls.session;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.puredtls.crypto.secret.SecretBytes;
import io.puredtls.crypto.suite.CipherSuite;
import io.puredtls.wire.Bytes;
import io.puredtls.wire.DecodeException;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SessionStoreTest {
    private static Session13 session(int key) {
        byte[] psk = new byte[32];
        Arrays.fill(psk, (byte) key);
        return new Session13(CipherSuite.TLS_AES_128_GCM_SHA256, SecretBytes.taking(psk), 1000, 2000, 3600, 0, 0, Optional.empty(), Optional.empty(),
                PeerIdentity.ANONYMOUS, Bytes.EMPTY, Bytes.EMPTY);
    }

    private static Bytes name(int number) {
        return Bytes.of((byte) number);
    }

    private static int keyOf(Session session) {
        return ((Session13) session).psk().view()[0];
    }

    @Test
    void each_session_is_given_once() {
        SessionStore store = SessionStore.inMemory(2);
        store.put(name(1), session(1));
        assertEquals(Optional.of(1), store.take(name(1)).map(SessionStoreTest::keyOf));
        assertEquals(Optional.empty(), store.take(name(1)));
        assertEquals(Optional.empty(), store.take(name(2)));
    }

    @Test
    void a_copy_leaves_the_session_where_it_is() {
        SessionStore store = SessionStore.inMemory(2);
        store.put(name(1), session(1));
        store.peek(name(1)).orElseThrow().close();
        assertEquals(Optional.of(1), store.take(name(1)).map(SessionStoreTest::keyOf));
        assertEquals(Optional.empty(), store.peek(name(1)));
    }

    @Test
    void the_oldest_makes_room_and_is_wiped() {
        SessionStore store = SessionStore.inMemory(2);
        Session13 oldest = session(1);
        store.put(name(1), oldest);
        store.put(name(2), session(2));
        store.put(name(3), session(3));
        assertEquals("SessionStore[2 of 2]", store.toString());
        assertEquals(Optional.empty(), store.take(name(1)));
        assertThrows(IllegalStateException.class, oldest.psk()::view);
        assertEquals(Optional.of(2), store.take(name(2)).map(SessionStoreTest::keyOf));
    }

    @Test
    void what_was_taken_takes_no_room() {
        SessionStore store = SessionStore.inMemory(2);
        for (int i = 0; i < 5; i++) {
            store.put(name(i), session(i));
            store.take(name(i)).orElseThrow().close();
        }
        store.put(name(10), session(10));
        store.put(name(11), session(11));
        assertTrue(store.take(name(10)).isPresent());
        assertTrue(store.take(name(11)).isPresent());
    }

    @Test
    void a_session_under_a_name_that_is_taken_replaces_the_other() {
        SessionStore store = SessionStore.inMemory(2);
        Session13 before = session(1);
        store.put(name(1), before);
        store.put(name(1), session(2));
        assertThrows(IllegalStateException.class, before.psk()::view);
        assertEquals(Optional.of(2), store.take(name(1)).map(SessionStoreTest::keyOf));
    }

    @Test
    void a_store_has_room_for_one() {
        assertThrows(IllegalArgumentException.class, () -> SessionStore.inMemory(0));
    }

    // As bytes

    /** Offsets of authenticated_at and issued_at, behind the format, the suite and the key. */
    @ParameterizedTest
    @ValueSource(ints = {1 + 2 + 1 + 32, 1 + 2 + 1 + 32 + 8})
    void times_before_the_wall_clock_are_no_session(int offset) throws DecodeException {
        byte[] bytes = session(1).encode();
        assertArrayEquals(bytes, Session.decode(bytes).encode());
        bytes[offset] = (byte) 0x80;
        assertTrue(assertThrows(DecodeException.class, () -> Session.decode(bytes)).getMessage().contains("_at"));
        bytes[offset] = 0x7F;
        assertFalse(Session.decode(bytes).isAlive(0));
    }
}
