package io.puredtls.fragment;

import io.puredtls.message.HandshakeType;
import io.puredtls.wire.Bytes;
import java.util.Arrays;
import java.util.BitSet;

/**
 * A message of which not all may have come. Memory follows what has come, not what was announced; each byte costs the
 * same however it is cut, so that neither one-byte nor empty fragments are an attack.
 */
final class PartialMessage {
    private final int type;
    private final int epoch;
    private final int length;
    private final BitSet present = new BitSet();
    private byte[] body = new byte[0];
    private int missing;

    PartialMessage(FragmentView first) {
        this.type = first.type();
        this.epoch = first.epoch();
        this.length = first.length();
        this.missing = length;
    }

    int epoch() {
        return epoch;
    }

    boolean isOf(FragmentView fragment) {
        return fragment.type() == type && fragment.length() == length;
    }

    /** The bytes of memory that {@link #add} would take for good. */
    int growth(FragmentView fragment) {
        int end = fragment.fragmentLength() == 0 ? 0 : fragment.fragmentOffset() + fragment.fragmentLength();
        return end <= body.length ? 0 : Math.min(length, Math.max(end, 2 * body.length)) - body.length; // doubled: linear in all
    }

    int held() {
        return body.length;
    }

    /**
     * Adds a fragment. Where it overlaps what came before, the first bytes stay.
     *
     * @return false if overlapping bytes differ
     */
    boolean add(FragmentView fragment) {
        int from = fragment.fragmentOffset();
        int end = from + fragment.fragmentLength();
        int growth = growth(fragment);
        if (growth > 0) {
            body = Arrays.copyOf(body, body.length + growth);
        }
        boolean consistent = true;
        for (int i = from; i < end; i++) {
            byte value = fragment.data()[fragment.dataOffset() + i - from];
            // [RFC6347 §4.2.3#6] ranges may overlap; each byte counts once
            // [RFC9147 §5.5#5]
            if (!present.get(i)) {
                body[i] = value;
                missing--;
            // [RFC9147 §5.5#7]
            } else if (body[i] != value) {
                consistent = false;
            }
        }
        present.set(from, end);
        return consistent;
    }

    boolean isComplete() {
        return missing == 0;
    }

    AssembledMessage assembled(int messageSeq) {
        return new AssembledMessage(new HandshakeType(type), messageSeq, epoch, Bytes.of(body, 0, length));
    }
}
