package io.puredtls.transcript;

import io.puredtls.crypto.hash.HashAlgorithm;
import io.puredtls.crypto.hash.RunningHash;
import io.puredtls.crypto.jca.Jca;
import io.puredtls.message.HandshakeType;
import io.puredtls.wire.Bytes;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * All handshake messages of both ends in their order. Until {@link #begin} it is not known how they count and by what
 * they are hashed: then the messages themselves are kept. Later the bytes are, as long as a signature over them may be
 * needed; after {@link #forgetMessages} the hash alone. Not thread-safe.
 */
public final class Transcript {
    private final List<Entry> entries = new ArrayList<>();
    private Optional<ByteArrayOutputStream> messages = Optional.empty();
    private Optional<Running> running = Optional.empty();

    /** An empty transcript. */
    public Transcript() {
        // nothing was said
    }

    private record Entry(HandshakeType type, int messageSeq, Bytes body) {
    }

    private record Running(Jca jca, HashAlgorithm algorithm, TranscriptFraming framing, RunningHash hash) {
    }

    /** Appends a message. */
    public void append(HandshakeType type, int messageSeq, Bytes body) {
        if (running.isEmpty()) {
            entries.add(new Entry(type, messageSeq, body));
            return;
        }
        byte[] content = running.get().framing.frame(type, messageSeq, body.length(), body.toArray());
        running.get().hash.update(content, 0, content.length);
        messages.ifPresent(kept -> kept.writeBytes(content));
    }

    /** [RFC6347 §4.2.1#21] [RFC6347 §4.2.6#2] Begins anew: a first hello and its HelloVerifyRequest do not count. */
    public void restart() {
        entries.clear();
        messages = Optional.empty();
        running = Optional.empty();
    }

    /** Says how messages count and by what they are hashed, once the version and the suite are known; those so far are hashed now. */
    public void begin(Jca jca, HashAlgorithm algorithm, TranscriptFraming framing) {
        running = Optional.of(new Running(jca, algorithm, framing, algorithm.start(jca)));
        messages = Optional.of(new ByteArrayOutputStream(1024));
        entries.forEach(each -> append(each.type, each.messageSeq, each.body));
        entries.clear();
    }

    /** Whether {@link #begin} was called. */
    public boolean hasBegun() {
        return running.isPresent();
    }

    /** [RFC9846 §4.1] The first ClientHello, which is all there is so far, is replaced by its hash. */
    public void replaceByMessageHash() {
        beginWithMessageHash(hash());
    }

    /** [RFC9846 §4.1] Begins anew with the hash of a first ClientHello, which is lent; {@link #begin} was called. */
    public void beginWithMessageHash(byte[] helloHash) {
        Running before = running();
        restart();
        begin(before.jca, before.algorithm, before.framing);
        // [RFC9147 §5.1#7] [RFC9846 §4.1#2]
        append(HandshakeType.MESSAGE_HASH, 0, Bytes.of(helloHash));
    }

    /** The hash of everything so far. */
    public byte[] hash() {
        return running().hash.current();
    }

    /**
     * [RFC9846 §4.3.11.2] The hash of everything so far and of the beginning of a hello, without its binders.
     *
     * @param algorithm the key's, which is asked for as long as none has been negotiated
     * @param length the whole body's
     */
    public byte[] hashWithTruncatedHello(Jca jca, HashAlgorithm algorithm, int length, byte[] truncated) {
        byte[] content = TranscriptFraming.DTLS13.frame(HandshakeType.CLIENT_HELLO, 0, length, truncated);
        // [RFC9846 §4.3.11.2#3]
        RunningHash hash = running.isPresent() ? running.get().hash.copy() : algorithm.start(jca);
        hash.update(content, 0, content.length);
        return hash.current();
    }

    /** Everything so far, for a signature over the messages themselves. */
    public byte[] messages() {
        return messages.orElseThrow(() -> new IllegalStateException("the messages have been forgotten")).toByteArray();
    }

    /** Keeps the hash alone from now on. */
    public void forgetMessages() {
        messages = Optional.empty();
        entries.clear();
    }

    /** A transcript that goes on from here on its own, as each exchange after the handshake does. */
    public Transcript copy() {
        Running from = running();
        Transcript copy = new Transcript();
        copy.running = Optional.of(new Running(from.jca, from.algorithm, from.framing, from.hash.copy()));
        return copy;
    }

    private Running running() {
        return running.orElseThrow(() -> new IllegalStateException("no hash has been negotiated"));
    }
}
