package io.puredtls.crypto.schedule13;

import io.puredtls.crypto.hash.HashAlgorithm;
import io.puredtls.crypto.vectors.Vectors;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** [RFC9846 §7.1] The derivations of the key schedule by {@code javax.crypto} alone, with the prefix of [RFC9147 §5.9]. */
record Ladder(HashAlgorithm hash) {
    byte[] hmac(byte[] key, byte[]... parts) {
        try {
            String name = "Hmac" + hash;
            Mac mac = Mac.getInstance(name);
            mac.init(new SecretKeySpec(key.length == 0 ? new byte[1] : key, name));
            for (byte[] part : parts) {
                mac.update(part);
            }
            return mac.doFinal();
        } catch (GeneralSecurityException absent) {
            throw new IllegalStateException(absent);
        }
    }

    byte[] hashOf(byte[] input) {
        try {
            return MessageDigest.getInstance(hash == HashAlgorithm.SHA256 ? "SHA-256" : "SHA-384").digest(input);
        } catch (GeneralSecurityException absent) {
            throw new IllegalStateException(absent);
        }
    }

    /** HKDF-Expand-Label(secret, label, context, length). */
    byte[] expand(byte[] secret, String label, byte[] context, int length) {
        ByteArrayOutputStream info = new ByteArrayOutputStream();
        byte[] full = ("dtls13" + label).getBytes(StandardCharsets.US_ASCII);
        info.write(length >>> 8);
        info.write(length);
        info.write(full.length);
        info.writeBytes(full);
        info.write(context.length);
        info.writeBytes(context);
        byte[] out = new byte[0];
        byte[] block = new byte[0];
        for (int i = 1; out.length < length; i++) {
            block = hmac(secret, block, info.toByteArray(), new byte[] {(byte) i});
            out = Arrays.copyOf(out, out.length + block.length);
            System.arraycopy(block, 0, out, out.length - block.length, block.length);
        }
        return Arrays.copyOf(out, length);
    }

    /** Derive-Secret(secret, label, messages), of messages with this hash. */
    byte[] derive(byte[] secret, String label, byte[] transcriptHash) {
        return expand(secret, label, transcriptHash, hash.length());
    }

    /** Derive-Secret(secret, label, ""). */
    byte[] derive(byte[] secret, String label) {
        return derive(secret, label, hashOf(new byte[0]));
    }

    byte[] early(byte[] psk) {
        return hmac(new byte[hash.length()], psk);
    }

    byte[] handshake(byte[] early, byte[] agreement) {
        return hmac(derive(early, "derived"), agreement);
    }

    byte[] main(byte[] handshake) {
        return hmac(derive(handshake, "derived"), new byte[hash.length()]);
    }

    byte[] verifyData(byte[] baseKey, byte[] transcriptHash) {
        return hmac(expand(baseKey, "finished", new byte[0], hash.length()), transcriptHash);
    }

    /** A hash of a transcript that nobody had. */
    byte[] transcript(int seed) {
        return hashOf(new byte[] {(byte) seed});
    }

    static String hex(byte[] bytes) {
        return Vectors.hex(bytes);
    }
}
