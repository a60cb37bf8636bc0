package io.puredtls.crypto.hash;

import io.puredtls.crypto.jca.Jca;
import java.security.InvalidKeyException;
import java.security.Key;
import javax.crypto.Mac;

/** The hashes that cipher suites name for their PRF or HKDF. */
public enum HashAlgorithm {
    SHA256("SHA-256", "HmacSHA256", 32),
    SHA384("SHA-384", "HmacSHA384", 48);

    private final String digest;
    private final String hmac;
    private final int length;

    HashAlgorithm(String digest, String hmac, int length) {
        this.digest = digest;
        this.hmac = hmac;
        this.length = length;
    }

    /** The output's length in bytes. */
    public int length() {
        return length;
    }

    /** The JCA's name of the HMAC over this hash. */
    public String hmacName() {
        return hmac;
    }

    /** A hash to be fed piece by piece. */
    public RunningHash start(Jca jca) {
        return new RunningHash(jca.digest(digest));
    }

    /** The hash of {@code input}. */
    public byte[] hash(Jca jca, byte[] input) {
        return jca.digest(digest).digest(input);
    }

    /** An HMAC under {@code key}, which is lent and must stay alive as long as the result is used. */
    Mac hmac(Jca jca, Key key) {
        try {
            Mac mac = jca.mac(hmac);
            mac.init(key);
            return mac;
        } catch (InvalidKeyException refused) {
            throw new IllegalStateException("the JCA refuses a raw key for " + hmac, refused);
        }
    }
}
