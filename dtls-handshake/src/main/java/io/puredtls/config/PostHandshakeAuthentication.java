package io.puredtls.config;

/** [RFC9846 §4.3.6] Whether a client may be asked for a certificate after the handshake, in DTLS 1.3. */
public enum PostHandshakeAuthentication {
    /** It may not. The default. */
    REFUSED,
    /** It may; it shows the credentials that it would show in a handshake. */
    OFFERED
}
