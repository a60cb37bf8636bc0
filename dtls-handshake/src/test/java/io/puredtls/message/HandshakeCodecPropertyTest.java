package io.puredtls.message;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.puredtls.alert.ProtocolException;
import io.puredtls.alert.Violation;
import io.puredtls.message.MessageArbitraries.Spoken;
import io.puredtls.message.MessageSamples.Sample;
import io.puredtls.wire.Bytes;
import io.puredtls.wire.WireReader;
import io.puredtls.wire.WireWriter;
import java.util.Arrays;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** Whatever a message says, reading undoes writing; whatever bytes come, only the declared exception comes out. */
final class HandshakeCodecPropertyTest {
    private static final Set<Violation> DECLARED = Set.of(Violation.MALFORMED, Violation.UNKNOWN_HANDSHAKE_MESSAGE);
    private static final int[] CODES = {0, 1, 2, 3, 4, 8, 11, 12, 13, 14, 15, 16, 20, 24, 25};

    @Property(tries = 2000)
    void what_is_written_is_read_back(@ForAll("messages") Spoken spoken) throws ProtocolException {
        HandshakeMessage message = spoken.message();
        assertEquals(message, spoken.codec().decode(message.type(), message.toBytes().reader()));
    }

    @Property(tries = 2000)
    void reader_and_writer_visit_the_same_fields_at_the_same_places(@ForAll("messages") Spoken spoken) throws ProtocolException {
        FieldList writing = new FieldList();
        WireWriter out = new WireWriter(writing);
        spoken.message().encode(out);
        FieldList reading = new FieldList();
        byte[] bytes = out.toArray();
        spoken.codec().decode(spoken.message().type(), new WireReader(bytes, 0, bytes.length, reading));
        if (spoken.message() instanceof HelloRetryRequest) { // a ServerHello to its reader until it knows the random
            assertEquals(writing.places(), reading.places());
        } else {
            assertEquals(writing.fields(), reading.fields());
        }
    }

    @Property(tries = 500)
    void bytes_around_a_message_are_not_looked_at(
            @ForAll("messages") Spoken spoken, @ForAll @Size(max = 20) byte[] before, @ForAll @Size(max = 20) byte[] behind)
            throws ProtocolException {
        HandshakeMessage message = spoken.message();
        byte[] body = message.toBytes().toArray();
        byte[] around = Arrays.copyOf(before, before.length + body.length + behind.length);
        System.arraycopy(body, 0, around, before.length, body.length);
        System.arraycopy(behind, 0, around, before.length + body.length, behind.length);
        assertEquals(message, spoken.codec().decode(message.type(), new WireReader(around, before.length, body.length)));
    }

    @Property(tries = 5000)
    void arbitrary_bytes_are_a_message_or_refused(
            @ForAll HandshakeCodec codec, @ForAll @IntRange(max = 255) int type, @ForAll @Size(max = 300) byte[] body) {
        readOrRefused(codec, type, body);
    }

    @Property(tries = 5000)
    void arbitrary_bytes_of_a_known_type_are_a_message_or_refused(
            @ForAll HandshakeCodec codec, @ForAll @IntRange(max = 14) int index, @ForAll @Size(max = 120) byte[] body) {
        readOrRefused(codec, CODES[index], body);
    }

    @Property(tries = 10_000)
    void mutated_message_is_a_message_or_refused(@ForAll("messages") Spoken spoken, @ForAll("mutations") Mutation mutation) {
        readOrRefused(spoken.codec(), spoken.message().type().code(), mutation.of(spoken.message().toBytes().toArray()));
    }

    @Property(tries = 3000)
    void a_message_read_as_another_is_a_message_or_refused(
            @ForAll("messages") Spoken spoken, @ForAll HandshakeCodec codec, @ForAll @IntRange(max = 14) int index) {
        readOrRefused(codec, CODES[index], spoken.message().toBytes().toArray());
    }

