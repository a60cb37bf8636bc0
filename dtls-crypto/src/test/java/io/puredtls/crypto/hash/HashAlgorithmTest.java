package io.puredtls.crypto.hash;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.puredtls.crypto.jca.Jca;
import io.puredtls.crypto.vectors.Vectors;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class HashAlgorithmTest {
    private static final byte[] ABC = "abc".getBytes(StandardCharsets.US_ASCII);

    /** FIPS 180-4's example message "abc". */
    @ParameterizedTest
    @CsvSource({
        "SHA256, 32, HmacSHA256, ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
        "SHA384, 48, HmacSHA384, cb00753f45a35e8bb5a03d699ac65007272c32ab0eded1631a8b605a43ff5bed8086072ba1e7cc2358baeca134c825a7",
    })
    void hash_of_abc_is_the_published_one(HashAlgorithm hash, int length, String hmac, String expected) {
        assertEquals(expected, Vectors.hex(hash.hash(Jca.PLATFORM, ABC)));
        assertEquals(length, hash.length());
        assertEquals(hmac, hash.hmacName());
    }

    @ParameterizedTest
    @EnumSource
    void a_running_hash_can_be_read_at_any_point(HashAlgorithm hash) {
        RunningHash running = hash.start(Jca.PLATFORM);
        assertArrayEquals(hash.hash(Jca.PLATFORM, new byte[0]), running.current());
        running.update(ABC, 0, 1);
        assertArrayEquals(hash.hash(Jca.PLATFORM, new byte[] {'a'}), running.current());
        assertArrayEquals(hash.hash(Jca.PLATFORM, new byte[] {'a'}), running.current());
        running.update(ABC, 1, 2);
        assertArrayEquals(hash.hash(Jca.PLATFORM, ABC), running.current());
    }

    @Test
    void two_running_hashes_do_not_share_their_state() {
        RunningHash first = HashAlgorithm.SHA256.start(Jca.PLATFORM);
        HashAlgorithm.SHA256.start(Jca.PLATFORM).update(ABC, 0, 3);
        assertArrayEquals(HashAlgorithm.SHA256.hash(Jca.PLATFORM, new byte[0]), first.current());
    }
}
