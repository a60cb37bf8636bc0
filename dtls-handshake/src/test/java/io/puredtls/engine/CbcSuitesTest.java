package io.puredtls.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.puredtls.config.LegacyCipherSuites;
import io.puredtls.config.ServerConfig;
import io.puredtls.crypto.credentials.Credentials;
import io.puredtls.crypto.credentials.SelfSigned;
import io.puredtls.crypto.suite.CipherSuite;
import io.puredtls.record.ProtocolVersion;
import io.puredtls.simulator.Pair;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Suites whose overhead depends on the message's length, and what only they need of a hello. */
class CbcSuitesTest {
    private static final Credentials SERVER = SelfSigned.ecdsaP256("server.test");
    private static final int BLOCK = 16;

    static Stream<CipherSuite> suites() {
        return CipherSuite.KNOWN.stream().filter(suite -> suite.toString().matches("TLS_ECDHE_ECDSA_.*CBC.*"));
    }

    private static Pair connected(CipherSuite suite) {
        return Pair.seeded(1)
                .server(ServerConfig.identity(SERVER).versions(ProtocolVersion.DTLS_1_2)
                        .legacyCipherSuites(LegacyCipherSuites.CBC).cipherSuites(List.of(suite)))
                .client(client -> client.legacyCipherSuites(LegacyCipherSuites.CBC).cipherSuites(List.of(suite)))
                .connect();
    }

    // [RFC7366 §2#1] [RFC7366 §2#2]
    @Test
    void encrypt_then_mac_is_offered_with_cbc_suites_and_not_without() {
        String extension = "00160000"; // 22, empty
        assertTrue(firstHello(Pair.seeded(1).client(client -> client.legacyCipherSuites(LegacyCipherSuites.CBC))).contains(extension));
        assertFalse(firstHello(Pair.seeded(1)).contains(extension));
        assertFalse(firstHello(Pair.seeded(1).client(client -> client.legacyCipherSuites(LegacyCipherSuites.CBC)
                .versions(ProtocolVersion.DTLS_1_3))).contains(extension), "a suite of DTLS 1.3 has no MAC");
    }

    private static String firstHello(Pair pair) {
        pair.start();
        pair.poll();
        return HexFormat.of().formatHex(pair.network().log().get(0).bytes());
    }

    @ParameterizedTest
    @MethodSource("suites")
    void the_longest_message_fills_the_datagram_at_every_mtu(CipherSuite suite) {
        DtlsEngine engine = connected(suite).client().engine();
        byte[] out = new byte[2000];
        for (int mtu = 256; mtu < 600; mtu++) {
            engine.setMtu(mtu);
            int most = engine.maxPayload();
            int sealed = engine.seal(new byte[most], 0, most, out, 0);
            assertTrue(sealed <= mtu && mtu - sealed < BLOCK, sealed + " bytes of " + mtu);
            assertThrows(IllegalArgumentException.class, () -> engine.seal(new byte[most + 1], 0, most + 1, out, 0));
            engine.setMtu(2000);
            assertEquals(sealed + BLOCK, engine.seal(new byte[most + 1], 0, most + 1, out, 0), "one more would have needed one block more");
        }
    }

    @ParameterizedTest
    @MethodSource("suites")
    void room_for_the_overhead_is_enough_for_every_message(CipherSuite suite) {
        Pair pair = connected(suite);
        DtlsEngine engine = pair.client().engine();
        int received = 0;
        int most = 0;
        for (int length = 0; length < 100; length++) {
            byte[] message = new byte[length];
            Arrays.fill(message, (byte) length);
            byte[] datagram = new byte[length + engine.overhead()];
            int sealed = engine.seal(message, 0, length, datagram, 0);
            most = Math.max(most, sealed - length);
            pair.deliver(true, Arrays.copyOf(datagram, sealed));
            assertArrayEquals(message, pair.server().received().get(received++));
        }
        assertEquals(most, engine.overhead());
    }
}
