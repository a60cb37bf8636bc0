package io.puredtls.dtls13;

import io.puredtls.alert.AlertDescription;

/** [RFC9846 §6] What an alert means is in its description alone. */
public final class AlertRule13 {
    private AlertRule13() {
    }

    /** Whether it is an error: all are, known or not, but for the announcement that a close_notify will follow. */
    public static boolean endsAssociation(AlertDescription description) {
        // [RFC9846 §6#7] [RFC9846 §6#8] [RFC9846 §6.1#4]
        return !description.equals(AlertDescription.USER_CANCELED);
    }
}
