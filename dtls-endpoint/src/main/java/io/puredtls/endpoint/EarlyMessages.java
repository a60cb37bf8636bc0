package io.puredtls.endpoint;

import io.puredtls.wire.Bytes;
import java.util.Arrays;
import java.util.List;

/**
 * [RFC9846 §2.3] What a client says right behind its first hello, before the server has said anything: early data, where
 * it resumes a session whose ticket allows it, and its configuration offers it.
 *
 * <p><b>Anybody who sees these messages can send them again</b>, with the hello before them, to this server or to another that
 * takes the same tickets. A server that keeps no exact count of hellos acts on them more than once. So only what does no
 * harm twice belongs here: a question, never an order. They have no forward secrecy either: who gets the key of the
 * ticket can read them.
 *
 * <p>They are messages as all others, in their order, possibly lost; and all are lost if the server does not take them, which
 * {@link DtlsSession#earlyData} tells. Nothing sends them again by itself. A server that speaks DTLS 1.2 alone by now ends the
 * session ({@code Violation.OLDER_VERSION_AFTER_EARLY_DATA}); it can be reached without early data.
 *
 * @param messages each is one message; immutable
 */
public record EarlyMessages(List<Bytes> messages) {
    /** None. */
    static final EarlyMessages NONE = new EarlyMessages(List.of());

    /** Copies the list. */
    public EarlyMessages {
        messages = List.copyOf(messages);
    }

    /** Each array is a message; copied. */
    public static EarlyMessages of(byte[]... messages) {
        return new EarlyMessages(Arrays.stream(messages).map(Bytes::of).toList());
    }

    /** How many there are, and not what they say. */
    @Override
    public String toString() {
        return "EarlyMessages[" + messages.size() + "]";
    }
}
