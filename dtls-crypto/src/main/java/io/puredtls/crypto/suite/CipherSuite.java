package io.puredtls.crypto.suite;

import static io.puredtls.crypto.aead.AeadAlgorithm.AES_128_CCM;
import static io.puredtls.crypto.aead.AeadAlgorithm.AES_128_CCM_8;
import static io.puredtls.crypto.aead.AeadAlgorithm.AES_128_GCM;
import static io.puredtls.crypto.aead.AeadAlgorithm.AES_256_CCM;
import static io.puredtls.crypto.aead.AeadAlgorithm.AES_256_CCM_8;
import static io.puredtls.crypto.aead.AeadAlgorithm.AES_256_GCM;
import static io.puredtls.crypto.aead.AeadAlgorithm.CHACHA20_POLY1305;
import static io.puredtls.crypto.cbc.CbcAlgorithm.AES_128_CBC_SHA;
import static io.puredtls.crypto.cbc.CbcAlgorithm.AES_128_CBC_SHA256;
import static io.puredtls.crypto.cbc.CbcAlgorithm.AES_256_CBC_SHA;
import static io.puredtls.crypto.cbc.CbcAlgorithm.AES_256_CBC_SHA384;
import static io.puredtls.crypto.hash.HashAlgorithm.SHA256;
import static io.puredtls.crypto.hash.HashAlgorithm.SHA384;
import static io.puredtls.crypto.suite.KeyExchangeMethod.ECDHE_ECDSA;
import static io.puredtls.crypto.suite.KeyExchangeMethod.ECDHE_PSK;
import static io.puredtls.crypto.suite.KeyExchangeMethod.ECDHE_RSA;
import static io.puredtls.crypto.suite.KeyExchangeMethod.PSK;

import io.puredtls.crypto.aead.AeadAlgorithm;
import io.puredtls.crypto.cbc.CbcAlgorithm;
import io.puredtls.crypto.hash.HashAlgorithm;
import io.puredtls.crypto.jca.Jca;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A cipher suite: a codepoint that survives being unknown.
 *
 * @param code the number on the wire, 0 to 65535
 */
