package io.puredtls.crypto.cbc;

import io.puredtls.crypto.jca.Jca;
import io.puredtls.crypto.secret.DestroyableKey;
import io.puredtls.crypto.secret.SecretBytes;
import java.security.InvalidKeyException;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.ShortBufferException;

/** [RFC5246 §6.2.3.1] The JCA's HMAC over a header and bytes whose length anybody can see. */
final class RecordMac {
    private final Mac mac;
    private final DestroyableKey key;
    private final byte[] expected;

    private RecordMac(Mac mac, DestroyableKey key) {
        this.mac = mac;
        this.key = key;
        this.expected = new byte[mac.getMacLength()];
    }

    /** {@code key} is lent and copied. */
    static RecordMac with(MacAlgorithm algorithm, Jca jca, SecretBytes key) {
        DestroyableKey own = key.key(algorithm.jcaName());
        Mac mac = jca.mac(algorithm.jcaName());
        try {
            mac.init(own);
        } catch (InvalidKeyException refused) {
            throw new IllegalStateException("the JCA refuses a raw key for " + algorithm.jcaName(), refused);
        }
        return new RecordMac(mac, own);
    }

    int length() {
        return expected.length;
    }

    /** Writes the MAC of the header, with {@code length} in it, and of so many bytes at {@code offset} behind them. */
    void append(MacHeader header, byte[] text, int offset, int length) {
        header.textLength(length);
        mac.update(header.bytes(), 0, header.length());
        mac.update(text, offset, length);
        finish(text, offset + length);
    }

    /** Whether that MAC stands behind them. */
    boolean isBehind(MacHeader header, byte[] text, int offset, int length) {
        header.textLength(length);
        mac.update(header.bytes(), 0, header.length());
        mac.update(text, offset, length);
        finish(expected, 0);
        int difference = 0; // of all bytes, however early one differs: the time must not tell how much of a forged MAC is right
        for (int i = 0; i < expected.length; i++) {
            difference |= expected[i] ^ text[offset + length + i];
        }
        return difference == 0;
    }

    private void finish(byte[] out, int offset) {
        try {
            mac.doFinal(out, offset);
        } catch (ShortBufferException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    void close() {
        key.destroy();
        Arrays.fill(expected, (byte) 0);
    }
}
