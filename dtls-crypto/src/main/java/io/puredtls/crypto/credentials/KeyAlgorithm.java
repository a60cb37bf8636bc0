package io.puredtls.crypto.credentials;

import io.puredtls.crypto.entropy.Entropy;
import io.puredtls.crypto.entropy.SystemEntropy;
import io.puredtls.crypto.jca.Jca;
import io.puredtls.crypto.sign.EcCurve;
import io.puredtls.crypto.sign.KeyKind;
import java.security.InvalidAlgorithmParameterException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.NamedParameterSpec;
import java.security.spec.RSAKeyGenParameterSpec;

/** What key pairs can be made here: a {@link KeyKind} with its size. */
public enum KeyAlgorithm {
    /** ECDSA on P-256. */
    EC_P256(KeyKind.EC, "EC", EcCurve.P256.generatorSpec()),
    /** ECDSA on P-384. */
    EC_P384(KeyKind.EC, "EC", EcCurve.P384.generatorSpec()),
    /** ECDSA on P-521. */
    EC_P521(KeyKind.EC, "EC", EcCurve.P521.generatorSpec()),
    /** RSA of 2048 bits under the rsaEncryption OID. */
    RSA_2048(KeyKind.RSA, "RSA", rsa(2048)),
    /** RSA of 3072 bits under the rsaEncryption OID. */
    RSA_3072(KeyKind.RSA, "RSA", rsa(3072)),
    /** RSA of 4096 bits under the rsaEncryption OID. */
    RSA_4096(KeyKind.RSA, "RSA", rsa(4096)),
    /** RSA of 2048 bits under the id-RSASSA-PSS OID. */
    RSA_PSS_2048(KeyKind.RSA_PSS, "RSASSA-PSS", rsa(2048)),
    /** EdDSA on edwards25519. */
    ED25519(KeyKind.ED25519, "Ed25519", NamedParameterSpec.ED25519),
    /** EdDSA on edwards448. */
    ED448(KeyKind.ED448, "Ed448", NamedParameterSpec.ED448),
    /** ML-DSA of category 2, where the JDK has it: its chains are for DTLS 1.3. */
    ML_DSA_44(KeyKind.ML_DSA_44, "ML-DSA-44", new NamedParameterSpec("ML-DSA-44")),
    /** ML-DSA of category 3, where the JDK has it: its chains are for DTLS 1.3. */
    ML_DSA_65(KeyKind.ML_DSA_65, "ML-DSA-65", new NamedParameterSpec("ML-DSA-65")),
    /** ML-DSA of category 5, where the JDK has it: its chains are for DTLS 1.3. */
    ML_DSA_87(KeyKind.ML_DSA_87, "ML-DSA-87", new NamedParameterSpec("ML-DSA-87"));

    private final KeyKind kind;
    private final String generator;
    private final AlgorithmParameterSpec parameters;

    KeyAlgorithm(KeyKind kind, String generator, AlgorithmParameterSpec parameters) {
        this.kind = kind;
        this.generator = generator;
        this.parameters = parameters;
    }

    private static RSAKeyGenParameterSpec rsa(int bits) {
        return new RSAKeyGenParameterSpec(bits, RSAKeyGenParameterSpec.F4);
    }

    /** The kind of the keys. */
    public KeyKind kind() {
        return kind;
    }

    /** Whether the running JDK, or the provider chosen, makes such keys. */
    public boolean isAvailable(Jca jca) {
        return jca.has("KeyPairGenerator", generator);
    }

    /** A fresh key pair from the platform's generator and randomness. */
    public KeyPair generate() {
        return generate(SystemEntropy.INSTANCE, Jca.PLATFORM);
    }

    /** A fresh key pair. With EC, EdDSA and ML-DSA the same {@code entropy} gives the same keys. */
    public KeyPair generate(Entropy entropy, Jca jca) {
        KeyPairGenerator pairs = jca.keyPairGenerator(generator);
        try {
            pairs.initialize(parameters, entropy.asSecureRandom());
        } catch (InvalidAlgorithmParameterException refused) {
            throw new CredentialsException("the provider " + pairs.getProvider().getName() + " makes no " + this + " keys", refused);
        }
        return pairs.generateKeyPair();
    }
}
