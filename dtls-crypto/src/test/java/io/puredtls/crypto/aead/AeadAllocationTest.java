package io.puredtls.crypto.aead;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.puredtls.crypto.jca.Jca;
import io.puredtls.crypto.secret.SecretBytes;
import java.lang.reflect.Method;
import java.security.GeneralSecurityException;
import java.security.spec.AlgorithmParameterSpec;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What an {@link Aead} allocates beyond what the JCA itself does: nothing. */
class AeadAllocationTest {
    private static final int OPERATIONS = 10_000;
    private static final int ROUNDS = 20;
    private static final int LENGTH = 1200;

    private final byte[] nonce = new byte[12];
    private final byte[] additionalData = new byte[13];
    private final byte[] record = new byte[LENGTH + 16]; // room for the longest tag

    /**
     * The least of some rounds, since a compiler that works while a round runs may charge it to that round. Each round
     * seals and opens as often by the AEAD as by its bare twin, in turn.
     */
    @ParameterizedTest
    @EnumSource
    void sealing_and_opening_allocate_nothing_of_our_own(AeadAlgorithm algorithm) throws Exception {
        byte[] key = new byte[algorithm.keyLength()];
        SecretBytes secret = SecretBytes.taking(key);
        Twin ours = new Ours(algorithm.with(Jca.PLATFORM, secret), algorithm.with(Jca.PLATFORM, secret));
        Twin bare = algorithm.name().contains("CCM") ? new Idle() : new Bare(algorithm);
        run(ours);
        run(bare);
        double least = Double.MAX_VALUE;
        StringBuilder rounds = new StringBuilder();
        for (int round = 0; round < ROUNDS && least >= 1; round++) {
            long byOurs = run(ours);
            long byBare = run(bare);
            double perOperation = (byOurs - byBare) / (double) OPERATIONS;
            rounds.append(String.format("%n%d - %d = %.3f bytes per record", byOurs, byBare, perOperation));
            least = Math.min(least, Math.abs(perOperation));
        }
        assertTrue(least < 1, algorithm + " allocates beyond the JCA:" + rounds);
    }

    private long run(Twin twin) throws Exception {
        long before = Allocated.bytes();
        for (int i = 0; i < OPERATIONS; i++) {
            nextNonce();
            twin.seal();
            twin.open();
        }
        return Allocated.bytes() - before;
    }

    /** A counter that never repeats in this test. */
    private void nextNonce() {
        for (int i = nonce.length - 1; i >= 0 && ++nonce[i] == 0; i--) {
            // The carry goes on to the next byte.
        }
    }

    private interface Twin {
        void seal() throws GeneralSecurityException;

        void open() throws GeneralSecurityException;
    }

    private final class Ours implements Twin {
        private final Aead writer;
        private final Aead reader;

        Ours(Aead writer, Aead reader) {
            this.writer = writer;
            this.reader = reader;
        }

        @Override
        public void seal() {
            writer.seal(nonce, additionalData, additionalData.length, record, 0, LENGTH);
        }

        @Override
        public void open() {
            if (reader.open(nonce, additionalData, additionalData.length, record, 0, LENGTH + reader.tagLength()) != LENGTH) {
                throw new AssertionError("forged");
            }
        }
    }

    /** What the JCA allocates for CCM, whose ciphers are initialised once. */
    private static final class Idle implements Twin {
        @Override
        public void seal() {
        }

        @Override
        public void open() {
        }
    }

    /** The same work by javax.crypto alone. */
    private final class Bare implements Twin {
        private final boolean gcm;
        private final SecretKeySpec key;
        private final Cipher writer;
        private final Cipher reader;

        Bare(AeadAlgorithm algorithm) throws GeneralSecurityException {
            gcm = algorithm != AeadAlgorithm.CHACHA20_POLY1305;
            key = new SecretKeySpec(new byte[algorithm.keyLength()], gcm ? "AES" : "ChaCha20");
            writer = Cipher.getInstance(gcm ? "AES/GCM/NoPadding" : "ChaCha20-Poly1305");
            reader = Cipher.getInstance(gcm ? "AES/GCM/NoPadding" : "ChaCha20-Poly1305");
        }

        private AlgorithmParameterSpec spec() {
            return gcm ? new GCMParameterSpec(128, nonce) : new IvParameterSpec(nonce);
        }

        @Override
        public void seal() throws GeneralSecurityException {
            writer.init(Cipher.ENCRYPT_MODE, key, spec());
            writer.updateAAD(additionalData, 0, additionalData.length);
            writer.doFinal(record, 0, LENGTH, record, 0);
        }

        @Override
        public void open() throws GeneralSecurityException {
            reader.init(Cipher.DECRYPT_MODE, key, spec());
            reader.updateAAD(additionalData, 0, additionalData.length);
            reader.doFinal(record, 0, record.length, record, 0);
        }
    }

    /** com.sun.management.ThreadMXBean by reflection: our module does not require jdk.management. */
    private static final class Allocated {
        private static final Object BEAN = bean();
        private static final Method GET = method();

        private static Object bean() {
            try {
                return Class.forName("java.lang.management.ManagementFactory").getMethod("getThreadMXBean").invoke(null);
            } catch (ReflectiveOperationException absent) {
                throw new IllegalStateException("this test needs the module jdk.management", absent);
            }
        }

        private static Method method() {
            try {
                return Class.forName("com.sun.management.ThreadMXBean").getMethod("getCurrentThreadAllocatedBytes");
            } catch (ReflectiveOperationException absent) {
                throw new IllegalStateException("this test needs the module jdk.management", absent);
            }
        }

        static long bytes() throws ReflectiveOperationException {
            return (Long) GET.invoke(BEAN);
        }
    }
}