public record CipherSuite(int code) {
    // [RFC9846 §9.1#1]
    public static final CipherSuite TLS_AES_128_GCM_SHA256 = Known.TLS_AES_128_GCM_SHA256.suite();
    public static final CipherSuite TLS_AES_256_GCM_SHA384 = Known.TLS_AES_256_GCM_SHA384.suite();
    public static final CipherSuite TLS_CHACHA20_POLY1305_SHA256 = Known.TLS_CHACHA20_POLY1305_SHA256.suite();
    public static final CipherSuite TLS_AES_128_CCM_SHA256 = Known.TLS_AES_128_CCM_SHA256.suite();
    /** [RFC9147 §4.5.3] Not to be used unless something else guards against forgery: it must be asked for by name. */
    public static final CipherSuite TLS_AES_128_CCM_8_SHA256 = Known.TLS_AES_128_CCM_8_SHA256.suite();
    public static final CipherSuite TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256 = Known.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256.suite();
    public static final CipherSuite TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384 = Known.TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384.suite();
    public static final CipherSuite TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256 = Known.TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256.suite();
    public static final CipherSuite TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384 = Known.TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384.suite();
    public static final CipherSuite TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256 = Known.TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256.suite();
    public static final CipherSuite TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256 = Known.TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256.suite();
    public static final CipherSuite TLS_ECDHE_ECDSA_WITH_AES_128_CCM = Known.TLS_ECDHE_ECDSA_WITH_AES_128_CCM.suite();
    public static final CipherSuite TLS_ECDHE_ECDSA_WITH_AES_256_CCM = Known.TLS_ECDHE_ECDSA_WITH_AES_256_CCM.suite();
    /** [RFC7252 §9.1.3.3] What CoAP devices with certificates speak. Its tags are short: it must be asked for by name, as in DTLS 1.3. */
    public static final CipherSuite TLS_ECDHE_ECDSA_WITH_AES_128_CCM_8 = Known.TLS_ECDHE_ECDSA_WITH_AES_128_CCM_8.suite();
    /** The same with a longer key; to be asked for by name too. */
    public static final CipherSuite TLS_ECDHE_ECDSA_WITH_AES_256_CCM_8 = Known.TLS_ECDHE_ECDSA_WITH_AES_256_CCM_8.suite();
    // Those with pre-shared keys: CCM_8, and all that have no ephemeral shares, must be asked for by name.
    public static final CipherSuite TLS_ECDHE_PSK_WITH_AES_128_GCM_SHA256 = Known.TLS_ECDHE_PSK_WITH_AES_128_GCM_SHA256.suite();
    public static final CipherSuite TLS_ECDHE_PSK_WITH_AES_256_GCM_SHA384 = Known.TLS_ECDHE_PSK_WITH_AES_256_GCM_SHA384.suite();
    public static final CipherSuite TLS_ECDHE_PSK_WITH_CHACHA20_POLY1305_SHA256 = Known.TLS_ECDHE_PSK_WITH_CHACHA20_POLY1305_SHA256.suite();
    public static final CipherSuite TLS_ECDHE_PSK_WITH_AES_128_CCM_SHA256 = Known.TLS_ECDHE_PSK_WITH_AES_128_CCM_SHA256.suite();
    public static final CipherSuite TLS_ECDHE_PSK_WITH_AES_128_CCM_8_SHA256 = Known.TLS_ECDHE_PSK_WITH_AES_128_CCM_8_SHA256.suite();
    public static final CipherSuite TLS_PSK_WITH_AES_128_GCM_SHA256 = Known.TLS_PSK_WITH_AES_128_GCM_SHA256.suite();
    public static final CipherSuite TLS_PSK_WITH_AES_256_GCM_SHA384 = Known.TLS_PSK_WITH_AES_256_GCM_SHA384.suite();
    public static final CipherSuite TLS_PSK_WITH_CHACHA20_POLY1305_SHA256 = Known.TLS_PSK_WITH_CHACHA20_POLY1305_SHA256.suite();
    public static final CipherSuite TLS_PSK_WITH_AES_128_CCM = Known.TLS_PSK_WITH_AES_128_CCM.suite();
    public static final CipherSuite TLS_PSK_WITH_AES_128_CCM_8 = Known.TLS_PSK_WITH_AES_128_CCM_8.suite();
    // Those with CBC are legacy: a configuration must say so.
    public static final CipherSuite TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256 = Known.TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256.suite();
    public static final CipherSuite TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA256 = Known.TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA256.suite();
    public static final CipherSuite TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA = Known.TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA.suite();
    public static final CipherSuite TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA = Known.TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA.suite();
    public static final CipherSuite TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA384 = Known.TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA384.suite();
    public static final CipherSuite TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA384 = Known.TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA384.suite();
    public static final CipherSuite TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA = Known.TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA.suite();
    public static final CipherSuite TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA = Known.TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA.suite();
    public static final CipherSuite TLS_ECDHE_PSK_WITH_AES_128_CBC_SHA256 = Known.TLS_ECDHE_PSK_WITH_AES_128_CBC_SHA256.suite();
    public static final CipherSuite TLS_ECDHE_PSK_WITH_AES_128_CBC_SHA = Known.TLS_ECDHE_PSK_WITH_AES_128_CBC_SHA.suite();
    public static final CipherSuite TLS_ECDHE_PSK_WITH_AES_256_CBC_SHA384 = Known.TLS_ECDHE_PSK_WITH_AES_256_CBC_SHA384.suite();
    public static final CipherSuite TLS_ECDHE_PSK_WITH_AES_256_CBC_SHA = Known.TLS_ECDHE_PSK_WITH_AES_256_CBC_SHA.suite();
    public static final CipherSuite TLS_PSK_WITH_AES_128_CBC_SHA256 = Known.TLS_PSK_WITH_AES_128_CBC_SHA256.suite();
    public static final CipherSuite TLS_PSK_WITH_AES_128_CBC_SHA = Known.TLS_PSK_WITH_AES_128_CBC_SHA.suite();
    public static final CipherSuite TLS_PSK_WITH_AES_256_CBC_SHA384 = Known.TLS_PSK_WITH_AES_256_CBC_SHA384.suite();
    public static final CipherSuite TLS_PSK_WITH_AES_256_CBC_SHA = Known.TLS_PSK_WITH_AES_256_CBC_SHA.suite();

