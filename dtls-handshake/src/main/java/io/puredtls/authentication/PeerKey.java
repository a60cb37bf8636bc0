package io.puredtls.authentication;

import static io.puredtls.alert.ProtocolException.violation;

import io.puredtls.alert.ProtocolException;
import io.puredtls.alert.Violation;
import io.puredtls.crypto.credentials.CredentialsException;
import io.puredtls.crypto.credentials.RawPublicKey;
import io.puredtls.event.EngineEvent;
import io.puredtls.session.PeerIdentity;
import io.puredtls.trust.Expectation;
import io.puredtls.trust.TrustPolicy;
import io.puredtls.trust.Verdict;
import io.puredtls.wire.Bytes;
import java.security.PublicKey;

/** [RFC7250 §3] The public key a peer showed, without a certificate. */
public record PeerKey(RawPublicKey key) implements PeerCredentials {
    /** Reads the SubjectPublicKeyInfo of a message that has one. */
    public static PeerKey decode(Bytes subjectPublicKeyInfo) throws ProtocolException {
        try {
            return new PeerKey(RawPublicKey.fromDer(subjectPublicKeyInfo.toArray()));
        } catch (CredentialsException unreadable) {
            throw violation(Violation.RAW_PUBLIC_KEY_UNREADABLE, "the peer's public key cannot be read: " + unreadable.getMessage());
        }
    }

    @Override
    public PublicKey publicKey() {
        return key.publicKey();
    }

    @Override
    public Verdict judge(TrustPolicy policy, Expectation expectation) {
        return policy.evaluate(key, expectation);
    }

    @Override
    public EngineEvent question(Expectation expectation) {
        return new EngineEvent.RawPublicKeyAsked(key, expectation);
    }

    @Override
    public PeerIdentity identity(boolean verified) {
        return PeerIdentity.ofRawPublicKey(key, verified);
    }
}
