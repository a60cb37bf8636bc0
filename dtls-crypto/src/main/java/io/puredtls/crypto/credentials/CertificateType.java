package io.puredtls.crypto.credentials;

/**
 * [RFC7250 §3] What a Certificate message holds: a codepoint that survives being unknown.
 *
 * @param code the number on the wire, 0 to 255
 */
public record CertificateType(int code) {
    /** A chain of X.509 certificates, which is what is meant where nothing is said. */
    public static final CertificateType X509 = new CertificateType(0);
    /** A public key alone, as a SubjectPublicKeyInfo. */
    public static final CertificateType RAW_PUBLIC_KEY = new CertificateType(2);

    /** The IANA name, or {@code unknown(n)}. */
    @Override
    public String toString() {
        return switch (code) {
            case 0 -> "X509";
            case 1 -> "OpenPGP";
            case 2 -> "RawPublicKey";
            case 3 -> "1609Dot2";
            default -> "unknown(" + code + ")";
        };
    }
}
