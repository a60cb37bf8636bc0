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
    /** Authenticates and does not encrypt. */
    public static final SrtpProfile SRTP_NULL_HMAC_SHA1_80 = new SrtpProfile(0x0005);
    /** Authenticates and does not encrypt. */
    public static final SrtpProfile SRTP_NULL_HMAC_SHA1_32 = new SrtpProfile(0x0006);
    public static final SrtpProfile SRTP_AEAD_AES_128_GCM = new SrtpProfile(0x0007);
    public static final SrtpProfile SRTP_AEAD_AES_256_GCM = new SrtpProfile(0x0008);
    /** [RFC8723] Its keys are twice as long: first that of the inner, then that of the outer transform. */
    public static final SrtpProfile DOUBLE_AEAD_AES_128_GCM_AEAD_AES_128_GCM = new SrtpProfile(0x0009);
    /** [RFC8723] Its keys are twice as long: first that of the inner, then that of the outer transform. */
    public static final SrtpProfile DOUBLE_AEAD_AES_256_GCM_AEAD_AES_256_GCM = new SrtpProfile(0x000A);
    public static final SrtpProfile SRTP_ARIA_128_CTR_HMAC_SHA1_80 = new SrtpProfile(0x000B);
    public static final SrtpProfile SRTP_ARIA_128_CTR_HMAC_SHA1_32 = new SrtpProfile(0x000C);
    public static final SrtpProfile SRTP_ARIA_256_CTR_HMAC_SHA1_80 = new SrtpProfile(0x000D);
    public static final SrtpProfile SRTP_ARIA_256_CTR_HMAC_SHA1_32 = new SrtpProfile(0x000E);
    public static final SrtpProfile SRTP_AEAD_ARIA_128_GCM = new SrtpProfile(0x000F);
    public static final SrtpProfile SRTP_AEAD_ARIA_256_GCM = new SrtpProfile(0x0010);

    /** The profiles that this library can cut keys for, the strongest first; those that do not encrypt are the last. */
    public static final List<SrtpProfile> KNOWN = List.of(
            SRTP_AEAD_AES_256_GCM, SRTP_AEAD_AES_128_GCM,
            SRTP_AEAD_ARIA_256_GCM, SRTP_AEAD_ARIA_128_GCM,
            DOUBLE_AEAD_AES_256_GCM_AEAD_AES_256_GCM, DOUBLE_AEAD_AES_128_GCM_AEAD_AES_128_GCM,
            SRTP_AES128_CM_HMAC_SHA1_80, SRTP_ARIA_256_CTR_HMAC_SHA1_80, SRTP_ARIA_128_CTR_HMAC_SHA1_80,
            SRTP_AES128_CM_HMAC_SHA1_32, SRTP_ARIA_256_CTR_HMAC_SHA1_32, SRTP_ARIA_128_CTR_HMAC_SHA1_32,
            SRTP_NULL_HMAC_SHA1_80, SRTP_NULL_HMAC_SHA1_32);

    /**
     * The known profile of this IANA name, or of OpenSSL's: {@code SRTP_AES128_CM_SHA1_80} and {@code _32}, and those of RFC 8723
     * with {@code SRTP_} before them.
     */
    public static Optional<SrtpProfile> named(String name) {
        String iana = switch (name) {
            case "SRTP_AES128_CM_SHA1_80" -> "SRTP_AES128_CM_HMAC_SHA1_80";
            case "SRTP_AES128_CM_SHA1_32" -> "SRTP_AES128_CM_HMAC_SHA1_32";
            case "SRTP_DOUBLE_AEAD_AES_128_GCM_AEAD_AES_128_GCM" -> "DOUBLE_AEAD_AES_128_GCM_AEAD_AES_128_GCM";
            case "SRTP_DOUBLE_AEAD_AES_256_GCM_AEAD_AES_256_GCM" -> "DOUBLE_AEAD_AES_256_GCM_AEAD_AES_256_GCM";
            default -> name;
        };
        return KNOWN.stream().filter(profile -> profile.toString().equals(iana)).findFirst();
    }

    /** Whether this library can cut keys for it. */
    public boolean isKnown() {
        return KNOWN.contains(this);
    }

    /**
     * [RFC5764 §4.1.2, RFC7714 §12, RFC8269, RFC8723 §10.1] The master key's length in bytes; only for known profiles. What
     * does not encrypt has a master key too, of the 16 bytes that [RFC3711 §8.2] begins with: the keys that authenticate come from it.
     */
    public int keyLength() {
        return switch (code) {
            case 0x0001, 0x0002, 0x0005, 0x0006, 0x0007, 0x000B, 0x000C, 0x000F -> 16;
            case 0x0008, 0x0009, 0x000D, 0x000E, 0x0010 -> 32;
            case 0x000A -> 64;
            default -> throw new IllegalStateException("nothing is known of " + this);
        };
    }

    /** [RFC5764 §4.1.2, RFC7714 §12, RFC8269, RFC8723 §10.1] The master salt's length in bytes; only for known profiles. */
    public int saltLength() {
        return switch (code) {
            case 0x0001, 0x0002, 0x0005, 0x0006, 0x000B, 0x000C, 0x000D, 0x000E -> 14;
            case 0x0007, 0x0008, 0x000F, 0x0010 -> 12;
            case 0x0009, 0x000A -> 24;
            default -> throw new IllegalStateException("nothing is known of " + this);
        };
    }

    /** The IANA name, or {@code unknown(0x…)}. */
    @Override
    public String toString() {
        return switch (code) {
            case 0x0001 -> "SRTP_AES128_CM_HMAC_SHA1_80";
            case 0x0002 -> "SRTP_AES128_CM_HMAC_SHA1_32";
            case 0x0005 -> "SRTP_NULL_HMAC_SHA1_80";
            case 0x0006 -> "SRTP_NULL_HMAC_SHA1_32";
            case 0x0007 -> "SRTP_AEAD_AES_128_GCM";
            case 0x0008 -> "SRTP_AEAD_AES_256_GCM";
            case 0x0009 -> "DOUBLE_AEAD_AES_128_GCM_AEAD_AES_128_GCM";
            case 0x000A -> "DOUBLE_AEAD_AES_256_GCM_AEAD_AES_256_GCM";
            case 0x000B -> "SRTP_ARIA_128_CTR_HMAC_SHA1_80";
            case 0x000C -> "SRTP_ARIA_128_CTR_HMAC_SHA1_32";
            case 0x000D -> "SRTP_ARIA_256_CTR_HMAC_SHA1_80";
            case 0x000E -> "SRTP_ARIA_256_CTR_HMAC_SHA1_32";
            case 0x000F -> "SRTP_AEAD_ARIA_128_GCM";
            case 0x0010 -> "SRTP_AEAD_ARIA_256_GCM";
            default -> String.format("unknown(0x%04x)", code);
        };
    }
}
