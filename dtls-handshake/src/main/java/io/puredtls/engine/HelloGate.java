package io.puredtls.engine;

import static io.puredtls.alert.ProtocolException.violation;

import io.puredtls.alert.ProtocolException;
import io.puredtls.alert.Violation;
import io.puredtls.config.CookiePolicy;
import io.puredtls.config.ServerConfig;
import io.puredtls.fragment.AssembledMessage;
import io.puredtls.fragment.FragmentView;
import io.puredtls.fragment.HandshakeHeader;
import io.puredtls.message.ClientHello;
import io.puredtls.message.HandshakeCodec;
import io.puredtls.message.HandshakeType;
import io.puredtls.message.HelloVerifyRequest;
import io.puredtls.record.ContentType;
import io.puredtls.record.DropReason;
import io.puredtls.record.ProtocolVersion;
import io.puredtls.record.RecordView;
import io.puredtls.record.format.PlaintextHeader;
import io.puredtls.record.format.RecordCursor;
import io.puredtls.wire.Bytes;
import java.time.Duration;
import java.util.Optional;

/**
 * [RFC6347 §4.2.1] A server's front door: answers a first hello with a cookie and keeps nothing; lets in who brings the
 * cookie back. As sans-IO as the engine: bytes in, verdict out. Holds two cookie keys and, within one bound for all
 * peers, hellos that came in pieces. Not thread-safe.
 */
public final class HelloGate {
    /** How large a {@code reply} buffer must be. */
    public static final int MAX_REPLY = 128;

    private static final long KEY_LIFETIME = Duration.ofMinutes(1).toNanos();
    private static final int MAX_PARTIAL_HELLOS = 256 * 1024;
    private static final int MAX_MESSAGE_SEQ = 0xFFFF - 64; // what both ends still have to say needs numbers that do not wrap
    private static final int COOKIE_LENGTH_FIELD = 2 + 32 + 1; // behind client_version, random and session_id's length

    private final CookiePolicy policy;
    private final CookieKeys keys;
    private final HelloReassembly partial = new HelloReassembly(MAX_PARTIAL_HELLOS);
    private final RecordCursor cursor = new RecordCursor();
    private final RecordView record = new RecordView();
    private final FragmentView fragment = new FragmentView();

    /** A gate with fresh keys; {@code now} is nanoseconds of the caller's monotonic clock. */
    public HelloGate(ServerConfig config, long now) {
        this.policy = config.cookiePolicy();
        this.keys = new CookieKeys(config.settings().jca(), config.settings().entropy(), KEY_LIFETIME, now);
    }

    /** What is to be done with a datagram. */
    public sealed interface Verdict {
        /** Send the first {@code length} bytes of the reply buffer back; nothing was kept. */
        record Reply(int length) implements Verdict {
        }

        /** Begin an association with this hello. */
        record Admit(VerifiedHello hello) implements Verdict {
        }

        /** Nothing, but count it. */
        record Drop(DropReason reason) implements Verdict {
        }
    }

    /**
     * Judges a datagram of a peer without an association. All arrays are lent.
     *
     * @param peer what identifies the peer's address, at most 255 bytes: the cookie is bound to it
     * @param now nanoseconds of the caller's monotonic clock
     * @param reply takes the answer, if there is one; at least {@link #MAX_REPLY} bytes
     */
    public Verdict inspect(byte[] datagram, int offset, int length, byte[] peer, long now, byte[] reply) {
        cursor.wrap(datagram, offset, length);
        Verdict verdict = new Verdict.Drop(DropReason.NOT_A_HELLO);
        while (cursor.next(record) && isUnprotectedHandshake()) {
            fragment.wrap(record);
            while (fragment.hasMore() && fragment.advance() && fragment.type() == HandshakeType.CLIENT_HELLO.code()) {
                verdict = onFragment(peer, now, reply);
                if (!(verdict instanceof Verdict.Drop)) {
                    return verdict;
                }
            }
        }
        return verdict;
    }

    private boolean isUnprotectedHandshake() {
        return record.type() == ContentType.HANDSHAKE && record.epoch() == 0 && new ProtocolVersion(record.version()).isDtls();
    }