    /** [RFC5746 §3.3] Not a suite: a client's way of saying an empty renegotiation_info. */
    public static final CipherSuite TLS_EMPTY_RENEGOTIATION_INFO_SCSV = new CipherSuite(0x00FF);
    /** [RFC7507] Not a suite: a client's way of saying that it tried a newer version before. */
    public static final CipherSuite TLS_FALLBACK_SCSV = new CipherSuite(0x5600);

    /**
     * The suites that this library knows, those of DTLS 1.3 first, each version's in the order of preference: AES has
     * hardware, 128 bits suffice, and the JDK has no CCM of its own. Those that are {@linkplain #isLegacy legacy} are the last.
     */
    public static final List<CipherSuite> KNOWN = Arrays.stream(Known.values()).map(Known::suite).toList();

    private static final int SHORT_TAG = 8;

    /**
     * What is known of each, in the order of {@link #KNOWN}: its number with IANA, how it exchanges keys (a suite of DTLS 1.3
     * says nothing of that), how its records are protected, the hash of its PRF or HKDF.
     */
    // [RFC9147 §5.3#8]
    // [RFC9846 §E.5#1] [RFC9846 §E.5#2]
    private enum Known {
        TLS_AES_128_GCM_SHA256                        (0x1301, null,        AES_128_GCM,       SHA256),
        TLS_AES_256_GCM_SHA384                        (0x1302, null,        AES_256_GCM,       SHA384),
        TLS_CHACHA20_POLY1305_SHA256                  (0x1303, null,        CHACHA20_POLY1305, SHA256),
        TLS_AES_128_CCM_SHA256                        (0x1304, null,        AES_128_CCM,       SHA256),
        TLS_AES_128_CCM_8_SHA256                      (0x1305, null,        AES_128_CCM_8,     SHA256),
        TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256       (0xC02B, ECDHE_ECDSA, AES_128_GCM,       SHA256),
        TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256         (0xC02F, ECDHE_RSA,   AES_128_GCM,       SHA256),
        TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384       (0xC02C, ECDHE_ECDSA, AES_256_GCM,       SHA384),
        TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384         (0xC030, ECDHE_RSA,   AES_256_GCM,       SHA384),
        TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256 (0xCCA9, ECDHE_ECDSA, CHACHA20_POLY1305, SHA256),
        TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256   (0xCCA8, ECDHE_RSA,   CHACHA20_POLY1305, SHA256),
        TLS_ECDHE_ECDSA_WITH_AES_128_CCM              (0xC0AC, ECDHE_ECDSA, AES_128_CCM,       SHA256),
        TLS_ECDHE_ECDSA_WITH_AES_256_CCM              (0xC0AD, ECDHE_ECDSA, AES_256_CCM,       SHA256),
        TLS_ECDHE_ECDSA_WITH_AES_128_CCM_8            (0xC0AE, ECDHE_ECDSA, AES_128_CCM_8,     SHA256),
        TLS_ECDHE_ECDSA_WITH_AES_256_CCM_8            (0xC0AF, ECDHE_ECDSA, AES_256_CCM_8,     SHA256),
        TLS_ECDHE_PSK_WITH_AES_128_GCM_SHA256         (0xD001, ECDHE_PSK,   AES_128_GCM,       SHA256),
        TLS_ECDHE_PSK_WITH_AES_256_GCM_SHA384         (0xD002, ECDHE_PSK,   AES_256_GCM,       SHA384),
        TLS_ECDHE_PSK_WITH_CHACHA20_POLY1305_SHA256   (0xCCAC, ECDHE_PSK,   CHACHA20_POLY1305, SHA256),
        TLS_ECDHE_PSK_WITH_AES_128_CCM_SHA256         (0xD005, ECDHE_PSK,   AES_128_CCM,       SHA256),
        TLS_ECDHE_PSK_WITH_AES_128_CCM_8_SHA256       (0xD003, ECDHE_PSK,   AES_128_CCM_8,     SHA256),
        TLS_PSK_WITH_AES_128_GCM_SHA256               (0x00A8, PSK,         AES_128_GCM,       SHA256),
        TLS_PSK_WITH_AES_256_GCM_SHA384               (0x00A9, PSK,         AES_256_GCM,       SHA384),
        TLS_PSK_WITH_CHACHA20_POLY1305_SHA256         (0xCCAB, PSK,         CHACHA20_POLY1305, SHA256),
        TLS_PSK_WITH_AES_128_CCM                      (0xC0A4, PSK,         AES_128_CCM,       SHA256),
        TLS_PSK_WITH_AES_128_CCM_8                    (0xC0A8, PSK,         AES_128_CCM_8,     SHA256),
        TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256       (0xC023, ECDHE_ECDSA, AES_128_CBC_SHA256, SHA256),
        TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA256         (0xC027, ECDHE_RSA,   AES_128_CBC_SHA256, SHA256),
        TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA          (0xC009, ECDHE_ECDSA, AES_128_CBC_SHA,   SHA256),
        TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA            (0xC013, ECDHE_RSA,   AES_128_CBC_SHA,   SHA256),
        TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA384       (0xC024, ECDHE_ECDSA, AES_256_CBC_SHA384, SHA384),
        TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA384         (0xC028, ECDHE_RSA,   AES_256_CBC_SHA384, SHA384),
        TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA          (0xC00A, ECDHE_ECDSA, AES_256_CBC_SHA,   SHA256),
        TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA            (0xC014, ECDHE_RSA,   AES_256_CBC_SHA,   SHA256),
        TLS_ECDHE_PSK_WITH_AES_128_CBC_SHA256         (0xC037, ECDHE_PSK,   AES_128_CBC_SHA256, SHA256),
        TLS_ECDHE_PSK_WITH_AES_128_CBC_SHA            (0xC035, ECDHE_PSK,   AES_128_CBC_SHA,   SHA256),
        TLS_ECDHE_PSK_WITH_AES_256_CBC_SHA384         (0xC038, ECDHE_PSK,   AES_256_CBC_SHA384, SHA384),
        TLS_ECDHE_PSK_WITH_AES_256_CBC_SHA            (0xC036, ECDHE_PSK,   AES_256_CBC_SHA,   SHA256),
        TLS_PSK_WITH_AES_128_CBC_SHA256               (0x00AE, PSK,         AES_128_CBC_SHA256, SHA256),
        TLS_PSK_WITH_AES_128_CBC_SHA                  (0x008C, PSK,         AES_128_CBC_SHA,   SHA256),
        TLS_PSK_WITH_AES_256_CBC_SHA384               (0x00AF, PSK,         AES_256_CBC_SHA384, SHA384),
        TLS_PSK_WITH_AES_256_CBC_SHA                  (0x008D, PSK,         AES_256_CBC_SHA,   SHA256);

