package io.puredtls.trust;

/** What an OCSP response is worth that a peer shows with its certificate. Nobody else is asked for one. */
public enum OcspStapling {
    /** It is asked for; if there is one, it must be in order and say that the certificate is good. */
    CHECKED,
    /** The same, and without one the peer is refused. */
    REQUIRED
}
