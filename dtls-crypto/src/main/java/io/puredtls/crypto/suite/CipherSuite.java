package io.puredtls.crypto.suite;

import io.puredtls.crypto.aead.AeadAlgorithm;
import io.puredtls.crypto.hash.HashAlgorithm;
import io.puredtls.crypto.jca.Jca;
import java.util.List;
import java.util.Optional;

/**
 * A cipher suite: a codepoint that survives being unknown.
 *
 * @param code the number on the wire, 0 to 65535
 */
public record CipherSuite(int code) {
    // [RFC9846 §9.1#1]
    public static final CipherSuite TLS_AES_128_GCM_SHA256 = new CipherSuite(0x1301);
    public static final CipherSuite TLS_AES_256_GCM_SHA384 = new CipherSuite(0x1302);
    public static final CipherSuite TLS_CHACHA20_POLY1305_SHA256 = new CipherSuite(0x1303);
    public static final CipherSuite TLS_AES_128_CCM_SHA256 = new CipherSuite(0x1304);
    /** [RFC9147 §4.5.3] Not to be used unless something else guards against forgery: it must be asked for by name. */
    public static final CipherSuite TLS_AES_128_CCM_8_SHA256 = new CipherSuite(0x1305);
    public static final CipherSuite TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256 = new CipherSuite(0xC02B);
    public static final CipherSuite TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384 = new CipherSuite(0xC02C);
    public static final CipherSuite TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256 = new CipherSuite(0xC02F);
    public static final CipherSuite TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384 = new CipherSuite(0xC030);
    public static final CipherSuite TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256 = new CipherSuite(0xCCA8);
    public static final CipherSuite TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256 = new CipherSuite(0xCCA9);

    /** [RFC5746 §3.3] Not a suite: a client's way of saying an empty renegotiation_info. */
    public static final CipherSuite TLS_EMPTY_RENEGOTIATION_INFO_SCSV = new CipherSuite(0x00FF);
    /** [RFC7507] Not a suite: a client's way of saying that it tried a newer version before. */
    public static final CipherSuite TLS_FALLBACK_SCSV = new CipherSuite(0x5600);

    /**
     * The suites that this library knows, those of DTLS 1.3 first, each version's in the order of preference: AES has
     * hardware, 128 bits suffice.
     */
    // [RFC9147 §5.3#8]
    // [RFC9846 §E.5#1] [RFC9846 §E.5#2]
    public static final List<CipherSuite> KNOWN = List.of(
            TLS_AES_128_GCM_SHA256, TLS_AES_256_GCM_SHA384, TLS_CHACHA20_POLY1305_SHA256, TLS_AES_128_CCM_SHA256,
            TLS_AES_128_CCM_8_SHA256,
            TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256, TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256,
            TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384, TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384,
            TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256, TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256);

    /** The known suites whose ciphers the running JDK, or the provider chosen, has; in the order of preference. */
    public static List<CipherSuite> available(Jca jca) {
        return KNOWN.stream().filter(suite -> suite.isAvailable(jca)).toList();
    }

    /** Those of the available ones that are used without being asked for by name. */
    // [RFC9147 §4.5.3#10]
    public static List<CipherSuite> defaults(Jca jca) {
        return available(jca).stream().filter(suite -> !suite.equals(TLS_AES_128_CCM_8_SHA256)).toList();
    }

    /** [RFC9846 §B.4] Whether it is a suite of DTLS 1.3, which says nothing of how keys are exchanged; else it is one of DTLS 1.2. */
    public boolean isForDtls13() {
        return code >>> 8 == 0x13;
    }

    /** The known suite of this IANA name. */
    public static Optional<CipherSuite> named(String name) {
        return KNOWN.stream().filter(suite -> suite.toString().equalsIgnoreCase(name)).findFirst();
    }

    /** Whether this library knows it. */
    public boolean isKnown() {
        return KNOWN.contains(this);
    }

    /** Whether records can be protected by it here. */
    public boolean isAvailable(Jca jca) {
        return isKnown() && aead().isAvailable(jca);
    }

    /**
     * How its records are protected.
     *
     * @throws IllegalStateException for a suite that is not {@linkplain #isKnown known}, as the next two do
     */
    public AeadAlgorithm aead() {
        return switch (code) {
            case 0x1301, 0xC02B, 0xC02F -> AeadAlgorithm.AES_128_GCM;
            case 0x1302, 0xC02C, 0xC030 -> AeadAlgorithm.AES_256_GCM;
            case 0x1303, 0xCCA8, 0xCCA9 -> AeadAlgorithm.CHACHA20_POLY1305;
            case 0x1304 -> AeadAlgorithm.AES_128_CCM;
            case 0x1305 -> AeadAlgorithm.AES_128_CCM_8;
            default -> throw unknown();
        };
    }

    /** The hash of its PRF, or of its HKDF. */
    public HashAlgorithm hash() {
        return switch (code) {
            case 0x1301, 0x1303, 0x1304, 0x1305, 0xC02B, 0xC02F, 0xCCA8, 0xCCA9 -> HashAlgorithm.SHA256;
            case 0x1302, 0xC02C, 0xC030 -> HashAlgorithm.SHA384;
            default -> throw unknown();
        };
    }

    /** What the key exchange of a suite of DTLS 1.2 is signed with. */
    public AuthenticationKind authentication() {
        return switch (code) {
            case 0xC02B, 0xC02C, 0xCCA9 -> AuthenticationKind.ECDSA;
            case 0xC02F, 0xC030, 0xCCA8 -> AuthenticationKind.RSA;
            default -> throw unknown();
        };
    }

    private IllegalStateException unknown() {
        return new IllegalStateException("nothing is known of " + this);
    }

    /** The IANA name, or {@code unknown(0x…)}. */
    @Override
    public String toString() {
        return switch (code) {
            case 0x1301 -> "TLS_AES_128_GCM_SHA256";
            case 0x1302 -> "TLS_AES_256_GCM_SHA384";
            case 0x1303 -> "TLS_CHACHA20_POLY1305_SHA256";
            case 0x1304 -> "TLS_AES_128_CCM_SHA256";
            case 0x1305 -> "TLS_AES_128_CCM_8_SHA256";
            case 0xC02B -> "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256";
            case 0xC02C -> "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384";
            case 0xC02F -> "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256";
            case 0xC030 -> "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384";
            case 0xCCA8 -> "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256";
            case 0xCCA9 -> "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256";
            case 0x00FF -> "TLS_EMPTY_RENEGOTIATION_INFO_SCSV";
            case 0x5600 -> "TLS_FALLBACK_SCSV";
            default -> String.format("unknown(0x%04x)", code);
        };
    }
}
