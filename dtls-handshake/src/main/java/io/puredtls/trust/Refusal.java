package io.puredtls.trust;

import io.puredtls.alert.Violation;

/** A check that failed: becomes {@link Verdict.Untrusted}. Without stack trace, as what the peer sent is at fault. */
final class Refusal extends Exception {
    private static final long serialVersionUID = 1;

    private final Violation violation;

    Refusal(Violation violation, String sentence) {
        super(sentence, null, false, false);
        this.violation = violation;
    }

    Violation violation() {
        return violation;
    }

    Verdict verdict() {
        return new Verdict.Untrusted(violation, getMessage());
    }
}
