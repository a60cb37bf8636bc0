package io.puredtls.bench;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/**
 * The twin: exactly the cipher calls of one record, {@code init}, {@code updateAAD}, {@code doFinal}, in place and with
 * a held cipher, and nothing else. What it costs is the JCA's own.
 */
final class BareJca {
    static final int TAG_LENGTH = 16;
    private static final int ADDITIONAL_LENGTH = 13;

    private final Suite suite;
    private final Cipher sealing;
    private final Cipher opening;
    private final SecretKey key;
    private final byte[] additionalData = new byte[ADDITIONAL_LENGTH];
    private final byte[] sealNonce = new byte[12];
    private final byte[] openNonce = new byte[12];
    private long sealCounter;
    private long openCounter;

    BareJca(Suite suite) throws GeneralSecurityException {
        this.suite = suite;
        this.sealing = Cipher.getInstance(suite.transformation);
        this.opening = Cipher.getInstance(suite.transformation);
        byte[] keyBytes = new byte[suite.aead.keyLength()];
        Arrays.fill(keyBytes, (byte) 7);
        this.key = new SecretKeySpec(keyBytes, suite.keyAlgorithm);
    }

    int seal(byte[] text, int offset, int length) throws GeneralSecurityException {
        put(sealNonce, sealCounter++);
        sealing.init(Cipher.ENCRYPT_MODE, key, suite.nonceSpec(sealNonce));
        sealing.updateAAD(additionalData, 0, ADDITIONAL_LENGTH);
        return sealing.doFinal(text, offset, length, text, offset);
    }

    /** Opens what was sealed, in the same order. */
    int open(byte[] text, int offset, int length) throws GeneralSecurityException {
        put(openNonce, openCounter++);
        opening.init(Cipher.DECRYPT_MODE, key, suite.nonceSpec(openNonce));
        opening.updateAAD(additionalData, 0, ADDITIONAL_LENGTH);
        return opening.doFinal(text, offset, length, text, offset);
    }

    private static void put(byte[] nonce, long counter) {
        for (int i = 11; i >= 4; i--) {
            nonce[i] = (byte) counter;
            counter >>>= 8;
        }
    }
}
