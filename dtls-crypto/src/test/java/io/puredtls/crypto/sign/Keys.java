package io.puredtls.crypto.sign;

import io.puredtls.crypto.vectors.Vectors;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Key pairs for tests, one of each name, made once in a run. */
final class Keys {
    private static final Map<String, KeyPair> MADE = new ConcurrentHashMap<>();

    private Keys() {
    }

    /** {@code "EC secp256r1"}, {@code "RSA"}, {@code "RSASSA-PSS"}, {@code "Ed25519"} and so on. */
    static KeyPair pair(String name) {
        return MADE.computeIfAbsent(name, Keys::generate);
    }

    /** The pair that fits a scheme. */
    static KeyPair pair(SignatureScheme scheme) {
        return switch (scheme.keyKind().orElseThrow()) {
            case EC -> pair("EC " + scheme.toString().split("_")[1]);
            case RSA -> pair("RSA");
            case RSA_PSS -> pair("RSASSA-PSS");
            case ED25519 -> pair("Ed25519");
            case ED448 -> pair("Ed448");
            case ML_DSA_44 -> pair("ML-DSA-44");
            case ML_DSA_65 -> pair("ML-DSA-65");
            case ML_DSA_87 -> pair("ML-DSA-87");
        };
    }

    private static KeyPair generate(String name) {
        try {
            String[] words = name.split(" ");
            KeyPairGenerator generator = KeyPairGenerator.getInstance(words[0]);
            if (words.length > 1) {
                generator.initialize(new ECGenParameterSpec(words[1]));
            } else if (name.startsWith("RSA")) {
                generator.initialize(2048);
            }
            return generator.generateKeyPair();
        } catch (GeneralSecurityException absent) {
            throw new IllegalStateException(absent);
        }
    }

    /** A public key from its SubjectPublicKeyInfo in hexadecimal. */
    static PublicKey ofSpki(String algorithm, String spki) throws GeneralSecurityException {
        return KeyFactory.getInstance(algorithm).generatePublic(new X509EncodedKeySpec(Vectors.hex(spki)));
    }
}
