package io.puredtls.engine;

import static io.puredtls.alert.ProtocolException.violation;

import io.puredtls.alert.AlertLevel;
import io.puredtls.alert.ProtocolException;
import io.puredtls.alert.Violation;
import io.puredtls.authentication.TicketIssuer;
import io.puredtls.config.CookiePolicy;
import io.puredtls.config.ServerConfig;
import io.puredtls.crypto.kex.NamedGroup;
import io.puredtls.crypto.suite.CipherSuite;
import io.puredtls.extension.Cookie;
import io.puredtls.extension.PreSharedKeys;
import io.puredtls.extension.SupportedVersions;
import io.puredtls.fragment.AssembledMessage;
import io.puredtls.fragment.FragmentView;
import io.puredtls.fragment.HandshakeHeader;
import io.puredtls.message.ClientHello;
import io.puredtls.message.HandshakeCodec;
import io.puredtls.message.HandshakeType;
import io.puredtls.message.HelloVerifyRequest;
import io.puredtls.negotiate.Retry;
import io.puredtls.negotiate.ServerNegotiation12;
import io.puredtls.negotiate.ServerNegotiation13;
import io.puredtls.record.ContentType;
import io.puredtls.record.DropReason;
import io.puredtls.record.ProtocolVersion;
import io.puredtls.record.RecordView;
import io.puredtls.record.format.PlaintextHeader;
import io.puredtls.record.format.RecordCursor;
import io.puredtls.server.RetriedHello;
import io.puredtls.wire.Bytes;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * [RFC6347 §4.2.1] [RFC9147 §5.1] A server's front door: answers a first hello with a cookie and keeps nothing; lets in who brings the
 * cookie back. As sans-IO as the engine: bytes in, verdict out. Holds two cookie keys and, within one bound for all
 * peers, hellos that came in pieces. Not thread-safe.
 */
public final class HelloGate {
    /** How large a {@code reply} buffer must be. */
    public static final int MAX_REPLY = 256;

    /** The longest that a patient client sends its second hello again, at doubling intervals: an old cookie would be an invalid one. */
    private static final long KEY_LIFETIME = Duration.ofMinutes(10).toNanos();
    private static final int ALERT_LENGTH = 2;
    private static final int MAX_PARTIAL_HELLOS = 256 * 1024;
    private static final int MAX_MESSAGE_SEQ = 0xFFFF - 64; // what both ends still have to say needs numbers that do not wrap
    private static final int COOKIE_LENGTH_FIELD = 2 + 32 + 1; // behind client_version, random and session_id's length

    private final ServerConfig config;
    private CookiePolicy policy; // for the datagram that is being judged
    private final HelloLoad load;
    private final CookieKeys keys;
    private final HelloReassembly partial = new HelloReassembly(MAX_PARTIAL_HELLOS);
    private final RecordCursor cursor = new RecordCursor();
    private final RecordView record = new RecordView();
    private final FragmentView fragment = new FragmentView();

    /** A gate with fresh keys; {@code now} is nanoseconds of the caller's monotonic clock. */
    public HelloGate(ServerConfig config, long now) {
        this.config = config;
        this.policy = config.cookiePolicy();
        this.load = new HelloLoad(now);
        this.keys = new CookieKeys(config.settings().jca(), config.settings().entropy(), KEY_LIFETIME, now);
    }

    /** What is to be done with a datagram. */
    public sealed interface Verdict {
        /** Send the first {@code length} bytes of the reply buffer back; nothing was kept. */
        record Reply(int length) implements Verdict {
        }

