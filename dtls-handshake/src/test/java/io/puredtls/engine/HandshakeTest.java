package io.puredtls.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.puredtls.simulator.Pair;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class HandshakeTest {
    /** [RFC6347 §4.2.1#5] [RFC6347 §4.2.1#6] */
    @Test
    void client_and_server_connect_and_agree_on_secrets() {
        Pair pair = Pair.seeded(1).connect();
        assertTrue(pair.isConnected(), () -> pair.client().events() + " " + pair.server().events());
        assertEquals(pair.client().exported("EXPORTER-test"), pair.server().exported("EXPORTER-test"));
        assertEquals(pair.client().engine().info().orElseThrow().cipherSuite(), pair.server().engine().info().orElseThrow().cipherSuite());
    }

    @Test
    void messages_arrive_in_both_directions() {
        Pair pair = Pair.seeded(2).connect();
        pair.send(true, "ping".getBytes());
        pair.send(false, "pong".getBytes());
        pair.drive(Duration.ofSeconds(1));
        assertArrayEquals("ping".getBytes(), pair.server().received().get(0));
        assertArrayEquals("pong".getBytes(), pair.client().received().get(0));
    }
}
