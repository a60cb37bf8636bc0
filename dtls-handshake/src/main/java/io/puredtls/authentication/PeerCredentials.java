package io.puredtls.authentication;

import io.puredtls.event.EngineEvent;
import io.puredtls.session.PeerIdentity;
import io.puredtls.trust.Expectation;
import io.puredtls.trust.TrustPolicy;
import io.puredtls.trust.Verdict;
import java.security.PublicKey;

/** What a peer shows of itself in a Certificate message, by either kind of it. That its key is its own is not proved by that. */
public sealed interface PeerCredentials permits PeerChain, PeerKey {
    /** The peer's own public key. */
    PublicKey publicKey();

    /** What {@code policy} says of it. */
    Verdict judge(TrustPolicy policy, Expectation expectation);

    /** What the application is asked about it. */
    EngineEvent question(Expectation expectation);

    /** Who the peer is, once it has proved that the key is its own. */
    PeerIdentity identity(boolean verified);
}
