package io.puredtls.crypto.kex;

import io.puredtls.crypto.entropy.Entropy;
import io.puredtls.crypto.jca.Jca;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.spec.NamedParameterSpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;

/** [FIPS203 §8] The parameter sets that hybrid groups use: lengths, encodings, and the check of a peer's key. */
enum MlKemParameters {
    ML_KEM_768("ML-KEM-768", 3, 1088, "308204b2300b0609608648016503040402038204a100"),
    ML_KEM_1024("ML-KEM-1024", 4, 1568, "30820632300b06096086480165030404030382062100");

    /** The modulus q. */
    private static final int Q = 3329;
    private static final int SEED_LENGTH = 32;

    private final String jcaName;
    private final int rank;
    private final int ciphertextLength;
    private final byte[] spkiPrefix;

    MlKemParameters(String jcaName, int rank, int ciphertextLength, String spkiPrefix) {
        this.jcaName = jcaName;
        this.rank = rank;
        this.ciphertextLength = ciphertextLength;
        this.spkiPrefix = HexFormat.of().parseHex(spkiPrefix);
    }

    /** The length of an encapsulation key: 384 bytes for each of k polynomials, and a seed. */
    int encapsulationKeyLength() {
        return vectorLength() + SEED_LENGTH;
    }

    int ciphertextLength() {
        return ciphertextLength;
    }

    private int vectorLength() {
        return 384 * rank;
    }

    /** A fresh key pair. */
    KeyPair generate(Jca jca, Entropy entropy) {
        KeyPairGenerator generator = jca.keyPairGenerator(jcaName);
        try {
            generator.initialize(new NamedParameterSpec(jcaName), entropy.asSecureRandom());
        } catch (GeneralSecurityException refused) {
            throw new IllegalStateException("the JCA refuses a key of " + this, refused);
        }
        return generator.generateKeyPair();
    }

    /** The bare encapsulation key. */
    byte[] encode(PublicKey key) {
        byte[] spki = key.getEncoded();
        if (spki.length != spkiPrefix.length + encapsulationKeyLength()) {
            throw new IllegalStateException("the JCA's public key of " + this + " has an encoding of " + spki.length + " bytes");
        }
        return Arrays.copyOfRange(spki, spkiPrefix.length, spki.length);
    }

    /**
     * [FIPS203 §7.2] The key that {@code encapsulationKey} encodes, if it is one: of the right length, and every
     * coefficient below q. Some providers look themselves; the check does not rest on them.
     */
    PublicKey decode(Jca jca, byte[] encapsulationKey) throws IllegalShareException {
        if (encapsulationKey.length != encapsulationKeyLength()) {
            throw new IllegalShareException("an encapsulation key of " + this + " has " + encapsulationKeyLength()
                    + " bytes, not " + encapsulationKey.length);
        }
        checkModulus(encapsulationKey);
        byte[] spki = Arrays.copyOf(spkiPrefix, spkiPrefix.length + encapsulationKey.length); // the one form that all providers read
        System.arraycopy(encapsulationKey, 0, spki, spkiPrefix.length, encapsulationKey.length);
        try {
            return jca.keyFactory(jcaName).generatePublic(new X509EncodedKeySpec(spki));
        } catch (GeneralSecurityException refused) {
            throw new IllegalShareException("the encapsulation key is not one of " + this);
        }
    }

    /** [FIPS203 §4.2.1] Two coefficients of 12 bits, little-endian, in three bytes. */
    private void checkModulus(byte[] encapsulationKey) throws IllegalShareException {
        for (int i = 0; i < vectorLength(); i += 3) {
            int three = encapsulationKey[i] & 0xFF | (encapsulationKey[i + 1] & 0xFF) << 8 | (encapsulationKey[i + 2] & 0xFF) << 16;
            if ((three & 0xFFF) >= Q || three >>> 12 >= Q) {
                throw new IllegalShareException("a coefficient of the encapsulation key lies outside the field of " + this);
            }
        }
    }

    /** The name in FIPS 203, which is the JCA's. */
    @Override
    public String toString() {
        return jcaName;
    }
}
