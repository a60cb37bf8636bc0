package io.puredtls.trust;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;

/**
 * [RFC8122 §5] The hash of a certificate's DER form, with the name SDP has for the hash.
 *
 * @param algorithm {@code sha-256}, {@code sha-384} or {@code sha-512}
 * @param digits two upper-case hexadecimal digits for each byte, without colons
 */
record CertificateFingerprint(String algorithm, String digits) {
    private static final HexFormat COLONS = HexFormat.ofDelimiter(":").withUpperCase();

    static CertificateFingerprint of(String algorithm, String hex) {
        String name = algorithm.toLowerCase(Locale.ROOT);
        int length = lengthOf(name);
        HexFormat format = hex.indexOf(':') < 0 ? HexFormat.of() : COLONS;
        byte[] bytes;
        try {
            bytes = format.parseHex(hex);
        } catch (IllegalArgumentException malformed) {
            throw new IllegalArgumentException("a fingerprint is two hexadecimal digits for each byte, with a colon "
                    + "between all bytes or none, not '" + PeerText.of(hex) + "'", malformed);
        }
        if (bytes.length != length) {
            throw new IllegalArgumentException(
                    "a " + name + " fingerprint has " + length + " bytes, not " + bytes.length);
        }
        return new CertificateFingerprint(name, HexFormat.of().withUpperCase().formatHex(bytes));
    }

    private static int lengthOf(String algorithm) {
        return switch (algorithm) {
            case "sha-256" -> 32;
            case "sha-384" -> 48;
            case "sha-512" -> 64;
            case "sha-1", "sha-224", "md5", "md2" -> throw new IllegalArgumentException(
                    "fingerprints by " + algorithm + " are too weak; ask for sha-256");
            default -> throw new IllegalArgumentException("fingerprints are by sha-256, sha-384 or sha-512, not by '"
                    + PeerText.of(algorithm) + "'");
        };
    }

    /** Whether {@code certificate}, in DER, has this fingerprint. A fingerprint is public: the time does not matter. */
    boolean isOf(byte[] certificate) {
        return equals(ofSameAlgorithm(certificate));
    }

    /** The fingerprint that {@code certificate}, in DER, has. */
    CertificateFingerprint ofSameAlgorithm(byte[] certificate) {
        try {
            byte[] hash = MessageDigest.getInstance(algorithm.toUpperCase(Locale.ROOT)).digest(certificate);
            return new CertificateFingerprint(algorithm, HexFormat.of().withUpperCase().formatHex(hash));
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("the Java runtime has no " + algorithm, missing);
        }
    }

    /** As SDP writes it. */
    @Override
    public String toString() {
        return algorithm + " " + COLONS.formatHex(HexFormat.of().parseHex(digits));
    }
}
