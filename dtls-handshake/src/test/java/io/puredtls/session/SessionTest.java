package io.puredtls.session;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.puredtls.crypto.credentials.SelfSigned;
import io.puredtls.crypto.secret.SecretBytes;
import io.puredtls.crypto.suite.CipherSuite;
import io.puredtls.wire.Bytes;
import io.puredtls.wire.DecodeException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Sessions as bytes. */
class SessionTest {
    private static final PeerIdentity PEER = PeerIdentity.ofCertificates(SelfSigned.ecdsaP256("peer.test").chain(), true);

    private static Session12 session12(Bytes sessionId, Bytes ticket) {
        byte[] secret = new byte[48];
        Arrays.fill(secret, (byte) 7);
        return new Session12(
                CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256, SecretBytes.taking(secret),
                new Session12.Origin(1000, Bytes.of(new byte[32])), 2000, 3600, Optional.of("server.test"), Optional.of("coap"), PEER, sessionId, ticket);
    }

    private static Session13 session13() {
        return new Session13(
                CipherSuite.TLS_AES_128_GCM_SHA256, SecretBytes.taking(new byte[32]), 1000, 2000, 3600, 5, 6, Optional.of("server.test"),
                Optional.empty(), PEER, Bytes.EMPTY, Bytes.of((byte) 1));
    }

    private static List<Session> both() {
        return List.of(session12(Bytes.of(new byte[32]), Bytes.EMPTY), session12(Bytes.EMPTY, Bytes.of((byte) 1)), session13());
    }

    @Test
    void a_session_is_read_as_it_was_written_in_its_version() throws DecodeException {
        for (Session session : both()) {
            assertEquals(session, Session.decode(session.encode()));
        }
    }

    @Test
    void a_session_that_is_cut_short_or_goes_on_is_none() {
        for (Session session : both()) {
            byte[] whole = session.encode();
            for (int length = 0; length < whole.length; length++) {
                byte[] cut = Arrays.copyOf(whole, length);
                assertThrows(DecodeException.class, () -> Session.decode(cut), () -> cut.length + " bytes");
            }
            assertThrows(DecodeException.class, () -> Session.decode(Arrays.copyOf(whole, whole.length + 1)));
        }
    }

    @Test
    void a_session_with_any_byte_changed_is_another_or_none() {
        for (Session session : both()) {
            byte[] whole = session.encode();
            for (int at = 0; at < whole.length; at++) {
                byte[] changed = whole.clone();
                changed[at] ^= 0x55;
                try {
                    assertNotEquals(session, Session.decode(changed), "byte " + at);
                } catch (DecodeException none) {
                    assertNotEquals("", none.field());
                }
            }
        }
    }

    @Test
    void a_suite_of_the_other_version_is_none_of_a_session() {
        for (Session session : both()) {
            byte[] bytes = session.encode();
            int other = session instanceof Session12 ? 0x1301 : 0xC02B;
            bytes[1] = (byte) (other >>> 8);
            bytes[2] = (byte) other;
            assertEquals("cipher_suite", assertThrows(DecodeException.class, () -> Session.decode(bytes)).field());
        }
    }

    @Test
    void a_session_is_named_by_its_ticket_or_by_its_id() {
        assertEquals(32, session12(Bytes.of(new byte[32]), Bytes.EMPTY).token().length());
        assertEquals(Bytes.of((byte) 1), session12(Bytes.EMPTY, Bytes.of((byte) 1)).token());
        assertEquals(Bytes.of((byte) 1), session13().token());
    }

    @Test
    void a_copy_outlives_the_session() {
        Session12 session = session12(Bytes.EMPTY, Bytes.EMPTY);
        Session12 copy = session.copy();
        session.close();
        assertTrue(session.masterSecret().isClosed());
        assertArrayEquals(session12(Bytes.EMPTY, Bytes.EMPTY).masterSecret().view(), copy.masterSecret().view());
    }

    @Test
    void what_a_session_prints_has_no_secret() {
        assertTrue(session12(Bytes.EMPTY, Bytes.EMPTY).toString().contains("masterSecret=SecretBytes[48]"));
    }
}
