package io.puredtls.event;

import io.puredtls.session.PreSharedKey;
import java.util.List;

/** The application's answer to what an engine asked. */
public sealed interface Decision {
    /**
     * Of the pre-shared keys that were asked for, these are there: those of the configuration of another store, or none.
     *
     * @param known by the names that were asked for; others are not used
     */
    record Psk(List<PreSharedKey> known) implements Decision {
        /** Copies the list. */
        public Psk {
            known = List.copyOf(known);
        }
    }

    /** The peer's certificates, or its public key, are believed. */
    record Trust() implements Decision {
    }

    /** The peer's certificates, or its public key, are not believed; {@code reason} goes into the failure's message. */
    record Refuse(String reason) implements Decision {
    }
}
