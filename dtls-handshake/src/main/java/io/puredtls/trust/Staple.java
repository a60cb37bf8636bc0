package io.puredtls.trust;

/** What may be shown along with a certificate, of its kind by others than the authority that issued it. */
public enum Staple {
    /** [RFC6066 §8] What an OCSP responder says of the certificate. */
    OCSP_RESPONSE,
    /** [RFC6962 §3.3] Timestamps of logs that have the certificate. */
    SIGNED_CERTIFICATE_TIMESTAMPS
}
