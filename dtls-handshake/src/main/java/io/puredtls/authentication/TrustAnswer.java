package io.puredtls.authentication;

import static io.puredtls.alert.ProtocolException.violation;

import io.puredtls.alert.ProtocolException;
import io.puredtls.alert.Violation;
import io.puredtls.event.Decision;

/** What the application said when it was asked whether the peer is to be believed. */
public final class TrustAnswer {
    private TrustAnswer() {
    }

    /** Goes on only if it is. */
    public static void require(Decision decision) throws ProtocolException {
        if (decision instanceof Decision.Refuse refuse) {
            throw violation(Violation.CERTIFICATE_REJECTED, refuse.reason());
        }
        if (!(decision instanceof Decision.Trust)) {
            throw new IllegalArgumentException("it was asked whether the peer is to be believed, and the answer is " + decision);
        }
    }
}
