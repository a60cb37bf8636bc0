package io.puredtls.transcript;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.puredtls.crypto.hash.HashAlgorithm;
import io.puredtls.crypto.jca.Jca;
import io.puredtls.message.HandshakeType;
import io.puredtls.wire.Bytes;
import java.security.MessageDigest;
import org.junit.jupiter.api.Test;

/** [RFC6347 §4.2.6], [RFC5246 §7.4.9]. What real ends agree on is in {@code ForeignHandshakeTest}. */
class TranscriptTest {
    private final Transcript transcript = new Transcript(TranscriptFraming.DTLS12);

    /** [RFC6347 §4.2.6#1] */
    @Test
    void a_message_counts_with_its_dtls_header_as_if_in_one_fragment() {
        transcript.append(HandshakeType.CERTIFICATE, 0x0102, Bytes.ofHex("aabbcc"));
        assertEquals("0b" + "000003" + "0102" + "000000" + "000003" + "aabbcc", Bytes.of(transcript.messages()).hex());
    }

    @Test
    void messages_stand_in_their_order() {
        transcript.append(HandshakeType.HELLO_REQUEST, 0, Bytes.EMPTY);
        transcript.append(HandshakeType.CLIENT_HELLO, 1, Bytes.ofHex("77"));
        assertEquals("000000000000000000000000" + "010000010001000000000001" + "77", Bytes.of(transcript.messages()).hex());
    }

    @Test
    void the_hash_covers_what_came_before_it_was_known_and_after() throws Exception {
        transcript.append(HandshakeType.CLIENT_HELLO, 0, Bytes.ofHex("01"));
        transcript.hashWith(Jca.PLATFORM, HashAlgorithm.SHA384);
        assertArrayEquals(sha384(transcript.messages()), transcript.hash());
        transcript.append(HandshakeType.SERVER_HELLO, 0, Bytes.ofHex("02"));
        assertArrayEquals(sha384(transcript.messages()), transcript.hash());
    }

    @Test
    void asking_for_the_hash_does_not_end_it() {
        transcript.hashWith(Jca.PLATFORM, HashAlgorithm.SHA256);
        assertArrayEquals(transcript.hash(), transcript.hash());
    }

    /** [RFC6347 §4.2.1#21] [RFC6347 §4.2.6#2] */
    @Test
    void what_was_said_before_a_restart_does_not_count() throws Exception {
        transcript.append(HandshakeType.CLIENT_HELLO, 0, Bytes.ofHex("01"));
        transcript.append(HandshakeType.HELLO_VERIFY_REQUEST, 0, Bytes.ofHex("02"));
        transcript.restart();
        assertEquals(0, transcript.messages().length);
        transcript.append(HandshakeType.CLIENT_HELLO, 1, Bytes.ofHex("03"));
        Transcript fresh = new Transcript(TranscriptFraming.DTLS12);
        fresh.append(HandshakeType.CLIENT_HELLO, 1, Bytes.ofHex("03"));
        assertArrayEquals(fresh.messages(), transcript.messages());
    }

    @Test
    void a_restart_forgets_the_hash_too() {
        transcript.hashWith(Jca.PLATFORM, HashAlgorithm.SHA256);
        transcript.restart();
        assertThrows(IllegalStateException.class, transcript::hash);
    }

    @Test
    void once_the_messages_are_forgotten_the_hash_goes_on_alone() throws Exception {
        transcript.append(HandshakeType.CLIENT_HELLO, 0, Bytes.ofHex("01"));
        transcript.hashWith(Jca.PLATFORM, HashAlgorithm.SHA256);
        byte[] messages = transcript.messages();
        transcript.forgetMessages();
        transcript.append(HandshakeType.SERVER_HELLO, 0, Bytes.EMPTY);
        var thrown = assertThrows(IllegalStateException.class, transcript::messages);
        assertEquals("the messages have been forgotten", thrown.getMessage());
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        digest.update(messages);
        assertArrayEquals(digest.digest(Bytes.ofHex("020000000000000000000000").toArray()), transcript.hash());
    }

    @Test
    void there_is_no_hash_before_one_is_negotiated() {
        transcript.append(HandshakeType.CLIENT_HELLO, 0, Bytes.ofHex("01"));
        assertEquals("no hash has been negotiated", assertThrows(IllegalStateException.class, transcript::hash).getMessage());
    }

    @Test
    void a_hash_cannot_be_chosen_after_the_messages_are_gone() {
        transcript.forgetMessages();
        assertThrows(IllegalStateException.class, () -> transcript.hashWith(Jca.PLATFORM, HashAlgorithm.SHA256));
    }

    private static byte[] sha384(byte[] content) throws Exception {
        return MessageDigest.getInstance("SHA-384").digest(content);
    }
}
