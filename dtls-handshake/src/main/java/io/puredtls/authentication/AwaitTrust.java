package io.puredtls.authentication;

import static io.puredtls.alert.ProtocolException.violation;

import io.puredtls.alert.AlertDescription;
import io.puredtls.alert.AlertLevel;
import io.puredtls.alert.ProtocolException;
import io.puredtls.alert.Violation;
import io.puredtls.event.Decision;
import io.puredtls.message.HandshakeCodec;
import io.puredtls.state.HandshakeContext;
import io.puredtls.state.HandshakeState;
import io.puredtls.state.Received;
import io.puredtls.trust.Expectation;
import io.puredtls.trust.TrustPolicy;
import io.puredtls.trust.Verdict;

/**
 * The application is asked whether what the peer shows is to be believed; the peer's messages wait meanwhile. What does not
 * wait, as alerts, counts as it did in the state that asked, which is one of either version.
 */
public record AwaitTrust(PeerCredentials peer, AfterTrust after, HandshakeState asking) implements HandshakeState {
    /**
     * Judges {@code peer} for the state {@code asking} and goes on: at once if the policy answers, else when the
     * application does. Takes {@code after}.
     */
    public static HandshakeState judge(
            TrustPolicy policy, PeerCredentials peer, Expectation expectation, HandshakeState asking, AfterTrust after, HandshakeContext context)
            throws ProtocolException {
        // [RFC9846 §E#3]
        Verdict verdict = peer.judge(policy, expectation);
        if (verdict instanceof Verdict.Ask) {
            context.emit(peer.question(expectation));
            return new AwaitTrust(peer, after, asking);
        }
        if (verdict instanceof Verdict.Untrusted untrusted) {
            after.close();
            throw violation(untrusted.violation(), untrusted.reason());
        }
        return after.proceed(peer.identity(verdict instanceof Verdict.Trusted), context);
    }

    @Override
    public HandshakeState resolve(Decision decision, HandshakeContext context) throws ProtocolException {
        TrustAnswer.require(decision);
        return after.proceed(peer.identity(true), context);
    }

    @Override
    public boolean isWaitingForPeer() {
        return false;
    }

    @Override
    public HandshakeState on(Received received, HandshakeContext context) throws ProtocolException {
        throw context.unexpected(received, this);
    }

    @Override
    public int readEpoch() {
        return asking.readEpoch();
    }

    @Override
    public HandshakeCodec codec() {
        return asking.codec();
    }

    @Override
    public boolean isEndedBy(AlertLevel level, AlertDescription description) {
        return asking.isEndedBy(level, description);
    }

    @Override
    public void close() {
        after.close();
    }
}