        private final int code;
        private final Optional<KeyExchangeMethod> keyExchange;
        private final RecordCipher cipher;
        private final HashAlgorithm hash;

        Known(int code, KeyExchangeMethod keyExchange, AeadAlgorithm aead, HashAlgorithm hash) {
            this(code, keyExchange, new RecordCipher.Aead(aead), hash);
        }

        Known(int code, KeyExchangeMethod keyExchange, CbcAlgorithm cbc, HashAlgorithm hash) {
            this(code, keyExchange, new RecordCipher.Cbc(cbc), hash);
        }

        Known(int code, KeyExchangeMethod keyExchange, RecordCipher cipher, HashAlgorithm hash) {
            this.code = code;
            this.keyExchange = Optional.ofNullable(keyExchange);
            this.cipher = cipher;
            this.hash = hash;
        }

        private static final Map<Integer, Known> BY_CODE = Arrays.stream(values()).collect(Collectors.toMap(each -> each.code, each -> each));

        private static Optional<Known> of(int code) {
            return Optional.ofNullable(BY_CODE.get(code));
        }

        private CipherSuite suite() {
            return new CipherSuite(code);
        }
    }

    /** The known suites whose ciphers the running JDK, or the provider chosen, has; in the order of preference. */
    public static List<CipherSuite> available(Jca jca) {
        return KNOWN.stream().filter(suite -> suite.isAvailable(jca)).toList();
    }

