package io.puredtls.endpoint.explain;

/** Who sent a datagram. */
public enum Sender {
    CLIENT,
    SERVER;

    /** Who receives it. */
    Sender peer() {
        return this == CLIENT ? SERVER : CLIENT;
    }

    /** As a word, and as the beginning of what is named after it in key schedules. */
    @Override
    public String toString() {
        return this == CLIENT ? "client" : "server";
    }
}
