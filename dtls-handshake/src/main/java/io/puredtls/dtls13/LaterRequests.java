package io.puredtls.dtls13;

import static io.puredtls.alert.ProtocolException.violation;

import io.puredtls.alert.ProtocolException;
import io.puredtls.alert.Violation;
import io.puredtls.authentication.FinishedVerified;
import io.puredtls.authentication.PeerCredentials;
import io.puredtls.authentication.TrustAnswer;
import io.puredtls.config.ServerConfig;
import io.puredtls.crypto.credentials.CertificateType;
import io.puredtls.event.Decision;
import io.puredtls.event.EngineEvent;
import io.puredtls.message.Certificate13;
import io.puredtls.message.CertificateRequest13;
import io.puredtls.message.CertificateVerify;
import io.puredtls.message.CompressedCertificate;
import io.puredtls.message.Finished;
import io.puredtls.message.HandshakeMessage;
import io.puredtls.message.HandshakeType;
import io.puredtls.session.PeerIdentity;
import io.puredtls.state.HandshakeContext;
import io.puredtls.state.Received;
import io.puredtls.state.Role;
import io.puredtls.transcript.Transcript;
import io.puredtls.trust.Expectation;
import io.puredtls.trust.Purpose;
import io.puredtls.trust.ReferenceIdentity;
import io.puredtls.trust.Verdict;
import io.puredtls.wire.Bytes;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * [RFC9846 §4.7.2] The server's side of authentication after the handshake: requests that are open, and the answer that
 * is coming in, which nothing interrupts. Each exchange goes on from the main handshake's transcript.
 *
 * @param type what the client shows, as it was agreed on in the handshake
 * @param offered whether the client can be asked
 */
