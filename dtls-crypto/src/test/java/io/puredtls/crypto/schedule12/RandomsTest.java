package io.puredtls.crypto.schedule12;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.puredtls.crypto.vectors.Vectors;
import org.junit.jupiter.api.Test;

class RandomsTest {
    private static final String C = "c1".repeat(32);
    private static final String S = "52".repeat(32);

    @Test
    void both_orders_are_there_and_the_rest_follows() {
        Randoms randoms = new Randoms(Vectors.hex(C), Vectors.hex(S));
        assertEquals(C + S, Vectors.hex(randoms.clientFirst()));
        assertEquals(C + S + "0102", Vectors.hex(randoms.clientFirst((byte) 1, (byte) 2)));
        assertEquals(S + C, Vectors.hex(randoms.serverFirst()));
    }

    @Test
    void the_clients_random_names_the_session() {
        Randoms randoms = new Randoms(Vectors.hex(C), Vectors.hex(S));
        assertEquals(C, randoms.clientHex());
        assertEquals("Randoms[client=" + C + ", server=" + S + "]", randoms.toString());
    }

    @Test
    void both_are_copied() {
        byte[] client = Vectors.hex(C);
        byte[] server = Vectors.hex(S);
        Randoms randoms = new Randoms(client, server);
        client[0] = 0;
        server[0] = 0;
        assertEquals(C + S, Vectors.hex(randoms.clientFirst()));
    }

    @Test
    void a_random_has_32_bytes() {
        byte[] right = new byte[32];
        for (int length : new int[] {0, 31, 33}) {
            assertThrows(IllegalArgumentException.class, () -> new Randoms(new byte[length], right));
            assertThrows(IllegalArgumentException.class, () -> new Randoms(right, new byte[length]));
        }
    }
}
