package io.puredtls.crypto.schedule12;

import io.puredtls.crypto.aead.AeadAlgorithm;
import io.puredtls.crypto.cbc.CbcAlgorithm;
import io.puredtls.crypto.cbc.CbcKeys;
import io.puredtls.crypto.hash.HashAlgorithm;
import io.puredtls.crypto.hash.Prf;
import io.puredtls.crypto.jca.Jca;
import io.puredtls.crypto.secret.SecretBytes;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.Set;

/** [RFC5246 §8.1] The secret that all keys, verify data and exports of a DTLS 1.2 session come from. */
public final class MasterSecret implements AutoCloseable {
    /** Its length in bytes. */
    public static final int LENGTH = 48;
    /** [RFC5246 §7.4.9] The length of verify data in all known suites. */
    public static final int VERIFY_DATA_LENGTH = 12;

    private static final Set<String> RESERVED_LABELS =
            Set.of("client finished", "server finished", "master secret", "extended master secret", "key expansion");

    private final Jca jca;
    private final HashAlgorithm hash;
    private final SecretBytes secret;

    /** Takes {@code secret}, of 48 bytes. */
    public MasterSecret(Jca jca, HashAlgorithm hash, SecretBytes secret) {
        if (secret.length() != LENGTH) {
            secret.close();
            throw new IllegalArgumentException("a master secret has 48 bytes, not " + secret.length());
        }
        this.jca = jca;
        this.hash = hash;
        this.secret = secret;
    }

    /** [RFC5246 §6.3] Gives the keys of both directions. {@code ivLength} is 4 for GCM and 12 for ChaCha20-Poly1305. */
    public KeyBlock keyBlock(AeadAlgorithm aead, int ivLength, Randoms randoms) {
        int keyLength = aead.keyLength();
        try (SecretBytes block = keyBlock(2 * (keyLength + ivLength), randoms)) {
            return new KeyBlock(
                    block.slice(0, keyLength), block.slice(keyLength, keyLength),
                    block.slice(2 * keyLength, ivLength), block.slice(2 * keyLength + ivLength, ivLength));
        }
    }

    /** [RFC5246 §6.3] Gives the keys of both directions. */
    public CbcKeyBlock keyBlock(CbcAlgorithm cbc, Randoms randoms) {
        int macLength = cbc.macLength();
        int keyLength = cbc.keyLength();
        try (SecretBytes block = keyBlock(2 * (macLength + keyLength), randoms)) {
            int keys = 2 * macLength;
            return new CbcKeyBlock(
                    new CbcKeys(block.slice(0, macLength), block.slice(keys, keyLength)),
                    new CbcKeys(block.slice(macLength, macLength), block.slice(keys + keyLength, keyLength)));
        }
    }

    private SecretBytes keyBlock(int length, Randoms randoms) {
        return Prf.expand(jca, hash, secret, "key expansion", randoms.serverFirst(), length);
    }

    /** [RFC5246 §7.4.9] What the client's Finished must say. */
    public byte[] clientVerifyData(byte[] handshakeHash) {
        return verifyData("client finished", handshakeHash);
    }

    /** [RFC5246 §7.4.9] What the server's Finished must say. */
    public byte[] serverVerifyData(byte[] handshakeHash) {
        return verifyData("server finished", handshakeHash);
    }

    private byte[] verifyData(String label, byte[] handshakeHash) {
        try (SecretBytes data = Prf.expand(jca, hash, secret, label, handshakeHash, VERIFY_DATA_LENGTH)) {
            return data.view().clone();
        }
    }

    /**
     * [RFC5705 §4] Gives exported keying material without a context, which is not the same as with an empty one.
     *
     * @throws IllegalArgumentException if the label is not ASCII, or one that the handshake itself uses
     */
    public SecretBytes export(String label, Randoms randoms, int length) {
        refuseReserved(label);
        return Prf.expand(jca, hash, secret, label, randoms.clientFirst(), length);
    }

    /** [RFC5705 §4] Gives exported keying material with {@code context}, of at most 65535 bytes. */
    public SecretBytes export(String label, byte[] context, Randoms randoms, int length) {
        refuseReserved(label);
        if (context.length > 0xFFFF) {
            throw new IllegalArgumentException("an exporter's context has at most 65535 bytes, not " + context.length);
        }
        byte[] lengthAndContext = ByteBuffer.allocate(2 + context.length).putShort((short) context.length).put(context).array();
        return Prf.expand(jca, hash, secret, label, randoms.clientFirst(lengthAndContext), length);
    }

    /** [RFC5705 §4] A label of the handshake's own would give away what the handshake derives. */
    private static void refuseReserved(String label) {
        if (RESERVED_LABELS.contains(label)) {
            throw new IllegalArgumentException("the label \"" + label + "\" is the handshake's own");
        }
    }

    /** Gives a copy of the secret, for a session that may be resumed. */
    public SecretBytes copy() {
        return secret.slice(0, LENGTH);
    }

    /** The secret itself in hexadecimal, for a key log that the configuration asked for by name. */
    public String hexForKeyLog() {
        return HexFormat.of().formatHex(secret.view());
    }

    @Override
    public void close() {
        secret.close();
    }

    @Override
    public String toString() {
        return "MasterSecret";
    }
}
