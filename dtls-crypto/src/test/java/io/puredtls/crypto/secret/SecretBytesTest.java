package io.puredtls.crypto.secret;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class SecretBytesTest {
    @Test
    void closing_wipes_the_array_that_was_taken() {
        byte[] bytes = {1, 2, 3};
        SecretBytes secret = SecretBytes.taking(bytes);
        assertSame(bytes, secret.view());
        assertFalse(secret.isClosed());
        secret.close();
        assertArrayEquals(new byte[3], bytes);
        assertTrue(secret.isClosed());
        secret.close();
    }

    @Test
    void use_after_close_throws() {
        SecretBytes secret = SecretBytes.taking(new byte[] {1, 2, 3});
        secret.close();
        String message = assertThrows(IllegalStateException.class, secret::view).getMessage();
        assertEquals("this secret has been closed", message);
        assertThrows(IllegalStateException.class, () -> secret.slice(0, 1));
        assertThrows(IllegalStateException.class, () -> secret.key("AES"));
        assertThrows(IllegalStateException.class, () -> secret.matches(new byte[3]));
        assertEquals(3, secret.length());
    }

    @Test
    void a_copy_leaves_the_original_alone() {
        byte[] bytes = {1, 2, 3, 4};
        SecretBytes copy = SecretBytes.copyOf(bytes, 1, 2);
        assertArrayEquals(new byte[] {2, 3}, copy.view());
        copy.close();
        assertArrayEquals(new byte[] {1, 2, 3, 4}, bytes);
    }

    @Test
    void a_slice_outside_the_bytes_is_refused() {
        assertThrows(IndexOutOfBoundsException.class, () -> SecretBytes.copyOf(new byte[4], 3, 2));
        assertThrows(IndexOutOfBoundsException.class, () -> SecretBytes.copyOf(new byte[4], -1, 2));
        assertThrows(IndexOutOfBoundsException.class, () -> SecretBytes.taking(new byte[4]).slice(0, 5));
    }

    @Test
    void a_slice_and_a_key_outlive_the_secret_they_come_from() {
        SecretBytes secret = SecretBytes.taking(new byte[] {1, 2, 3, 4});
        SecretBytes slice = secret.slice(2, 2);
        DestroyableKey key = secret.key("AES");
        secret.close();
        assertArrayEquals(new byte[] {3, 4}, slice.view());
        assertArrayEquals(new byte[] {1, 2, 3, 4}, key.getEncoded());
        assertEquals("AES", key.getAlgorithm());
    }

    @Test
    void printing_reveals_the_length_alone() {
        SecretBytes secret = SecretBytes.taking(new byte[] {11, 12, 13});
        assertEquals("SecretBytes[3]", secret.toString());
        secret.close();
        assertEquals("SecretBytes[3, closed]", secret.toString());
    }

    @Test
    void the_hash_code_depends_on_the_length_alone() {
        assertEquals(SecretBytes.taking(new byte[] {1, 2}).hashCode(), SecretBytes.taking(new byte[] {3, 4}).hashCode());
    }

    @Test
    void a_closed_secret_equals_nothing_but_itself() {
        SecretBytes zeros = SecretBytes.taking(new byte[2]);
        SecretBytes closed = SecretBytes.taking(new byte[] {1, 2});
        closed.close();
        assertNotEquals(zeros, closed);
        assertNotEquals(closed, zeros);
        assertEquals(closed, closed);
        assertNotEquals(zeros, new Object());
    }

    @Test
    void no_array_at_all_is_refused() {
        assertThrows(NullPointerException.class, () -> SecretBytes.taking(null));
    }

    @Property(tries = 200)
    void secrets_are_equal_exactly_when_their_bytes_are(@ForAll byte[] first, @ForAll byte[] second) {
        boolean same = java.util.Arrays.equals(first, second);
        assertEquals(same, SecretBytes.taking(first.clone()).equals(SecretBytes.taking(second.clone())));
        assertEquals(same, SecretBytes.taking(first.clone()).matches(second));
        assertEquals(SecretBytes.taking(first.clone()), SecretBytes.taking(first.clone()));
        assertTrue(SecretBytes.taking(first.clone()).matches(first));
    }
}
