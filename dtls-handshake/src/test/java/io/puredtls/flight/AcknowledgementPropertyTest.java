package io.puredtls.flight;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.puredtls.alert.ProtocolException;
import io.puredtls.config.FlightTiming;
import io.puredtls.flight.Wire13.Carrier;
import io.puredtls.flight.Wire13.Piece;
import io.puredtls.record.RecordNumber;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** Flights over a path that loses records and ACKs, against arrays of booleans: what is sent again is what is missing, byte for byte. */
final class AcknowledgementPropertyTest {
    private static final int MAX_ROUNDS = 300;

    /** [RFC9147 §7.2] */
    @Property(tries = 300)
    void exactly_the_missing_bytes_are_sent_again(
            @ForAll @Size(min = 1, max = 5) List<@IntRange(max = 4000) Integer> sizes, @ForAll long seed) throws ProtocolException {
        var path = new Path(sizes, new Random(seed));
        List<Carrier> sent = path.pollAll();
        for (int round = 0; !path.flights.isQuiet(); round++) {
            path.assertCarries(sent, path.missing());
            boolean[][] before = path.missing();
            boolean ended = path.acknowledge(sent);
            assertEquals(path.isAllAcknowledged(), ended);
            assertEquals(ended, path.flights.isQuiet());
            if (!ended && !Arrays.deepEquals(before, path.missing())) {
                assertTrue(path.flights.isSending(), "there is news");
            } else if (!ended) {
                assertFalse(path.flights.isSending(), "there is none");
                path.timeOut();
            }
            path.mtu.configure(256 + path.random.nextInt(1300));
            sent = path.pollAll();
            assertTrue(round < MAX_ROUNDS, "no end");
        }
        assertTrue(path.isAllAcknowledged());
    }

    /** [RFC9147 §5.8.3] */
    @Property(tries = 100)
    void bursts_bring_everything_in_the_end(
            @ForAll @Size(min = 1, max = 5) List<@IntRange(max = 20_000) Integer> sizes, @ForAll long seed) throws ProtocolException {
        var path = new Path(sizes, new Random(seed));
        path.flights.expectAcknowledgements();
        for (int round = 0; !path.flights.isQuiet(); round++) {
            List<Carrier> burst = path.pollAll();
            assertTrue(burst.size() <= 10, burst.size() + " records");
            path.assertNoneIsAcknowledged(burst);
            path.acknowledge(burst);
            if (!path.flights.isQuiet() && !path.flights.isSending()) {
                path.timeOut();
            }
            assertTrue(round < 2 * MAX_ROUNDS, "no end");
        }
        assertTrue(path.isAllAcknowledged());
    }

    /** One flight, the path it goes over, and what the peer has said it got. */
    private static final class Path {
        private final Wire13 wire = new Wire13();
        private final PathMtu mtu = new PathMtu(1200);
        private final FlightController flights = new FlightController(FlightTiming.DEFAULT, mtu);
        private final List<RecordNumber> numbersNamedBefore = new ArrayList<>();
        private final boolean[][] acknowledged;
        private final Random random;
        private long now;

        Path(List<Integer> sizes, Random random) {
            this.random = random;
            this.acknowledged = new boolean[sizes.size()][];
            List<FlightItem> flight = new ArrayList<>();
            int clear = random.nextInt(sizes.size() + 1);
            for (int seq = 0; seq < sizes.size(); seq++) {
                flight.add(Wire.message(seq < clear ? 0 : 2, seq, sizes.get(seq)));
                acknowledged[seq] = new boolean[Math.max(1, sizes.get(seq))];
            }
            flights.launch(flight, random.nextBoolean() ? Answer.FLIGHT : Answer.ACKNOWLEDGEMENT, now);
        }

        List<Carrier> pollAll() {
            List<Carrier> sent = new ArrayList<>();
            byte[] out = new byte[2000];
            while (flights.isSending()) {
                int length = flights.pollDatagram(wire.records(), out, 0, mtu.current(), now);
                assertTrue(length > 0 && length <= mtu.current());
                sent.addAll(wire.read(out.clone(), length));
            }
            return sent;
        }

        void timeOut() throws ProtocolException {
            now = flights.deadline();
            flights.onTimeout(now);
            assertTrue(flights.isSending());
        }

        /** An ACK of some of what was sent, of what was named before and of what nobody sent; may be of nothing new. */
        boolean acknowledge(List<Carrier> sent) {
            List<RecordNumber> numbers = new ArrayList<>();
            for (Carrier carrier : sent) {
                if (random.nextInt(3) == 0) {
                    numbers.add(carrier.number());
                    carrier.pieces().forEach(this::mark);
                }
            }
            numbersNamedBefore.stream().filter(number -> random.nextInt(10) == 0).forEach(numbers::add);
            numbersNamedBefore.addAll(numbers);
            numbers.add(new RecordNumber(random.nextInt(4), 1_000_000 + random.nextInt(10)));
            return flights.onAck(numbers, now);
        }

        private void mark(Piece piece) {
            for (int at = piece.from(); at < end(piece); at++) {
                acknowledged[piece.messageSeq()][at] = true;
            }
        }

        /** A message without bytes counts as one. */
        private static int end(Piece piece) {
            return Math.max(piece.to(), piece.from() + 1);
        }

        boolean[][] missing() {
            boolean[][] missing = new boolean[acknowledged.length][];
            for (int seq = 0; seq < missing.length; seq++) {
                missing[seq] = new boolean[acknowledged[seq].length];
                for (int at = 0; at < missing[seq].length; at++) {
                    missing[seq][at] = !acknowledged[seq][at];
                }
            }
            return missing;
        }

        boolean isAllAcknowledged() {
            for (boolean[] message : missing()) {
                for (boolean missing : message) {
                    if (missing) {
                        return false;
                    }
                }
            }
            return true;
        }

        /** Each of {@code bytes} once, and no other. */
        void assertCarries(List<Carrier> sent, boolean[][] bytes) {
            boolean[][] left = bytes.clone();
            for (Carrier carrier : sent) {
                for (Piece piece : carrier.pieces()) {
                    for (int at = piece.from(); at < end(piece); at++) {
                        assertTrue(left[piece.messageSeq()][at], () -> piece + " is not missing, or sent twice");
                        left[piece.messageSeq()][at] = false;
                    }
                }
            }
            for (int seq = 0; seq < left.length; seq++) {
                for (int at = 0; at < left[seq].length; at++) {
                    assertFalse(left[seq][at], "byte " + at + " of message " + seq + " was not sent again");
                }
            }
        }

        void assertNoneIsAcknowledged(List<Carrier> sent) {
            for (Carrier carrier : sent) {
                for (Piece piece : carrier.pieces()) {
                    for (int at = piece.from(); at < end(piece); at++) {
                        assertFalse(acknowledged[piece.messageSeq()][at], () -> piece + " is not missing");
                    }
                }
            }
        }
    }
}
