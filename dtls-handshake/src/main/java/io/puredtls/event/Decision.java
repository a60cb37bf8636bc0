package io.puredtls.event;

/** The application's answer to what an engine asked. */
public sealed interface Decision {
    /** The peer's certificates, or its public key, are believed. */
    record Trust() implements Decision {
    }

    /** The peer's certificates, or its public key, are not believed; {@code reason} goes into the failure's message. */
    record Refuse(String reason) implements Decision {
    }
}
