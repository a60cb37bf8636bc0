package io.puredtls.trust;

import io.puredtls.alert.Violation;

/** What a {@link TrustPolicy} says of a chain. */
public sealed interface Verdict {
    /** Believed. */
    record Trusted() implements Verdict {
    }

    /** Accepted without being believed: {@code verified()} of the session will be false. */
    record Unverified() implements Verdict {
    }

    /** Refused: the row of the table, and a sentence that names the certificate at fault. */
    record Untrusted(Violation violation, String reason) implements Verdict {
    }

    /** The application decides, and may take its time: the engine asks it by an event and waits for its decision. */
    record Ask() implements Verdict {
    }
}
