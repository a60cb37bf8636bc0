package io.puredtls.authentication;

import io.puredtls.session.PeerIdentity;
import io.puredtls.trust.Expectation;
import io.puredtls.trust.TrustPolicy;
import io.puredtls.trust.Verdict;

/** What an earlier judgement of a peer is worth when its session is to be resumed. */
public final class EarlierTrust {
    private EarlierTrust() {
    }

    /**
     * Whether it is enough for {@code policy}: who was believed then is so now; who was accepted without that is by a policy
     * alone that still accepts so, or resumption would be a way around all others. Who showed nothing was not judged.
     */
    public static boolean isEnough(PeerIdentity peer, TrustPolicy policy, Expectation expectation) {
        if (peer.verified()) {
            return true;
        }
        if (peer.rawPublicKey().isPresent()) {
            return policy.evaluate(peer.rawPublicKey().get(), expectation) instanceof Verdict.Unverified;
        }
        return peer.chain().isEmpty() || policy.evaluate(peer.chain(), expectation) instanceof Verdict.Unverified;
    }
}
