package io.puredtls.transcript;

import io.puredtls.crypto.hash.HashAlgorithm;
import io.puredtls.crypto.hash.RunningHash;
import io.puredtls.crypto.jca.Jca;
import io.puredtls.message.HandshakeType;
import io.puredtls.wire.Bytes;
import java.io.ByteArrayOutputStream;
import java.util.Optional;

/**
 * All handshake messages of both ends in their order. Until the hash is known, and as long as a signature over the
 * messages themselves may be needed, the bytes are kept; after {@link #forgetMessages} the hash alone. Not thread-safe.
 */
public final class Transcript {
    private final TranscriptFraming framing;
    private Optional<ByteArrayOutputStream> messages = Optional.of(new ByteArrayOutputStream(1024));
    private Optional<RunningHash> hash = Optional.empty();

    /** An empty transcript. */
    public Transcript(TranscriptFraming framing) {
        this.framing = framing;
    }

    /** Appends a message. */
    public void append(HandshakeType type, int messageSeq, Bytes body) {
        byte[] header = framing.header(type, messageSeq, body.length());
        byte[] content = body.toArray();
        hash.ifPresent(running -> {
            running.update(header, 0, header.length);
            running.update(content, 0, content.length);
        });
        messages.ifPresent(kept -> {
            kept.writeBytes(header);
            kept.writeBytes(content);
        });
    }

    /** [RFC6347 §4.2.1#21] [RFC6347 §4.2.6#2] Begins anew: a first hello and its HelloVerifyRequest do not count. */
    public void restart() {
        messages = Optional.of(new ByteArrayOutputStream(1024));
        hash = Optional.empty();
    }

    /** Says which hash it is, once that is negotiated; what was said so far is hashed now. */
    public void hashWith(Jca jca, HashAlgorithm algorithm) {
        RunningHash running = algorithm.start(jca);
        byte[] soFar = messages();
        running.update(soFar, 0, soFar.length);
        hash = Optional.of(running);
    }

    /** The hash of everything so far. */
    public byte[] hash() {
        return hash.orElseThrow(() -> new IllegalStateException("no hash has been negotiated")).current();
    }

    /** Everything so far, for a signature. */
    public byte[] messages() {
        return messages.orElseThrow(() -> new IllegalStateException("the messages have been forgotten")).toByteArray();
    }

    /** Keeps the hash alone from now on. */
    public void forgetMessages() {
        messages = Optional.empty();
    }
}
