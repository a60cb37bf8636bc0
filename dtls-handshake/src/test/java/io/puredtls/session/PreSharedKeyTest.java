package io.puredtls.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.puredtls.crypto.hash.HashAlgorithm;
import io.puredtls.crypto.kex.PskKind;
import io.puredtls.crypto.secret.SecretBytes;
import io.puredtls.wire.Bytes;
import org.junit.jupiter.api.Test;

class PreSharedKeyTest {
    private static final byte[] SECRET = new byte[16];
    private static final Bytes NAME = Bytes.of((byte) 'a');

    private static SecretBytes secret() {
        return SecretBytes.copyOf(SECRET, 0, SECRET.length);
    }

    @Test
    // [RFC9846 §2.2#2] [RFC9846 §4.3.11#3]
    void a_key_has_its_hash_from_the_beginning_and_sha_256_where_none_is_named() {
        PreSharedKey plain = PreSharedKey.of(NAME.toArray(), SECRET);
        assertEquals(HashAlgorithm.SHA256, plain.hash());
        assertEquals(PskKind.EXTERNAL, plain.kind());
        assertEquals(NAME, plain.identity());
        assertEquals(HashAlgorithm.SHA384, new PreSharedKey(NAME, secret(), HashAlgorithm.SHA384, PskKind.EXTERNAL).hash());
        assertThrows(NullPointerException.class, () -> new PreSharedKey(NAME, secret(), null, PskKind.EXTERNAL));
        assertThrows(IllegalArgumentException.class, () -> new PreSharedKey(Bytes.of(new byte[65_536]), secret(), HashAlgorithm.SHA256, PskKind.EXTERNAL));
    }
}
