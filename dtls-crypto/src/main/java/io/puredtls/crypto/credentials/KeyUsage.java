package io.puredtls.crypto.credentials;

/** What a certificate's key may be used for, in the order of the bits. [RFC5280 §4.2.1.3] */
public enum KeyUsage {
    /** Signing handshakes: all that DTLS needs of an end entity. */
    DIGITAL_SIGNATURE,
    /** Signing documents. */
    CONTENT_COMMITMENT,
    /** RSA key transport, which this library does not do. */
    KEY_ENCIPHERMENT,
    /** Enciphering data directly. */
    DATA_ENCIPHERMENT,
    /** Static Diffie-Hellman. */
    KEY_AGREEMENT,
    /** Signing certificates. */
    KEY_CERT_SIGN,
    /** Signing revocation lists. */
    CRL_SIGN,
    /** With key agreement: enciphering alone. */
    ENCIPHER_ONLY,
    /** With key agreement: deciphering alone. */
    DECIPHER_ONLY
}
