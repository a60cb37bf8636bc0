package io.puredtls.config;

/** [RFC9846 §4.3.9] How pre-shared keys, tickets among them, are used in DTLS 1.3. */
public enum PskExchange {
    /** Together with an ephemeral exchange, so that the past stays secret if the key becomes known. The default. */
    WITH_DHE,
    /** Also alone, where the other end wants it so: cheaper, and without that secrecy. */
    WITH_DHE_OR_ALONE
}
