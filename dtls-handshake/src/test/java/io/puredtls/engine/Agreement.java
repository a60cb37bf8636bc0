package io.puredtls.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.puredtls.event.EngineEvent;
import io.puredtls.simulator.Conditions;
import io.puredtls.simulator.End;
import io.puredtls.simulator.Pair;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

/** What must hold of two ends that connected. */
final class Agreement {
    private static final String LABEL = "EXPORTER-test";

    private Agreement() {
    }

    /** Both connected, with the same secret and the same idea of what was agreed on. */
    static void check(Pair pair) {
        assertTrue(pair.isConnected(), () -> "after " + pair.elapsed() + ": " + describe(pair));
        assertEquals(pair.client().exported(LABEL), pair.server().exported(LABEL), "exported keying material");
        var client = pair.client().engine().info().orElseThrow();
        var server = pair.server().engine().info().orElseThrow();
        assertEquals(client.cipherSuite(), server.cipherSuite());
        assertEquals(client.group(), server.group());
        assertEquals(client.applicationProtocol(), server.applicationProtocol());
        assertEquals(client.srtpProfile(), server.srtpProfile());
    }

    /** {@link #check}, and over a clean network a message goes each way. */
    static void checkAndTalk(Pair pair) {
        check(pair);
        pair.network(any -> Conditions.CLEAN);
        int toServer = pair.server().received().size();
        int toClient = pair.client().received().size();
        pair.send(true, bytes("ping"));
        pair.send(false, bytes("pong"));
        pair.drive(Duration.ofSeconds(1));
        assertArrayEquals(bytes("ping"), last(pair.server()));
        assertArrayEquals(bytes("pong"), last(pair.client()));
        assertEquals(toServer + 1, pair.server().received().size());
        assertEquals(toClient + 1, pair.client().received().size());
    }

    private static byte[] last(End end) {
        assertTrue(!end.received().isEmpty(), "nothing arrived");
        return end.received().get(end.received().size() - 1);
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static String describe(Pair pair) {
        return "client " + names(pair.client()) + ", server " + names(pair.server())
                + ", " + pair.network().sent() + " datagrams, " + pair.network().lost() + " lost";
    }

    /** Failures in full, of the rest the names, as certificates are long. */
    private static List<String> names(End end) {
        return end.events().stream().map(event -> event instanceof EngineEvent.Failed || event instanceof EngineEvent.KeysUpdated
                ? event.toString() : event.getClass().getSimpleName()).toList();
    }
}
