package io.puredtls.crypto.suite;

import io.puredtls.crypto.sign.KeyKind;

/** How a DTLS 1.2 suite exchanges keys, and what its server shows itself by. */
public enum KeyExchangeMethod {
    /** [RFC8422 §5.1] Ephemeral shares, the server's signed by ECDSA, and by the same suites EdDSA. */
    ECDHE_ECDSA,
    /** [RFC8422 §5.1] Ephemeral shares, the server's signed by RSA, PKCS#1 v1.5 or PSS. */
    ECDHE_RSA,
    /** [RFC5489 §2] Ephemeral shares, and a key that both ends were given. */
    ECDHE_PSK,
    /** [RFC4279 §2] A key that both ends were given, alone: who ever gets hold of it can read what was said before. */
    PSK;

    /** Whether a server with a certificate's key of this kind can use such a suite. */
    public boolean accepts(KeyKind kind) {
        return switch (kind) {
            case EC, ED25519, ED448 -> this == ECDHE_ECDSA;
            case RSA, RSA_PSS -> this == ECDHE_RSA;
            case ML_DSA_44, ML_DSA_65, ML_DSA_87 -> false; // for 1.3 alone
        };
    }

    /** Whether both ends need a pre-shared key; else the server signs. */
    public boolean isByKey() {
        return this == ECDHE_PSK || this == PSK;
    }

    /** Whether shares are exchanged that nobody has any more afterwards. */
    public boolean isEphemeral() {
        return this != PSK;
    }
}
