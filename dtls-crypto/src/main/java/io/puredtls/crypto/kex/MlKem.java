package io.puredtls.crypto.kex;

import io.puredtls.crypto.entropy.Entropy;
import io.puredtls.crypto.jca.Jca;
import io.puredtls.crypto.secret.SecretBytes;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Method;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.util.Optional;
import javax.crypto.SecretKey;

/**
 * {@code javax.crypto.KEM} by its method handles: the class is there at run time on newer JDKs and updates of old ones,
 * but a compiler for Java 17 never sees it. Nothing else in this library knows of it.
 */
final class MlKem {
    private static final String SERVICE = "KEM";
    private static final Optional<Methods> METHODS = Methods.find();

    private MlKem() {
    }

    /** Whether keys of this parameter set can be made and encapsulated to here. */
    static boolean isAvailable(Jca jca, MlKemParameters parameters) {
        String name = parameters.toString();
        return METHODS.isPresent() && jca.has(SERVICE, name) && jca.has("KeyPairGenerator", name) && jca.has("KeyFactory", name);
    }

    /**
     * [FIPS203 §7.2] Gives a fresh secret, and as our share its ciphertext for the owner of {@code peer}.
     *
     * @throws GeneralSecurityException if the provider refuses the key
     */
    static Agreement encapsulate(Jca jca, MlKemParameters parameters, Entropy entropy, PublicKey peer) throws GeneralSecurityException {
        Methods methods = methods(parameters);
        Object encapsulator = call(methods.newEncapsulator, kem(jca, parameters), peer, entropy.asSecureRandom());
        Object encapsulated = call(methods.encapsulate, encapsulator);
        byte[] ciphertext = (byte[]) call(methods.encapsulation, encapsulated);
        return new Agreement(ciphertext, secret((SecretKey) call(methods.key, encapsulated)));
    }

    /**
     * [FIPS203 §7.3] Gives the secret within {@code ciphertext}, or one that nobody knows if that was tampered with. All lent.
     *
     * @throws GeneralSecurityException if the provider refuses the ciphertext
     */
    static SecretBytes decapsulate(
            Jca jca, MlKemParameters parameters, PrivateKey ours, byte[] ciphertext) throws GeneralSecurityException {
        Methods methods = methods(parameters);
        Object decapsulator = call(methods.newDecapsulator, kem(jca, parameters), ours);
        return secret((SecretKey) call(methods.decapsulate, decapsulator, ciphertext));
    }

    private static Object kem(Jca jca, MlKemParameters parameters) {
        Methods methods = methods(parameters);
        return jca.get(SERVICE, parameters.toString(),
                (name, provider) -> call(methods.ofProvider, name, provider), name -> call(methods.ofPlatform, name));
    }

    private static Methods methods(MlKemParameters parameters) {
        return METHODS.orElseThrow(() -> new IllegalStateException("this JDK has no javax.crypto.KEM for " + parameters));
    }

    private static SecretBytes secret(SecretKey key) {
        return SecretBytes.taking(key.getEncoded());
    }

    private static Object call(MethodHandle method, Object... arguments) throws GeneralSecurityException {
        try {
            return method.invokeWithArguments(arguments);
        } catch (GeneralSecurityException | RuntimeException | Error asDeclared) {
            throw asDeclared;
        } catch (Throwable impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private record Methods(
            MethodHandle ofPlatform, MethodHandle ofProvider, MethodHandle newEncapsulator, MethodHandle encapsulate,
            MethodHandle key, MethodHandle encapsulation, MethodHandle newDecapsulator, MethodHandle decapsulate) {

        static Optional<Methods> find() {
            try {
                Class<?> kem = Class.forName("javax.crypto.KEM");
                Class<?> encapsulator = Class.forName("javax.crypto.KEM$Encapsulator");
                Class<?> encapsulated = Class.forName("javax.crypto.KEM$Encapsulated");
                Class<?> decapsulator = Class.forName("javax.crypto.KEM$Decapsulator");
                return Optional.of(new Methods(
                        method(kem, "getInstance", String.class), method(kem, "getInstance", String.class, Provider.class),
                        method(kem, "newEncapsulator", PublicKey.class, randomness()), method(encapsulator, "encapsulate"),
                        method(encapsulated, "key"), method(encapsulated, "encapsulation"),
                        method(kem, "newDecapsulator", PrivateKey.class), method(decapsulator, "decapsulate", byte[].class)));
            } catch (ReflectiveOperationException absent) {
                return Optional.empty();
            }
        }

        private static MethodHandle method(Class<?> owner, String name, Class<?>... parameters) throws ReflectiveOperationException {
            return MethodHandles.publicLookup().unreflect(owner.getMethod(name, parameters));
        }

        /** What {@link Entropy} calls the JCA's source of randomness. */
        private static Class<?> randomness() throws NoSuchMethodException {
            Method asSecureRandom = Entropy.class.getMethod("asSecureRandom");
            return asSecureRandom.getReturnType();
        }
    }
}
