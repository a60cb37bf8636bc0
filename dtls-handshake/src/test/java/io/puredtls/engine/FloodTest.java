package io.puredtls.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.puredtls.alert.Violation;
import io.puredtls.config.Bounds;
import io.puredtls.fragment.HandshakeHeader;
import io.puredtls.record.ContentType;
import io.puredtls.record.DropReason;
import io.puredtls.record.format.PlaintextHeader;
import io.puredtls.simulator.Conditions;
import io.puredtls.simulator.Pair;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Floods that want memory or time of an engine: it has bounds, and what is over them is dropped. */
class FloodTest {
    private static final int CERTIFICATE = 11;
    private static final int SLACK = 16_384;
    private static final int PENDING = Bounds.DEFAULT.maxPendingRecords();

    private long recordSequence = 1;
    private final Pair pair = Pair.seeded(1).network(clean -> clean.losing(1)).start();
    private final DtlsEngine client = pair.client().engine();
    private final long before = ObjectGraph.bytes(client);

    /** A record that anybody can make: {@code length} bytes of a message that is {@code total} long. */
    private byte[] fragment(int messageSeq, int total, int from, int length) {
        byte[] out = new byte[PlaintextHeader.LENGTH + HandshakeHeader.LENGTH + length];
        PlaintextHeader.write(out, 0, ContentType.HANDSHAKE, 0xFEFD, 0, recordSequence++, HandshakeHeader.LENGTH + length);
        HandshakeHeader.write(out, PlaintextHeader.LENGTH, CERTIFICATE, total, messageSeq, from, length);
        return out;
    }

    private byte[] protectedRecord(int epoch, ContentType type, int length) {
        byte[] out = new byte[PlaintextHeader.LENGTH + length];
        PlaintextHeader.write(out, 0, type, 0xFEFD, epoch, recordSequence++, length);
        return out;
    }

    private long growth() {
        return ObjectGraph.bytes(client) - before;
    }

    @Test
    void a_message_that_says_it_is_huge_is_refused_before_it_costs_anything() {
        pair.deliver(false, fragment(1, 0xFF_FFFF, 0, 1));
        assertEquals(Violation.HANDSHAKE_MESSAGE_TOO_LARGE, pair.client().failure().orElseThrow().violation());
        assertTrue(growth() < SLACK, growth() + " bytes");
    }

    @Test
    void messages_whose_last_byte_comes_first_stay_within_the_bound() {
        int largest = Bounds.DEFAULT.maxHandshakeMessage();
        for (int seq = 16; seq > 0; seq--) {
            pair.deliver(false, fragment(seq, largest, largest - 1, 1));
            assertTrue(growth() <= Bounds.DEFAULT.maxReassembly() + SLACK + largest / 8, growth() + " bytes after " + seq);
        }
        assertTrue(client.stats().drops(DropReason.FRAGMENT_TOO_FAR_AHEAD) == 0, "the sooner ones made the later ones go");
        pair.deliver(false, fragment(16, largest, largest - 1, 1));
        assertEquals(1, client.stats().drops(DropReason.FRAGMENT_TOO_FAR_AHEAD));
    }

    @Test
    void a_message_costs_what_has_come_of_it_and_not_what_it_announced() {
        pair.deliver(false, fragment(1, Bounds.DEFAULT.maxHandshakeMessage(), 0, 1));
        assertTrue(growth() < 1024, growth() + " bytes");
    }

    @Test
    void what_came_of_a_message_is_forgotten_when_the_association_is_over() {
        pair.deliver(false, fragment(1, 50_000, 0, 50_000 / 4));
        assertTrue(growth() > 12_000);
        client.shutdown(0);
        assertTrue(growth() <= 0, growth() + " bytes");
    }

    @Test
    void messages_far_ahead_are_not_kept() {
        for (int seq = 17; seq < 65_536; seq += 7) {
            pair.deliver(false, fragment(seq, 1000, 0, 1000));
        }
        assertTrue(growth() < SLACK, growth() + " bytes");
        assertEquals((65_536 - 17 + 6) / 7, client.stats().drops(DropReason.FRAGMENT_TOO_FAR_AHEAD));
    }

    @Test
    void fragments_of_one_byte_and_of_none_cost_no_more_than_their_message() {
        int total = 20_000;
        for (int i = total - 1; i > 0; i--) {
            pair.deliver(false, fragment(1, total, i, 1));
            if (i % 4 == 0) {
                pair.deliver(false, fragment(1, total, i, 0));
            }
        }
        assertTrue(growth() < total + total / 8 + SLACK, growth() + " bytes");
        assertEquals(0, pair.client().events().size());
    }

    @Test
    void records_of_the_next_epoch_are_kept_up_to_a_bound_and_those_of_later_ones_never() {
        for (int i = 0; i < 2000; i++) {
            pair.deliver(false, protectedRecord(1, ContentType.HANDSHAKE, 1000));
            pair.deliver(false, protectedRecord(2 + i % 5, ContentType.APPLICATION_DATA, 1000));
        }
        assertEquals(PENDING, client.stats().recordsHeldBack());
        assertEquals(2 * 2000 - PENDING, client.stats().drops(DropReason.UNKNOWN_EPOCH));
        assertTrue(growth() <= Bounds.DEFAULT.maxPendingBytes() + SLACK, growth() + " bytes");
        for (int i = 0; i < 2; i++) {
            pair.deliver(false, protectedRecord(1, ContentType.HANDSHAKE, 16_000));
        }
        assertTrue(growth() <= Bounds.DEFAULT.maxPendingBytes() + SLACK, growth() + " bytes");
    }

    @Test
    void the_bytes_of_early_records_are_bounded_too() {
        pair.deliver(false, protectedRecord(1, ContentType.HANDSHAKE, 9000));
        pair.deliver(false, protectedRecord(1, ContentType.HANDSHAKE, 9000));
        assertEquals(1, client.stats().recordsHeldBack());
    }

    @Test
    void a_handshake_gets_through_a_flood_of_early_records() {
        Pair flooded = Pair.seeded(2).client(each -> each.withoutHandshakeLimit()).server(each -> each.withoutHandshakeLimit());
        flooded.middle((number, datagram) -> {
            if (number < 20 && flooded.server().hasEngine()) {
                for (int i = 0; i < 40; i++) {
                    flooded.client().engine().receive(protectedRecord(1, ContentType.APPLICATION_DATA, 60), 0, 73, flooded.now());
                    flooded.server().engine().receive(protectedRecord(1, ContentType.HANDSHAKE, 60), 0, 73, flooded.now());
                }
            }
            return List.of(datagram);
        });
        flooded.connect(Duration.ofMinutes(10));
        Agreement.checkAndTalk(flooded);
    }

    @Test
    void a_live_association_keeps_nothing_of_a_flood() {
        Pair live = Pair.seeded(3).connect();
        long kept = ObjectGraph.bytes(live.server().engine());
        live.network(any -> Conditions.CLEAN);
        for (int i = 0; i < 5000; i++) {
            live.deliver(true, protectedRecord(i % 4, i % 2 == 0 ? ContentType.HANDSHAKE : ContentType.APPLICATION_DATA, 100));
            live.deliver(true, fragment(i % 100, 1000, 0, 500));
        }
        assertEquals(kept, ObjectGraph.bytes(live.server().engine()));
        Agreement.checkAndTalk(live);
    }
}