    /** Those of the available ones that are used without being asked for by name: forward secret, by AEADs with tags that are not short. */
    // [RFC9147 §4.5.3#10]
    public static List<CipherSuite> defaults(Jca jca) {
        return available(jca).stream().filter(suite -> suite.isForwardSecret() && suite.hasLongTag()).toList();
    }

    /** The {@linkplain #defaults}, and behind them those that are {@linkplain #isLegacy legacy} and forward secret. */
    public static List<CipherSuite> defaultsWithLegacy(Jca jca) {
        return Stream.concat(defaults(jca).stream(), available(jca).stream().filter(suite -> suite.isForwardSecret() && suite.isLegacy())).toList();
    }

    /** [RFC9846 §B.4] Whether it is a suite of DTLS 1.3, which says nothing of how keys are exchanged; else it is one of DTLS 1.2. */
    public boolean isForDtls13() {
        return code >>> 8 == 0x13;
    }

    /** The known suite of this IANA name. */
    public static Optional<CipherSuite> named(String name) {
        return KNOWN.stream().filter(suite -> suite.toString().equalsIgnoreCase(name)).findFirst();
    }

    /** Whether its records are protected by CBC and a MAC, which nothing newer than DTLS 1.2 has: a configuration must allow it. */
    public boolean isLegacy() {
        return Known.of(code).map(known -> known.cipher instanceof RecordCipher.Cbc).orElse(false);
    }

    private boolean hasLongTag() {
        return known().cipher instanceof RecordCipher.Aead by && by.algorithm().tagLength() > SHORT_TAG;
    }

    private boolean isForwardSecret() {
        return known().keyExchange.map(KeyExchangeMethod::isEphemeral).orElse(true);
    }

    /** Whether this library knows it. */
    public boolean isKnown() {
        return Known.of(code).isPresent();
    }

    /** Whether records can be protected by it here. */
    public boolean isAvailable(Jca jca) {
        return isKnown() && cipher().isAvailable(jca);
    }

    /**
     * How its records are protected.
     *
     * @throws IllegalStateException for a suite that is not {@linkplain #isKnown known}, as the next three do
     */
    public RecordCipher cipher() {
        return known().cipher;
    }

    /**
     * The AEAD that protects its records, as all suites of DTLS 1.3 have one.
     *
     * @throws IllegalStateException for one that is {@linkplain #isLegacy legacy} too
     */
    public AeadAlgorithm aead() {
        if (cipher() instanceof RecordCipher.Aead by) {
            return by.algorithm();
        }
        throw new IllegalStateException(this + " has no AEAD");
    }

    /** [RFC5288 §3#3] The hash of its PRF, or of its HKDF. */
    public HashAlgorithm hash() {
        return known().hash;
    }

    /** How a suite of DTLS 1.2 exchanges keys. */
    public KeyExchangeMethod keyExchange() {
        return known().keyExchange.orElseThrow(this::unknown);
    }

    /** Whether both ends need a pre-shared key: a suite of DTLS 1.2 that says so. */
    public boolean isByKey() {
        return known().keyExchange.map(KeyExchangeMethod::isByKey).orElse(false);
    }

    private Known known() {
        return Known.of(code).orElseThrow(this::unknown);
    }

    private IllegalStateException unknown() {
        return new IllegalStateException("nothing is known of " + this);
    }

    /** The IANA name, or {@code unknown(0x…)}. */
    @Override
    public String toString() {
        return switch (code) {
            case 0x00FF -> "TLS_EMPTY_RENEGOTIATION_INFO_SCSV";
            case 0x5600 -> "TLS_FALLBACK_SCSV";
            default -> Known.of(code).map(Known::name).orElseGet(() -> String.format("unknown(0x%04x)", code));
        };
    }
}
