package io.puredtls.crypto.cbc;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The compression functions against the hashes that the JDK makes of them. */
final class CompressionTest {
    @ParameterizedTest
    @EnumSource
    void a_hash_made_of_it_is_the_jdks(MacAlgorithm algorithm) throws GeneralSecurityException {
        MessageDigest jdk = MessageDigest.getInstance(algorithm.jcaName().replace("HmacSHA", "SHA-"));
        for (int length = 0; length <= 400; length++) {
            byte[] text = RawCbc.text(length, length);
            assertArrayEquals(jdk.digest(text), hash(algorithm.compression(), algorithm.length(), text), length + " bytes");
        }
    }

    /** A state that is stored can be gone on from, by another one too. */
    @ParameterizedTest
    @EnumSource
    void a_stored_state_is_all_that_is_to_be_known(MacAlgorithm algorithm) {
        Compression whole = algorithm.compression();
        byte[] first = RawCbc.text(whole.blockLength(), 1);
        byte[] second = RawCbc.text(whole.blockLength(), 2);
        whole.begin();
        whole.compress(first);
        byte[] between = new byte[whole.stateLength()];
        whole.store(between);
        whole.compress(second);
        Compression other = algorithm.compression();
        other.load(between);
        other.compress(second);
        assertArrayEquals(stored(whole), stored(other));
        other.wipe();
        assertArrayEquals(new byte[other.stateLength()], stored(other));
    }

    private static byte[] stored(Compression hash) {
        byte[] state = new byte[hash.stateLength()];
        hash.store(state);
        return state;
    }

    /** [RFC6234 §4] */
    private static byte[] hash(Compression hash, int length, byte[] text) {
        int block = hash.blockLength();
        int blocks = (text.length + 1 + hash.lengthFieldLength() + block - 1) / block;
        ByteBuffer padded = ByteBuffer.allocate(blocks * block).put(text).put((byte) 0x80);
        padded.putLong(padded.capacity() - 8, 8L * text.length);
        hash.begin();
        for (int i = 0; i < blocks; i++) {
            hash.compress(Arrays.copyOfRange(padded.array(), i * block, (i + 1) * block));
        }
        return Arrays.copyOf(stored(hash), length);
    }
}
