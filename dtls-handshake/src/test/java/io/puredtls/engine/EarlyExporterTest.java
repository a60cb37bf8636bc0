package io.puredtls.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.puredtls.crypto.secret.SecretBytes;
import io.puredtls.simulator.End;
import io.puredtls.simulator.Pair;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** [RFC9846 §7.5] Keying material that early data is bound to. */
class EarlyExporterTest {
    private static final String LABEL = "EXPORTER-test";
    private static final byte[] CONTEXT = {1, 2, 3};

    private static byte[] early(End end, String label, byte[] context) {
        try (SecretBytes exported = end.engine().exportEarlyKeyingMaterial(label, context, 40)) {
            return exported.view().clone();
        }
    }

    private static Pair helloArrived(Families13 family) {
        Pair pair = family.start(family.pair(3));
        pair.driveWhile(() -> !pair.server().hasEngine() || pair.server().received().isEmpty(), Duration.ofMillis(500));
        return pair;
    }

    @Test
    // [RFC9846 §7.5#3]
    void both_ends_export_the_same_before_the_handshake_is_complete() {
        Pair pair = helloArrived(Families13.EARLY_DATA);
        byte[] exported = early(pair.client(), LABEL, CONTEXT);
        assertArrayEquals(exported, early(pair.server(), LABEL, CONTEXT));
        assertFalse(Arrays.equals(exported, early(pair.client(), LABEL, new byte[0])));
        assertFalse(Arrays.equals(exported, early(pair.client(), "EXPORTER-other", CONTEXT)));
        pair.driveWhile(() -> !pair.isConnected(), Duration.ofSeconds(5));
        Agreement.check(pair);
        assertFalse(Arrays.equals(exported, pair.client().engine().exportKeyingMaterial(LABEL, CONTEXT, 40).view()), "another secret");
        for (End end : List.of(pair.client(), pair.server())) {
            assertThrows(IllegalStateException.class, () -> early(end, LABEL, CONTEXT));
        }
    }

    @Test
    void where_early_data_is_refused_nothing_is_exported_of_it() {
        Pair pair = Families13.EARLY_DATA_AFTER_RETRY.pair(3);
        Families13.EARLY_DATA_AFTER_RETRY.start(pair);
        early(pair.client(), LABEL, CONTEXT);
        pair.driveWhile(() -> !pair.server().hasEngine(), Duration.ofSeconds(5)); // behind the gate: there was a retry
        assertThrows(IllegalStateException.class, () -> early(pair.client(), LABEL, CONTEXT));
        assertThrows(IllegalStateException.class, () -> early(pair.server(), LABEL, CONTEXT));
    }

    @Test
    void its_length_is_bounded() {
        Pair pair = helloArrived(Families13.EARLY_DATA);
        for (int length : new int[] {-1, 0, 65_536}) {
            assertThrows(IllegalArgumentException.class, () -> pair.client().engine().exportEarlyKeyingMaterial(LABEL, CONTEXT, length));
        }
    }

    /** [RFC9850 §2] By both ends, the same. */
    @Test
    void its_secret_is_logged() {
        List<String> lines = new ArrayList<>();
        Pair pair = Families13.EARLY_DATA.pair(3).client(client -> client.dangerouslyLogSecrets(lines::add))
                .server(server -> server.dangerouslyLogSecrets(lines::add));
        Families13.EARLY_DATA.start(pair).driveWhile(() -> !pair.isConnected(), Duration.ofSeconds(5));
        List<String> early = lines.stream().filter(line -> line.startsWith("EARLY_EXPORTER_SECRET ")).toList();
        assertEquals(2, early.size());
        assertEquals(early.get(0), early.get(1));
    }
}
