package io.puredtls.srtp;

import java.util.List;
import java.util.Optional;

/**
 * [RFC5764 §4.1.2] An SRTP protection profile: a codepoint that survives being unknown.
 *
 * @param code the number on the wire, 0 to 65535
 */
public record SrtpProfile(int code) {
    public static final SrtpProfile SRTP_AES128_CM_HMAC_SHA1_80 = new SrtpProfile(0x0001);
    public static final SrtpProfile SRTP_AES128_CM_HMAC_SHA1_32 = new SrtpProfile(0x0002);
    public static final SrtpProfile SRTP_AEAD_AES_128_GCM = new SrtpProfile(0x0007);
    public static final SrtpProfile SRTP_AEAD_AES_256_GCM = new SrtpProfile(0x0008);

    /** The profiles that this library can cut keys for, the strongest first. */
    public static final List<SrtpProfile> KNOWN = List.of(
            SRTP_AEAD_AES_256_GCM, SRTP_AEAD_AES_128_GCM, SRTP_AES128_CM_HMAC_SHA1_80, SRTP_AES128_CM_HMAC_SHA1_32);

    /** The known profile of this IANA name, or of OpenSSL's {@code SRTP_AES128_CM_SHA1_80} and {@code _32}. */
    public static Optional<SrtpProfile> named(String name) {
        String iana = switch (name) {
            case "SRTP_AES128_CM_SHA1_80" -> "SRTP_AES128_CM_HMAC_SHA1_80";
            case "SRTP_AES128_CM_SHA1_32" -> "SRTP_AES128_CM_HMAC_SHA1_32";
            default -> name;
        };
        return KNOWN.stream().filter(profile -> profile.toString().equals(iana)).findFirst();
    }

    /** Whether this library can cut keys for it. */
    public boolean isKnown() {
        return KNOWN.contains(this);
    }

    /** [RFC5764 §4.1.2, RFC7714 §12] The master key's length in bytes; only for known profiles. */
    public int keyLength() {
        return switch (code) {
            case 0x0001, 0x0002, 0x0007 -> 16;
            case 0x0008 -> 32;
            default -> throw new IllegalStateException("nothing is known of " + this);
        };
    }

    /** [RFC5764 §4.1.2, RFC7714 §12] The master salt's length in bytes; only for known profiles. */
    public int saltLength() {
        return switch (code) {
            case 0x0001, 0x0002 -> 14;
            case 0x0007, 0x0008 -> 12;
            default -> throw new IllegalStateException("nothing is known of " + this);
        };
    }

    /** The IANA name, or {@code unknown(0x…)}. */
    @Override
    public String toString() {
        return switch (code) {
            case 0x0001 -> "SRTP_AES128_CM_HMAC_SHA1_80";
            case 0x0002 -> "SRTP_AES128_CM_HMAC_SHA1_32";
            case 0x0007 -> "SRTP_AEAD_AES_128_GCM";
            case 0x0008 -> "SRTP_AEAD_AES_256_GCM";
            default -> String.format("unknown(0x%04x)", code);
        };
    }
}
