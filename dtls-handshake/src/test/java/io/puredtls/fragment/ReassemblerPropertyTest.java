package io.puredtls.fragment;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.puredtls.alert.ProtocolException;
import io.puredtls.fragment.Reassembler.Outcome;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** The reassembler against the naive thing: a set of the bytes that have come, for every message. */
final class ReassemblerPropertyTest {
    private static final int MAX_MESSAGE = 200;
    private static final int MAX_AHEAD = 5;

    /** Every byte of every message in a set; no bound but the one on messages ahead. */
    private static final class Model {
        private final List<byte[]> messages;
        private final List<TreeSet<Integer>> present = new ArrayList<>();
        private int next;

        Model(List<byte[]> messages) {
            this.messages = messages;
            messages.forEach(message -> present.add(new TreeSet<>()));
        }

        Outcome add(Piece piece) {
            if (piece.messageSeq() < next) {
                return Outcome.OLD;
            }
            if (piece.messageSeq() > next + MAX_AHEAD) {
                return Outcome.NO_ROOM;
            }
            present.get(piece.messageSeq()).add(-1); // it was mentioned
            for (int i = 0; i < piece.bytes().length; i++) {
                present.get(piece.messageSeq()).add(piece.offset() + i);
            }
            return Outcome.ACCEPTED;
        }

        boolean hasNext() {
            return next < messages.size() && present.get(next).size() == messages.get(next).length + 1;
        }
    }

    /** [RFC6347 §4.2.3#6] */
    @Property(tries = 2000)
    // [RFC9147 §5.5#5]
    void any_fragments_in_any_order_give_what_the_model_gives(
            @ForAll @Size(min = 1, max = 9) List<@IntRange(max = MAX_MESSAGE) Integer> sizes, @ForAll @IntRange(min = 1, max = 400) int steps,
            @ForAll long seed) throws ProtocolException {
        Random random = new Random(seed);
        List<byte[]> messages = messages(sizes, random);
        Model model = new Model(messages);
        Reassembler reassembler = new Reassembler(MAX_MESSAGE, MAX_MESSAGE * 10, MAX_AHEAD);
        for (int step = 0; step < steps; step++) {
            Piece piece = anyPiece(messages, model.next, random);
            assertEquals(model.add(piece), reassembler.add(piece.view()), piece::toString);
            while (model.hasNext()) {
                assertTrue(reassembler.hasNext());
                AssembledMessage message = reassembler.next();
                assertEquals(model.next, message.messageSeq());
                assertArrayEquals(messages.get(model.next), message.body().toArray());
                model.next++;
            }
            assertEquals(model.hasNext(), reassembler.hasNext());
            assertTrue(reassembler.held() >= heldAtLeast(model) && reassembler.held() <= heldAtMost(model), "held " + reassembler.held());
        }
    }

    private static int heldAtLeast(Model model) {
        return model.present.subList(model.next, model.present.size()).stream().mapToInt(set -> Math.max(0, set.size() - 1)).sum();
    }

    private static int heldAtMost(Model model) {
        int sum = 0;
        for (int seq = model.next; seq < model.messages.size(); seq++) {
            sum += model.present.get(seq).isEmpty() ? 0 : model.messages.get(seq).length;
        }
        return sum;
    }

    @Property(tries = 1000)
    void a_flight_cut_shuffled_and_doubled_is_put_together(
            @ForAll @Size(min = 1, max = MAX_AHEAD + 1) List<@IntRange(max = MAX_MESSAGE) Integer> sizes,
            @ForAll @IntRange(min = 1, max = 50) int largest, @ForAll long seed) throws ProtocolException {
        Random random = new Random(seed);
        List<byte[]> messages = messages(sizes, random);
        List<Piece> pieces = new ArrayList<>();
        for (int seq = 0; seq < messages.size(); seq++) {
            cut(seq, messages.get(seq), largest, random, pieces);
        }
        pieces.addAll(List.copyOf(pieces).subList(0, pieces.size() / 2));
        Collections.shuffle(pieces, random);
        Reassembler reassembler = new Reassembler(MAX_MESSAGE, MAX_MESSAGE * 10, MAX_AHEAD);
        int given = 0;
        for (Piece piece : pieces) {
            reassembler.add(piece.view());
            while (reassembler.hasNext()) {
                assertArrayEquals(messages.get(given), reassembler.next().body().toArray());
                given++;
            }
        }
        assertEquals(messages.size(), given);
        assertEquals(0, reassembler.held());
    }

    @Property(tries = 1000)
    void whatever_comes_the_bounds_hold(@ForAll @IntRange(min = 1, max = 300) int steps, @ForAll long seed) {
        Random random = new Random(seed);
        Reassembler reassembler = new Reassembler(1000, 1500, 8);
        for (int step = 0; step < steps; step++) {
            int length = random.nextInt(4) == 0 ? 0xFFFFFF : random.nextInt(1100);
            int offset = random.nextInt(Math.min(length + 1, 1001));
            int count = random.nextInt(Math.min(length - offset, 300) + 1);
            Piece piece = new Piece(random.nextInt(2), random.nextInt(2), length, random.nextInt(12), offset, new byte[count]);
            try {
                reassembler.add(piece.view());
                if (reassembler.hasNext() && random.nextBoolean()) {
                    reassembler.next();
                }
            } catch (ProtocolException fault) {
                // the peer's; what is kept stays within its bounds nevertheless
            }
            assertTrue(reassembler.held() >= 0 && reassembler.held() <= 1500, () -> "held " + reassembler.held());
        }
    }

    private static List<byte[]> messages(List<Integer> sizes, Random random) {
        List<byte[]> messages = new ArrayList<>();
        for (int size : sizes) {
            byte[] message = new byte[size];
            random.nextBytes(message);
            messages.add(message);
        }
        return messages;
    }

    private static Piece anyPiece(List<byte[]> messages, int next, Random random) {
        int seq = random.nextInt(4) == 0 ? random.nextInt(messages.size()) : Math.min(messages.size() - 1, next + random.nextInt(2));
        byte[] message = messages.get(seq);
        int offset = random.nextInt(message.length + 1);
        return Piece.of(seq, message, offset, random.nextInt(message.length - offset + 1));
    }

    private static void cut(int seq, byte[] message, int largest, Random random, List<Piece> pieces) {
        int offset = 0;
        do {
            int length = Math.min(message.length - offset, 1 + random.nextInt(largest));
            int overlap = random.nextInt(Math.min(offset, largest) + 1);
            pieces.add(Piece.of(seq, message, offset - overlap, length + overlap));
            offset += length;
        } while (offset < message.length);
    }
}
