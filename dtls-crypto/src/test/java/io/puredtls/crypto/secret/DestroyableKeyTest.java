package io.puredtls.crypto.secret;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.NotSerializableException;
import java.io.ObjectOutputStream;
import org.junit.jupiter.api.Test;

class DestroyableKeyTest {
    @Test
    void the_key_is_a_raw_copy_of_the_bytes() {
        byte[] bytes = {1, 2, 3};
        DestroyableKey key = DestroyableKey.copyOf("AES", bytes);
        bytes[0] = 9;
        assertEquals("AES", key.getAlgorithm());
        assertEquals("RAW", key.getFormat());
        assertArrayEquals(new byte[] {1, 2, 3}, key.getEncoded());
    }

    @Test
    void its_encoding_is_a_copy_each_time() {
        DestroyableKey key = DestroyableKey.copyOf("AES", new byte[] {1, 2, 3});
        assertNotSame(key.getEncoded(), key.getEncoded());
        key.getEncoded()[0] = 9;
        assertArrayEquals(new byte[] {1, 2, 3}, key.getEncoded());
    }

    @Test
    void a_destroyed_key_has_no_encoding() {
        DestroyableKey key = DestroyableKey.copyOf("AES", new byte[] {1, 2, 3});
        assertFalse(key.isDestroyed());
        key.destroy();
        assertTrue(key.isDestroyed());
        assertEquals("this key has been destroyed", assertThrows(IllegalStateException.class, key::getEncoded).getMessage());
        key.destroy();
    }

    @Test
    void destroying_wipes_the_bytes() throws ReflectiveOperationException {
        DestroyableKey key = DestroyableKey.copyOf("AES", new byte[] {1, 2, 3});
        key.destroy();
        var field = DestroyableKey.class.getDeclaredField("bytes");
        field.setAccessible(true);
        assertArrayEquals(new byte[3], (byte[]) field.get(key));
    }

    @Test
    void printing_reveals_algorithm_and_length_alone() {
        DestroyableKey key = DestroyableKey.copyOf("AES", new byte[] {11, 12, 13});
        assertEquals("DestroyableKey[AES, 3 bytes]", key.toString());
        key.destroy();
        assertEquals("DestroyableKey[AES, 3 bytes, destroyed]", key.toString());
    }

    @Test
    void keys_are_compared_by_identity() {
        assertNotEquals(DestroyableKey.copyOf("AES", new byte[3]), DestroyableKey.copyOf("AES", new byte[3]));
    }

    @Test
    void a_key_cannot_be_written_to_a_stream() throws IOException {
        try (ObjectOutputStream out = new ObjectOutputStream(new ByteArrayOutputStream())) {
            NotSerializableException thrown = assertThrows(
                    NotSerializableException.class, () -> out.writeObject(DestroyableKey.copyOf("AES", new byte[] {1, 2, 3})));
            assertEquals(DestroyableKey.class.getName(), thrown.getMessage());
        }
    }

    @Test
    void an_algorithm_must_be_named() {
        assertThrows(NullPointerException.class, () -> DestroyableKey.copyOf(null, new byte[3]));
    }
}
