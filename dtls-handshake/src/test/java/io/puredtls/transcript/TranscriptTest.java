package io.puredtls.transcript;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.puredtls.crypto.hash.HashAlgorithm;
import io.puredtls.crypto.jca.Jca;
import io.puredtls.message.HandshakeType;
import io.puredtls.wire.Bytes;
import java.security.MessageDigest;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** [RFC6347 §4.2.6], [RFC5246 §7.4.9]. What real ends agree on is in {@code ForeignHandshakeTest}. */
class TranscriptTest {
    private final Transcript transcript = new Transcript();

    /** [RFC6347 §4.2.6#1] */
    @Test
    void a_message_counts_with_its_dtls_header_as_if_in_one_fragment() {
        transcript.append(HandshakeType.CERTIFICATE, 0x0102, Bytes.ofHex("aabbcc"));
        begin(TranscriptFraming.DTLS12);
        assertEquals("0b" + "000003" + "0102" + "000000" + "000003" + "aabbcc", Bytes.of(transcript.messages()).hex());
    }

    @Test
    void messages_stand_in_their_order() {
        transcript.append(HandshakeType.HELLO_REQUEST, 0, Bytes.EMPTY);
        transcript.append(HandshakeType.CLIENT_HELLO, 1, Bytes.ofHex("77"));
        begin(TranscriptFraming.DTLS12);
        assertEquals("000000000000000000000000" + "010000010001000000000001" + "77", Bytes.of(transcript.messages()).hex());
    }

    @Test
    void the_hash_covers_what_came_before_it_was_known_and_after() throws Exception {
        transcript.append(HandshakeType.CLIENT_HELLO, 0, Bytes.ofHex("01"));
        transcript.begin(Jca.PLATFORM, HashAlgorithm.SHA384, TranscriptFraming.DTLS12);
        assertArrayEquals(sha384(transcript.messages()), transcript.hash());
        transcript.append(HandshakeType.SERVER_HELLO, 0, Bytes.ofHex("02"));
        assertArrayEquals(sha384(transcript.messages()), transcript.hash());
    }

    @Test
    void asking_for_the_hash_does_not_end_it() {
        transcript.begin(Jca.PLATFORM, HashAlgorithm.SHA256, TranscriptFraming.DTLS12);
        assertArrayEquals(transcript.hash(), transcript.hash());
    }

    /** [RFC6347 §4.2.1#21] [RFC6347 §4.2.6#2] */
    @Test
    void what_was_said_before_a_restart_does_not_count() throws Exception {
        transcript.append(HandshakeType.CLIENT_HELLO, 0, Bytes.ofHex("01"));
        transcript.append(HandshakeType.HELLO_VERIFY_REQUEST, 0, Bytes.ofHex("02"));
        transcript.restart();
        transcript.append(HandshakeType.CLIENT_HELLO, 1, Bytes.ofHex("03"));
        Transcript fresh = new Transcript();
        fresh.append(HandshakeType.CLIENT_HELLO, 1, Bytes.ofHex("03"));
        begin(TranscriptFraming.DTLS12);
        fresh.begin(Jca.PLATFORM, HashAlgorithm.SHA256, TranscriptFraming.DTLS12);
        assertArrayEquals(fresh.messages(), transcript.messages());
    }

    @Test
    void a_restart_forgets_the_hash_too() {
        transcript.begin(Jca.PLATFORM, HashAlgorithm.SHA256, TranscriptFraming.DTLS12);
        transcript.restart();
        assertThrows(IllegalStateException.class, transcript::hash);
    }

    @Test
    void once_the_messages_are_forgotten_the_hash_goes_on_alone() throws Exception {
        transcript.append(HandshakeType.CLIENT_HELLO, 0, Bytes.ofHex("01"));
        transcript.begin(Jca.PLATFORM, HashAlgorithm.SHA256, TranscriptFraming.DTLS12);
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

    /** [RFC9147 §5.2] The header of TLS, without message_seq and fragments. */
    @Test
    // [RFC9147 §5.2#1] [RFC9846 §4.1#1]
    void in_dtls_1_3_a_message_counts_with_the_header_of_tls() {
        transcript.append(HandshakeType.CERTIFICATE, 0x0102, Bytes.ofHex("aabbcc"));
        begin(TranscriptFraming.DTLS13);
        assertEquals("0b" + "000003" + "aabbcc", Bytes.of(transcript.messages()).hex());
    }

    /** [RFC9846 §4.1] */
    @Test
    // [RFC9147 §5.1#7] [RFC9147 §5.1#8] [RFC9846 §4.1#2]
    void first_hello_is_replaced_by_its_hash_when_another_is_asked_for() throws Exception {
        transcript.append(HandshakeType.CLIENT_HELLO, 0, Bytes.ofHex("01"));
        begin(TranscriptFraming.DTLS13);
        transcript.replaceByMessageHash();
        transcript.append(HandshakeType.SERVER_HELLO, 0, Bytes.ofHex("02"));
        String hashOfHello = Bytes.of(MessageDigest.getInstance("SHA-256").digest(Bytes.ofHex("0100000101").toArray())).hex();
        assertEquals("fe000020" + hashOfHello + "0200000102", Bytes.of(transcript.messages()).hex());
    }

    /** [RFC9846 §4.3.11.2] The length is that of the whole hello. */
    @Test
    void truncated_hello_is_hashed_with_the_length_of_the_whole_one() throws Exception {
        byte[] truncated = Bytes.ofHex("0a0b").toArray();
        assertArrayEquals(
                MessageDigest.getInstance("SHA-256").digest(Bytes.ofHex("010000ff0a0b").toArray()),
                transcript.hashWithTruncatedHello(Jca.PLATFORM, HashAlgorithm.SHA256, 0xFF, truncated));
        begin(TranscriptFraming.DTLS13);
        transcript.append(HandshakeType.SERVER_HELLO, 0, Bytes.EMPTY);
        assertArrayEquals(
                MessageDigest.getInstance("SHA-256").digest(Bytes.ofHex("02000000" + "010000ff0a0b").toArray()),
                transcript.hashWithTruncatedHello(Jca.PLATFORM, HashAlgorithm.SHA384, 0xFF, truncated));
    }

    @Test
    void copy_goes_on_by_itself() {
        begin(TranscriptFraming.DTLS13);
        Transcript copy = transcript.copy();
        byte[] before = transcript.hash();
        copy.append(HandshakeType.FINISHED, 0, Bytes.EMPTY);
        assertArrayEquals(before, transcript.hash());
        assertFalse(Arrays.equals(before, copy.hash()));
    }

    private void begin(TranscriptFraming framing) {
        transcript.begin(Jca.PLATFORM, HashAlgorithm.SHA256, framing);
    }

    private static byte[] sha384(byte[] content) throws Exception {
        return MessageDigest.getInstance("SHA-384").digest(content);
    }
}
