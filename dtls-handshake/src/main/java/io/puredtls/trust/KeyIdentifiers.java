package io.puredtls.trust;

import java.security.cert.X509Certificate;
import java.util.HexFormat;
import java.util.Optional;

/**
 * [RFC5280 §4.2.1.1, §4.2.1.2] Which key a certificate says it has, and which it says it was signed with: hints that
 * tell keys of one name apart. What cannot be read counts as absent.
 */
enum KeyIdentifiers {
    /** Both are there and the same: try this issuer first. */
    MATCH,
    /** One of them is absent. */
    UNKNOWN,
    /** The issuer has another key than the one that signed. */
    DIFFER;

    private static final String SUBJECT_KEY_IDENTIFIER = "2.5.29.14";
    private static final String AUTHORITY_KEY_IDENTIFIER = "2.5.29.35";
    private static final int KEY_IDENTIFIER = 0x80;

    /** How the identifiers of a certificate's issuer and of {@code candidate} compare. */
    static KeyIdentifiers compare(X509Certificate certificate, X509Certificate candidate) {
        Optional<String> wanted = authority(certificate);
        Optional<String> found = subject(candidate);
        if (wanted.isEmpty() || found.isEmpty()) {
            return UNKNOWN;
        }
        return wanted.equals(found) ? MATCH : DIFFER;
    }

    private static Optional<String> subject(X509Certificate certificate) {
        byte[] extension = certificate.getExtensionValue(SUBJECT_KEY_IDENTIFIER);
        if (extension == null) {
            return Optional.empty();
        }
        try {
            byte[] identifier = new DerElements(extension).enter(DerElements.OCTET_STRING).only(DerElements.OCTET_STRING);
            return Optional.of(HexFormat.of().formatHex(identifier));
        } catch (IllegalArgumentException malformed) {
            return Optional.empty();
        }
    }

    private static Optional<String> authority(X509Certificate certificate) {
        byte[] extension = certificate.getExtensionValue(AUTHORITY_KEY_IDENTIFIER);
        if (extension == null) {
            return Optional.empty();
        }
        try {
            DerElements fields = new DerElements(extension).enter(DerElements.OCTET_STRING).enter(DerElements.SEQUENCE);
            return fields.next() && fields.tag() == KEY_IDENTIFIER
                    ? Optional.of(HexFormat.of().formatHex(fields.content()))
                    : Optional.empty();
        } catch (IllegalArgumentException malformed) {
            return Optional.empty();
        }
    }
}