    private Verdict onFragment(byte[] peer, long now, byte[] reply) {
        try {
            Optional<AssembledMessage> message = partial.add(peer, fragment);
            return message.isPresent() ? onHello(message.get(), peer, now, reply) : new Verdict.Drop(DropReason.INCOMPLETE_HELLO);
        } catch (ProtocolException malformed) { // no alert: the address has proved nothing
            return new Verdict.Drop(DropReason.MALFORMED_HELLO);
        }
    }

    private Verdict onHello(AssembledMessage message, byte[] peer, long now, byte[] reply) throws ProtocolException {
        if (!(HandshakeCodec.DTLS12.decode(message.type(), message.body().reader()) instanceof ClientHello hello)) {
            throw violation(Violation.UNEXPECTED_HANDSHAKE_MESSAGE, message.type() + " at the gate");
        }
        if (message.messageSeq() > MAX_MESSAGE_SEQ) {
            throw violation(Violation.UNEXPECTED_HANDSHAKE_MESSAGE, "message_seq " + message.messageSeq() + " leaves no numbers for a handshake");
        }
        byte[] body = message.body().toArray();
        int cookieStart = COOKIE_LENGTH_FIELD + hello.sessionId().length();
        int cookieEnd = cookieStart + 1 + hello.cookie().length();
        // [RFC6347 §4.2.1#3] [RFC6347 §4.2.1#17] only with a cookie of ours, unless the configuration asks for none
        boolean admitted = policy == CookiePolicy.NEVER
                || !hello.cookie().isEmpty() && keys.matches(hello.cookie().toArray(), peer, body, cookieStart, cookieEnd, now);
        if (admitted) {
            return new Verdict.Admit(new VerifiedHello(message, hello, record.sequence()));
        }
        // [RFC6347 §4.2.1#22] an invalid cookie is treated as no cookie
        byte[] cookie = keys.cookie(peer, body, cookieStart, cookieEnd, now);
        // [RFC6347 §4.2.1#1] [RFC6347 §4.2.1#12] the cookie is all there is to remember, and the client keeps it
        return new Verdict.Reply(writeRequest(cookie, message.messageSeq(), reply));
    }

    /** [RFC6347 §4.2.1] With the hello's own numbers, so that nothing need be remembered, and a version that says nothing. */
    private int writeRequest(byte[] cookie, int messageSeq, byte[] reply) {
        // [RFC6347 §4.2.1#4] 1.0, whatever will be spoken
        Bytes body = new HelloVerifyRequest(ProtocolVersion.DTLS_1_0, Bytes.of(cookie)).toBytes();
        int length = HandshakeHeader.LENGTH + body.length();
        // [RFC6347 §4.2.1#11] no two requests share a record number
        PlaintextHeader.write(reply, 0, ContentType.HANDSHAKE, ProtocolVersion.DTLS_1_0.code(), 0, record.sequence(), length);
        HandshakeHeader.write(
                reply, PlaintextHeader.LENGTH, HandshakeType.HELLO_VERIFY_REQUEST.code(), body.length(), messageSeq, 0, body.length());
        body.copyTo(reply, PlaintextHeader.LENGTH + HandshakeHeader.LENGTH);
        return PlaintextHeader.LENGTH + length;
    }

    /** The bytes kept of hellos that came in pieces. */
    public int partialBytes() {
        return partial.bytes();
    }

    /**
     * The random of the ClientHello that a datagram begins with, in hexadecimal; empty if it begins with anything else,
     * or with a later piece of one. By it a hello that is sent again is told from a new one.
     */
    public static Optional<String> peekRandom(byte[] datagram, int offset, int length) {
        RecordView view = new RecordView();
        if (length <= 0 || !PlaintextHeader.begins(datagram[offset] & 0xFF)
                || !PlaintextHeader.read(datagram, offset, offset + length, view)
                || view.type() != ContentType.HANDSHAKE || view.epoch() != 0) {
            return Optional.empty();
        }
        FragmentView hello = new FragmentView();
        hello.wrap(view);
        if (!hello.hasMore() || !hello.advance() || hello.type() != HandshakeType.CLIENT_HELLO.code()
                || hello.fragmentOffset() != 0 || hello.fragmentLength() < COOKIE_LENGTH_FIELD) {
            return Optional.empty();
        }
        return Optional.of(Bytes.of(hello.data(), hello.dataOffset() + 2, 32).hex());
    }
}
