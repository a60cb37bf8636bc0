package io.puredtls.crypto.suite;

import io.puredtls.crypto.sign.KeyKind;

/** What a DTLS 1.2 suite's key exchange is signed with. */
public enum AuthenticationKind {
    /** [RFC8422 §5.1] ECDSA, and by the same suites EdDSA. */
    ECDSA,
    /** RSA, by PKCS#1 v1.5 or PSS. */
    RSA;

    /** Whether a server with a key of this kind can use such a suite. */
    public boolean accepts(KeyKind kind) {
        return switch (kind) {
            case EC, ED25519, ED448 -> this == ECDSA;
            case RSA, RSA_PSS -> this == RSA;
            case ML_DSA_44, ML_DSA_65, ML_DSA_87 -> false; // for 1.3 alone
        };
    }
}