    @Example
    void every_byte_of_every_golden_message_may_be_any_other() {
        for (Sample sample : MessageSamples.ALL) {
            byte[] golden = sample.golden().bytes().toArray();
            for (int i = 0; i < golden.length; i++) {
                for (int value = 0; value < 256; value++) {
                    byte[] changed = golden.clone();
                    changed[i] = (byte) value;
                    readOrRefused(sample.codec(), sample.message().type().code(), changed);
                }
            }
        }
    }

    /** Failure class 8: what a length field says must not be believed before the bytes are there. */
    @Example
    void a_huge_declared_length_allocates_nothing() {
        for (Sample sample : MessageSamples.ALL) {
            byte[] golden = sample.golden().bytes().toArray();
            for (int i = 0; i + 3 <= golden.length; i++) {
                byte[] huge = golden.clone();
                Arrays.fill(huge, i, i + 3, (byte) 0xFF); // 2^24-1, 2^16-1 or 255, whatever length it hits
                long allocated = leastAllocated(() -> readOrRefused(sample.codec(), sample.message().type().code(), huge));
                assertTrue(allocated < 32_768, () -> sample + ": " + allocated + " bytes for " + Bytes.of(huge));
            }
        }
    }

    /** Of three times, as the JVM allocates for itself when something is done for the first time. */
    private static long leastAllocated(Runnable step) {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 3; i++) {
            long before = ThreadAllocation.bytes();
            step.run();
            least = Math.min(least, ThreadAllocation.bytes() - before);
        }
        return least;
    }

    /** If the bytes are a message, writing it and reading it again gives the same message. */
    private static void readOrRefused(HandshakeCodec codec, int type, byte[] body) {
        byte[] before = body.clone();
        try {
            HandshakeMessage message = codec.decode(new HandshakeType(type), new WireReader(body, 0, body.length));
            assertEquals(type, message.type().code());
            assertFalse(message.toString().isEmpty());
            assertEquals(message, codec.decode(message.type(), message.toBytes().reader()));
        } catch (ProtocolException refused) {
            assertTrue(DECLARED.contains(refused.violation()), refused.violation() + " " + refused.getMessage());
        }
        assertTrue(Arrays.equals(before, body), "the bytes were changed");
    }

    @Provide
    Arbitrary<Spoken> messages() {
        return MessageArbitraries.any();
    }

    @Provide
    Arbitrary<Mutation> mutations() {
        Arbitrary<Integer> places = Arbitraries.integers().between(0, 5000);
        return Combinators.combine(Arbitraries.of(Mutation.Kind.class), places, places, Arbitraries.bytes()).as(Mutation::new);
    }

    /** One change to a string of bytes; places wrap around. */
    record Mutation(Kind kind, int place, int length, byte value) {
        enum Kind { REPLACE, FLIP, INSERT, DELETE, CUT, REPEAT }

        byte[] of(byte[] original) {
            if (original.length == 0) {
                return new byte[] {value};
            }
            int at = place % original.length;
            int end = Math.min(original.length, at + 1 + length % 8);
            return switch (kind) {
                case REPLACE -> changed(original, at, value);
                case FLIP -> changed(original, at, (byte) (original[at] ^ 1 << (value & 7)));
                case INSERT -> join(Arrays.copyOf(original, at), new byte[] {value}, Arrays.copyOfRange(original, at, original.length));
                case DELETE -> join(Arrays.copyOf(original, at), new byte[0], Arrays.copyOfRange(original, end, original.length));
                case CUT -> Arrays.copyOf(original, at);
                case REPEAT -> join(
                        Arrays.copyOf(original, end), Arrays.copyOfRange(original, at, end), Arrays.copyOfRange(original, end, original.length));
            };
        }

        private static byte[] changed(byte[] original, int at, byte value) {
            byte[] changed = original.clone();
            changed[at] = value;
            return changed;
        }

        private static byte[] join(byte[] first, byte[] second, byte[] third) {
            byte[] all = Arrays.copyOf(first, first.length + second.length + third.length);
            System.arraycopy(second, 0, all, first.length, second.length);
            System.arraycopy(third, 0, all, first.length + second.length, third.length);
            return all;
        }
    }
}
