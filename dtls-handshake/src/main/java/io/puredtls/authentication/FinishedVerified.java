package io.puredtls.authentication;

import static io.puredtls.alert.ProtocolException.violation;

import io.puredtls.alert.ProtocolException;
import io.puredtls.alert.Violation;
import io.puredtls.message.Finished;
import java.security.MessageDigest;

/** Proof that the peer saw the same handshake and has the same secret. Only the check makes one. */
public final class FinishedVerified {
    private FinishedVerified() {
    }

    /** [RFC5246 §7.4.9] Compares what the peer's Finished says with what it must say; both lent. */
    public static FinishedVerified check(Finished finished, byte[] expected) throws ProtocolException {
        // [RFC9846 §4.5.3#1]
        if (!MessageDigest.isEqual(expected, finished.verifyData().toArray())) {
            throw violation(Violation.WRONG_VERIFY_DATA, "the peer's verify_data is not that of our transcript");
        }
        return new FinishedVerified();
    }
}
