package io.puredtls.crypto.cbc;

import io.puredtls.crypto.jca.Jca;
import io.puredtls.crypto.secret.SecretBytes;
import java.util.function.Supplier;

/** [RFC2104] The HMACs of CBC suites, none of them cut short. */
enum MacAlgorithm {
    HMAC_SHA1("HmacSHA1", 20, Sha1::new),
    HMAC_SHA256("HmacSHA256", 32, Sha256::new),
    HMAC_SHA384("HmacSHA384", 48, Sha384::new);

    private final String jcaName;
    private final int length;
    private final Supplier<Compression> compression;

    MacAlgorithm(String jcaName, int length, Supplier<Compression> compression) {
        this.jcaName = jcaName;
        this.length = length;
        this.compression = compression;
    }

    String jcaName() {
        return jcaName;
    }

    int length() {
        return length;
    }

    boolean isAvailable(Jca jca) {
        return jca.has("Mac", jcaName);
    }

    Compression compression() {
        return compression.get();
    }

    /** The MAC of texts whose length must not show. {@code key} is lent. */
    HiddenLengthHmac ofHiddenLength(SecretBytes key) {
        return new HiddenLengthHmac(compression(), length, key);
    }
}
