package io.puredtls.crypto.jca;

import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.Provider;
import java.security.Security;
import java.security.Signature;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.crypto.Cipher;
import javax.crypto.KeyAgreement;
import javax.crypto.Mac;

/**
 * Where algorithms come from: a provider of the caller's choice first, the platform's own order after it.
 * Immutable and thread-safe; what it hands out is not.
 *
 * <p>Every getter throws {@link MissingAlgorithmException} for what is not there; a configuration asks
 * {@link #has} first, so that a missing algorithm is a fault of configuration and never of a handshake.
 */
public final class Jca {
    /** The platform's providers in their configured order. */
    public static final Jca PLATFORM = new Jca(Optional.empty());

    private final Optional<Provider> preferred;
    private final Set<String> found = ConcurrentHashMap.newKeySet(); // a provider may still be added, none goes away

    private Jca(Optional<Provider> preferred) {
        this.preferred = preferred;
    }

    /** Algorithms of {@code provider} where it has them, the platform's elsewhere. The provider need not be registered. */
    public static Jca preferring(Provider provider) {
        return new Jca(Optional.of(Objects.requireNonNull(provider, "provider")));
    }

    /** Whether {@code service} (as in {@code "Cipher"}) is there under {@code algorithm}. */
    public boolean has(String service, String algorithm) {
        String key = service + '/' + algorithm;
        if (found.contains(key)) {
            return true;
        }
        boolean there = probe(service, algorithm);
        if (there) {
            found.add(key);
        }
        return there;
    }

    private boolean probe(String service, String algorithm) {
        if (preferred.isPresent() && preferred.get().getService(service, algorithm) != null) {
            return true;
        }
        for (Provider provider : Security.getProviders()) {
            if (provider.getService(service, algorithm) != null) {
                return true;
            }
        }
        return service.equals("Cipher") && hasTransformation(algorithm);
    }

    /** A transformation such as AES/GCM/NoPadding may be put together by the JCA from a service named AES. */
    private boolean hasTransformation(String transformation) {
        try {
            cipher(transformation);
            return true;
        } catch (MissingAlgorithmException absent) {
            return false;
        }
    }

    /** A cipher for {@code transformation}. */
    public Cipher cipher(String transformation) {
        return get("Cipher", transformation, Cipher::getInstance, Cipher::getInstance);
    }

    /** A MAC. */
    public Mac mac(String algorithm) {
        return get("Mac", algorithm, Mac::getInstance, Mac::getInstance);
    }

    /** A message digest. */
    public MessageDigest digest(String algorithm) {
        return get("MessageDigest", algorithm, MessageDigest::getInstance, MessageDigest::getInstance);
    }

    /** A signature engine. */
    public Signature signature(String algorithm) {
        return get("Signature", algorithm, Signature::getInstance, Signature::getInstance);
    }

    /** A key agreement. */
    public KeyAgreement keyAgreement(String algorithm) {
        return get("KeyAgreement", algorithm, KeyAgreement::getInstance, KeyAgreement::getInstance);
    }

    /** A generator of key pairs. */
    public KeyPairGenerator keyPairGenerator(String algorithm) {
        return get("KeyPairGenerator", algorithm, KeyPairGenerator::getInstance, KeyPairGenerator::getInstance);
    }

    /** A key factory. */
    public KeyFactory keyFactory(String algorithm) {
        return get("KeyFactory", algorithm, KeyFactory::getInstance, KeyFactory::getInstance);
    }

    /** Algorithm parameters. */
    public AlgorithmParameters parameters(String algorithm) {
        return get("AlgorithmParameters", algorithm, AlgorithmParameters::getInstance, AlgorithmParameters::getInstance);
    }

    /** What else the JCA has: the last two arguments are the two ways in which its class makes instances. */
    public <T> T get(String service, String algorithm, FromProvider<T> ofPreferred, FromPlatform<T> ofPlatform) {
        if (preferred.isPresent()) {
            try {
                return ofPreferred.get(algorithm, preferred.get());
            } catch (GeneralSecurityException absent) {
                // Preferred, not required: the platform is asked next.
            }
        }
        try {
            return ofPlatform.get(algorithm);
        } catch (GeneralSecurityException absent) {
            throw new MissingAlgorithmException(service, algorithm, absent);
        }
    }

    @Override
    public String toString() {
        return preferred.map(provider -> "Jca[" + provider.getName() + ", then the platform's]").orElse("Jca[platform]");
    }

    /** The {@code getInstance} of a JCA class that names a provider. */
    @FunctionalInterface
    public interface FromProvider<T> {
        /** An instance of {@code provider}'s. */
        T get(String algorithm, Provider provider) throws GeneralSecurityException;
    }

    /** The {@code getInstance} of a JCA class that asks all of the platform's providers. */
    @FunctionalInterface
    public interface FromPlatform<T> {
        /** An instance of the first provider's that has the algorithm. */
        T get(String algorithm) throws GeneralSecurityException;
    }
}