        /**
         * Send the first {@code length} bytes of the reply buffer back, an alert: with this hello there is no session. Nothing was
         * kept. Anybody can say that a hello is from there, so who tells people of it does so within bounds.
         */
        record Refuse(int length, Violation violation, String message) implements Verdict {
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
     * @param peer what identifies the peer's address, at most 255 bytes: the cookie is bound to it. Where tickets are to stand for
     *     a cookie, the address and two bytes of port
     * @param now nanoseconds of the caller's monotonic clock
     * @param reply takes the answer, if there is one; at least {@link #MAX_REPLY} bytes
     * @throws IndexOutOfBoundsException if the slice is not inside {@code datagram}
     * @throws IllegalArgumentException if {@code reply} is too short
     */
    public Verdict inspect(byte[] datagram, int offset, int length, byte[] peer, long now, byte[] reply) {
        return inspect(config.cookiePolicy(), datagram, offset, length, peer, now, reply);
    }

    /**
     * [RFC9147 §5.11] The same for an address where an association lives, or is being made. A hello takes its place, and might come
     * from somebody who only says that he is there: so it needs a cookie, but where {@link CookiePolicy#NEVER} says that nobody lies.
     */
    // [RFC9147 §5.11#2]
    public Verdict inspectBeginningAnew(byte[] datagram, int offset, int length, byte[] peer, long now, byte[] reply) {
        CookiePolicy configured = config.cookiePolicy();
        return inspect(configured == CookiePolicy.NEVER ? configured : CookiePolicy.ALWAYS, datagram, offset, length, peer, now, reply);
    }

    private Verdict inspect(CookiePolicy policyHere, byte[] datagram, int offset, int length, byte[] peer, long now, byte[] reply) {
        Objects.checkFromIndexSize(offset, length, datagram.length);
        if (reply.length < MAX_REPLY) {
            throw new IllegalArgumentException("a reply needs room for " + MAX_REPLY + " bytes, not " + reply.length);
        }
        policy = policyHere;
        cursor.wrap(datagram, offset, length);
        Verdict verdict = new Verdict.Drop(DropReason.NOT_A_HELLO);
        while (cursor.next(record) && (isUnprotectedHandshake() || isChangeCipherSpec())) {
            // [RFC9846 §4.3.2#3] between two hellos, where nothing is kept of the first
            if (isChangeCipherSpec()) {
                continue;
            }
            fragment.wrap(record);
            while (fragment.hasMore() && fragment.advance() && fragment.type() == HandshakeType.CLIENT_HELLO.code()) {
                verdict = onFragment(peer, now, reply);
                if (verdict instanceof Verdict.Admit) {
                    partial.forget(peer);
                }
                if (!(verdict instanceof Verdict.Drop)) {
                    return verdict;
                }
            }
        }
        return verdict;
    }

    private boolean isUnprotectedHandshake() {
        return record.type() == ContentType.HANDSHAKE && record.epoch() == 0 && !record.isUnified();
    }

    private boolean isChangeCipherSpec() {
        return record.type() == ContentType.CHANGE_CIPHER_SPEC && record.epoch() == 0 && !record.isUnified();
    }

    private Verdict onFragment(byte[] peer, long now, byte[] reply) {
        try {
            Optional<AssembledMessage> message = partial.add(peer, fragment);
            return message.isPresent() ? onHello(message.get(), peer, now, reply) : new Verdict.Drop(DropReason.INCOMPLETE_HELLO);
        } catch (ProtocolException malformed) { // no alert: the address has proved nothing
            partial.forget(peer);
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
        if (ServerNegotiation13.isChosen(hello, config.settings())) {
            return onHello13(message, hello, peer, now, reply);
        }
        if (!config.settings().allows(ProtocolVersion.DTLS_1_2)) {
            return refuse(noCommonVersion(hello), reply);
        }
        return onHello12(message, hello, peer, now, reply);
    }

    private Verdict onHello12(AssembledMessage message, ClientHello hello, byte[] peer, long now, byte[] reply) {
        byte[] body = message.body().toArray();
        int cookieStart = COOKIE_LENGTH_FIELD + hello.sessionId().length();
        int cookieEnd = cookieStart + 1 + hello.cookie().length();
        // [RFC6347 §4.2.1#3] [RFC6347 §4.2.1#17] only with a cookie of ours, unless the configuration asks for none
        boolean admitted = !hello.cookie().isEmpty() && keys.matches(hello.cookie().toArray(), peer, body, cookieStart, cookieEnd, now);
        if (admitted || needsNoCookie(now)) {
            return admit(message, hello, Optional.empty(), peer, VerifiedHello.AddressProof.PROVEN);
        }
        if (!ServerNegotiation12.isOffered(hello)) {
            return refuse(noCommonVersion(hello), reply);
        }
        // [RFC6347 §4.2.1#22] an invalid cookie is treated as no cookie
        byte[] cookie = keys.cookie(peer, body, cookieStart, cookieEnd, now);
        // [RFC6347 §4.2.1#1] [RFC6347 §4.2.1#12] the cookie is all there is to remember, and the client keeps it
        Bytes request = new HelloVerifyRequest(ProtocolVersion.DTLS_1_0, Bytes.of(cookie)).toBytes(); // [RFC6347 §4.2.1#4] 1.0, whatever will be spoken
        return new Verdict.Reply(writeRequest(
                HandshakeType.HELLO_VERIFY_REQUEST, request, ProtocolVersion.DTLS_1_0, message.messageSeq(), reply));
    }

    private boolean needsNoCookie(long now) {
        // [RFC9147 §5.1#13]
        return policy == CookiePolicy.NEVER || policy == CookiePolicy.UNDER_LOAD && load.allowsOneMore(now);
    }

    private Verdict admit(
            AssembledMessage message, ClientHello hello, Optional<RetriedHello> retried, byte[] peer, VerifiedHello.AddressProof proof) {
        return new Verdict.Admit(new VerifiedHello(message, hello, record.sequence(), retried, AddressPrefix.of(peer), proof));
    }

    /** [RFC9147 §5.1] The one HelloRetryRequest that there may be carries the cookie, and asks for a share if that is needed too. */
    private Verdict onHello13(AssembledMessage message, ClientHello hello, byte[] peer, long now, byte[] reply) {
        try {
            Optional<Cookie> cookie = hello.find(Cookie.class);
            if (cookie.isPresent()) {
                return onCookie13(cookie.get(), message, hello, peer, now, reply);
            }
            if (needsNoCookie(now)) {
                // [RFC9147 §5.1#16]
                return admit(message, hello, Optional.empty(), peer, policy == CookiePolicy.NEVER
                        ? VerifiedHello.AddressProof.PROVEN : VerifiedHello.AddressProof.PENDING);
            }
            ServerNegotiation13 negotiation = ServerNegotiation13.of(hello, config);
            // [RFC9147 §5.1#15]
            if (policy == CookiePolicy.EXCEPT_RESUMED && comesBack(hello, peer)) {
                return admit(message, hello, Optional.empty(), peer, VerifiedHello.AddressProof.PENDING);
            }
            CipherSuite suite = negotiation.suite();
            Optional<NamedGroup> group = negotiation.retry().flatMap(Retry::group);
            // [RFC9147 §11#5]
            RetryCookie content = new RetryCookie(suite, group, RetryCookie.hash(message, suite, config.settings().jca()));
            Retry retry = new Retry(suite, group, Optional.of(Bytes.of(keys.seal(peer, content.content(), now))));
            return new Verdict.Reply(writeRequest(
                    // [RFC9147 §5.1#1] [RFC9147 §5.1#12] [RFC9147 §5.2#11]
                    HandshakeType.SERVER_HELLO, retry.request().toBytes(), ProtocolVersion.DTLS_1_2, message.messageSeq(), reply));
        } catch (ProtocolException refused) {
            return refuse(refused, reply);
        }
    }

    private Verdict onCookie13(Cookie cookie, AssembledMessage message, ClientHello hello, byte[] peer, long now, byte[] reply) {
        Optional<byte[]> content = keys.open(peer, cookie.cookie().toArray(), now);
        if (content.isEmpty()) {
            // [RFC9147 §5.1#3] [RFC9147 §5.1#20]
            return refuse(violation(Violation.INVALID_COOKIE, "the client's cookie is none of ours for its address, or is too old"), reply);
        }
        RetryCookie asked = RetryCookie.of(content.get());
        Retry retry = new Retry(asked.suite(), asked.group(), Optional.of(cookie.cookie()));
        return admit(message, hello, Optional.of(new RetriedHello(retry, asked.firstHash())), peer, VerifiedHello.AddressProof.PROVEN);
    }

    /** Whether the first of the client's keys is a ticket of ours that was given to the same address. A stored one is not used up. */
    private boolean comesBack(ClientHello hello, byte[] peer) {
        return hello.find(PreSharedKeys.class)
                .map(keysOffered -> TicketIssuer.isBoundTo(config, keysOffered.identities().get(0).identity(), AddressPrefix.of(peer)))
                .orElse(false);
    }

    private ProtocolException noCommonVersion(ClientHello hello) {
        return violation(Violation.NO_COMMON_VERSION, "the client offers "
                + hello.find(SupportedVersions.class).map(list -> list.versions().toString()).orElse(hello.clientVersion().toString())
                + ", we speak " + config.settings().versions());
    }

    /** An alert in the clear, shorter than any hello. Nothing is kept. */
    private Verdict refuse(ProtocolException why, byte[] reply) {
        Violation violation = why.violation();
        if (violation.alert().isEmpty()) {
            return new Verdict.Drop(DropReason.MALFORMED_HELLO);
        }
        // [RFC9147 §4#3]
        PlaintextHeader.write(reply, 0, ContentType.ALERT, ProtocolVersion.DTLS_1_2.code(), 0, record.sequence(), ALERT_LENGTH);
        reply[PlaintextHeader.LENGTH] = (byte) AlertLevel.FATAL.code();
        reply[PlaintextHeader.LENGTH + 1] = (byte) violation.alert().get().code();
        return new Verdict.Refuse(PlaintextHeader.LENGTH + ALERT_LENGTH, violation, why.getMessage());
    }

    /** With the hello's own numbers, so that nothing need be remembered. */
    private int writeRequest(HandshakeType type, Bytes body, ProtocolVersion version, int messageSeq, byte[] reply) {
        int length = HandshakeHeader.LENGTH + body.length();
        // [RFC6347 §4.2.1#11] no two requests share a record number
        PlaintextHeader.write(reply, 0, ContentType.HANDSHAKE, version.code(), 0, record.sequence(), length);
        HandshakeHeader.write(reply, PlaintextHeader.LENGTH, type.code(), body.length(), messageSeq, 0, body.length());
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