public record LaterRequests(
        ServerConfig config, CertificateType type, boolean offered, Transcript handshake, Map<Bytes, Open> open, Progress progress)
        implements PostHandshakePart {
    private static final int CONTEXT_LENGTH = 16;
    private static final int MAX_OPEN = 8;

    /** Copies the map. */
    public LaterRequests {
        open = Map.copyOf(open);
    }

    /** Nothing was asked yet. */
    public static LaterRequests none(ServerConfig config, CertificateType type, boolean offered, Transcript handshake) {
        return new LaterRequests(config, type, offered, handshake, Map.of(), new Idle());
    }

    /** A request that is not answered yet. */
    record Open(int messageSeq, Bytes request) {
    }

    /** How far the answer is that is coming in. */
    sealed interface Progress {
    }

    record Idle() implements Progress {
    }

    record Shown(PeerCredentials client, Transcript transcript) implements Progress {
    }

    record Asking(PeerCredentials client, Transcript transcript) implements Progress {
    }

    record Proved(PeerIdentity peer, Transcript transcript) implements Progress {
    }

    record Done(PeerIdentity peer) implements Progress {
    }

    @Override
    public boolean accepts(HandshakeMessage message) {
        if (progress instanceof Shown) {
            return message instanceof CertificateVerify;
        }
        if (progress instanceof Proved) {
            return message instanceof Finished;
        }
        return !open.isEmpty() && (message instanceof Certificate13 || message instanceof CompressedCertificate);
    }

    /** Whether an answer is under way: then nothing else may come. */
    boolean isExclusive() {
        // [RFC9846 §4.7.2#5]
        return progress instanceof Shown || progress instanceof Proved;
    }

    @Override
    public boolean isAsking() {
        return progress instanceof Asking;
    }

    @Override
    public Optional<PeerIdentity> newPeer() {
        return progress instanceof Done done ? Optional.of(done.peer) : Optional.empty();
    }

    /** Throws if the client cannot be asked at all, or not now, where {@code more} things wait to be said. */
    void requireRoom(int more) {
        // [RFC9846 §4.3.6#1]
        if (!offered) {
            throw new UnsupportedOperationException("the client did not offer to be asked for a certificate after the handshake");
        }
        if (open.size() + more >= MAX_OPEN) {
            throw new IllegalStateException(MAX_OPEN + " requests are not answered yet");
        }
    }

    /** Asks. */
    LaterRequests ask(HandshakeContext context) {
        // [RFC9846 §4.4.2#2] [RFC9846 §4.4.2#4]
        Bytes requestContext = Bytes.of(config.settings().entropy().bytes(CONTEXT_LENGTH));
        CertificateRequest13 request = CertificateWish.request(requestContext, config);
        Map<Bytes, Open> more = new HashMap<>(open);
        more.put(requestContext, new Open(context.sendAfterHandshake(request), request.toBytes()));
        return new LaterRequests(config, type, offered, handshake, more, progress);
    }

    @Override
    public PostHandshakePart on(Received received, Connected13 connected, HandshakeContext context) throws ProtocolException {
        if (progress instanceof Shown shown) {
            return onCertificateVerify(shown, received, context);
        }
        if (progress instanceof Proved proved) {
            return onFinished(proved, received, connected, context);
        }
        return onCertificate(received, connected, context);
    }

    private LaterRequests onCertificate(Received received, Connected13 connected, HandshakeContext context) throws ProtocolException {
        Certificate13 certificate = Certificates13.read(received, connected, context);
        // [RFC9147 §5.8.4#5]
        Open asked = open.get(certificate.certificateRequestContext());
        if (asked == null) {
            throw violation(Violation.WRONG_REQUEST_CONTEXT, "nothing was asked with certificate_request_context " + certificate.certificateRequestContext());
        }
        context.answered(asked.messageSeq);
        Map<Bytes, Open> rest = new HashMap<>(open);
        rest.remove(certificate.certificateRequestContext());
        Transcript transcript = handshake.copy();
        // [RFC9846 §4.5#1]
        transcript.append(HandshakeType.CERTIFICATE_REQUEST, 0, asked.request);
        transcript.append(received.message().type(), 0, received.body());
        if (certificate.certificateList().isEmpty()) {
            return new LaterRequests(config, type, offered, handshake, rest, new Proved(PeerIdentity.ANONYMOUS, transcript));
        }
        return new LaterRequests(config, type, offered, handshake, rest, new Shown(Certificates13.shown(certificate, type, config.clientTrust().staples()), transcript));
    }

    private LaterRequests onCertificateVerify(Shown shown, Received received, HandshakeContext context) throws ProtocolException {
        CertificateVerify verify = (CertificateVerify) received.message();
        CertificateProof.check(Role.CLIENT, verify, shown.client, config.settings(), shown.transcript.hash());
        shown.transcript.append(received.message().type(), 0, received.body());
        Expectation expectation = new Expectation(
                Purpose.CLIENT_AUTHENTICATION, new ReferenceIdentity.None(), config.settings().clock().instant());
        Verdict verdict = shown.client.judge(config.clientTrust(), expectation);
        if (verdict instanceof Verdict.Ask) {
            context.emit(shown.client.question(expectation));
            return with(new Asking(shown.client, shown.transcript));
        }
        if (verdict instanceof Verdict.Untrusted untrusted) {
            throw violation(untrusted.violation(), untrusted.reason());
        }
        return with(new Proved(shown.client.identity(verdict instanceof Verdict.Trusted), shown.transcript));
    }

    @Override
    public PostHandshakePart resolve(Decision decision, Connected13 connected, HandshakeContext context) throws ProtocolException {
        TrustAnswer.require(decision);
        Asking asking = (Asking) progress;
        return with(new Proved(asking.client.identity(true), asking.transcript));
    }

    private LaterRequests onFinished(Proved proved, Received received, Connected13 connected, HandshakeContext context)
            throws ProtocolException {
        Finished finished = (Finished) received.message();
        // [RFC9846 §4.5.3] under the client's secret as it is now
        FinishedVerified.check(finished, connected.keys().read().verifyData(proved.transcript.hash()));
        context.emit(new EngineEvent.PeerAuthenticated(proved.peer));
        return with(new Done(proved.peer));
    }

    private LaterRequests with(Progress next) {
        return new LaterRequests(config, type, offered, handshake, open, next);
    }
}
