package io.puredtls.endpoint.explain;

import io.puredtls.crypto.hash.HashAlgorithm;
import io.puredtls.crypto.hash.RunningHash;
import io.puredtls.crypto.jca.Jca;
import io.puredtls.fragment.HandshakeHeader;
import io.puredtls.wire.Bytes;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;

/** What was said so far, as both ends hash it, and by which names one speaks of it. Not thread-safe. */
final class Said {
    private static final int TLS_HEADER = 4;
    private static final int MESSAGE_HASH = 254;

    private final HashAlgorithm algorithm;
    private final boolean isDtls13;
    private final List<String> names;
    private final ByteArrayOutputStream messages = new ByteArrayOutputStream();
    private RunningHash hash;

    Said(HashAlgorithm algorithm, boolean isDtls13) {
        this(algorithm, isDtls13, List.of(), algorithm.start(Jca.PLATFORM));
    }

    private Said(HashAlgorithm algorithm, boolean isDtls13, List<String> names, RunningHash hash) {
        this.algorithm = algorithm;
        this.isDtls13 = isDtls13;
        this.names = new ArrayList<>(names);
        this.hash = hash;
    }

    /** [RFC9147 §5.2] [RFC6347 §4.2.6] A message, under the header that counts: TLS's in 1.3, in 1.2 that of one whole fragment. */
    void add(String name, int type, int messageSeq, Bytes body) {
        byte[] framed = framed(type, messageSeq, body.length(), body);
        hash.update(framed, 0, framed.length);
        messages.writeBytes(framed);
        names.add(name);
    }

    private byte[] framed(int type, int messageSeq, int length, Bytes body) {
        int header = isDtls13 ? TLS_HEADER : HandshakeHeader.LENGTH;
        byte[] whole = new byte[HandshakeHeader.LENGTH];
        HandshakeHeader.write(whole, 0, type, length, messageSeq, 0, length);
        byte[] framed = new byte[header + body.length()];
        System.arraycopy(whole, 0, framed, 0, header); // type and length come first in both
        body.copyTo(framed, header);
        return framed;
    }

    /** [RFC9846 §4.1] A first ClientHello, which is all there is so far, gives way to its hash. */
    void replaceByMessageHash() {
        Bytes helloHash = hash();
        restart();
        add("message_hash(ClientHello1)", MESSAGE_HASH, 0, helloHash);
    }

    /** [RFC6347 §4.2.1] Begins anew: a first hello and its HelloVerifyRequest do not count. */
    void restart() {
        hash = algorithm.start(Jca.PLATFORM);
        messages.reset();
        names.clear();
    }

    /** Goes on from here on its own. */
    Said copy() {
        return new Said(algorithm, isDtls13, names, hash.copy());
    }

    /** The hash of everything so far and of the beginning of a hello. */
    Bytes hashWithTruncated(int type, int length, Bytes beginning) {
        RunningHash more = hash.copy();
        byte[] framed = framed(type, 0, length, beginning);
        more.update(framed, 0, framed.length);
        return Bytes.of(more.current());
    }

    Bytes hash() {
        return Bytes.of(hash.current());
    }

    /** All of it, for a signature over the messages themselves. */
    byte[] messages() {
        return messages.toByteArray();
    }

    /** Whether nothing was said yet. */
    boolean isEmpty() {
        return names.isEmpty();
    }

    /** The first name and the last. */
    String range() {
        if (names.size() <= 2) {
            return String.join(", ", names);
        }
        return names.get(0) + " … " + names.get(names.size() - 1);
    }

    /** The hash so far, as something that comes about. */
    Derivation told() {
        return Derivation.of("Transcript-Hash", isDtls13 ? "RFC 9846 §4.1" : "RFC 5246 §7.4.9",
                (algorithm == HashAlgorithm.SHA256 ? "SHA-256" : "SHA-384") + "(" + String.join(" + ", names) + ")").gives(hash());
    }
}
