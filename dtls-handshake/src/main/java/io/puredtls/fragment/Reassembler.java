package io.puredtls.fragment;

import static io.puredtls.alert.ProtocolException.violation;

import io.puredtls.alert.ProtocolException;
import io.puredtls.alert.Violation;
import io.puredtls.message.HandshakeType;
import java.util.Map;
import java.util.TreeMap;

/**
 * [RFC6347 §4.2.3] Puts fragments of any order, overlap and interleaving together and gives whole messages in the order
 * of their message_seq. Bounded in the size of a message, in the bytes kept and in how far ahead a message may be.
 * Not thread-safe.
 */
public final class Reassembler {
    private final int maxMessage;
    private final int maxHeld;
    private final int maxAhead;
    private final TreeMap<Integer, PartialMessage> partial = new TreeMap<>();
    private int nextSeq;
    private int held;

    /**
     * @param maxMessage the longest message, in bytes without its header
     * @param maxHeld the most bytes kept of messages that are not complete or not next; at least {@code maxMessage}
     * @param maxAhead how many messages beyond the next one may be kept
     */
    public Reassembler(int maxMessage, int maxHeld, int maxAhead) {
        if (maxHeld < maxMessage) {
            throw new IllegalArgumentException("a reassembler that holds " + maxHeld + " bytes cannot hold a message of " + maxMessage);
        }
        this.maxMessage = maxMessage;
        this.maxHeld = maxHeld;
        this.maxAhead = maxAhead;
    }

    /** What became of a fragment. */
    public enum Outcome {
        /** Kept, or known already. */
        ACCEPTED,
        /** Of a message that was given before. */
        OLD,
        /** Of another epoch than the rest of its message. */
        OTHER_EPOCH,
        /** Too far ahead of the next message, or no room. */
        NO_ROOM
    }

    /** The message_seq of the message that is given next. */
    public int nextSeq() {
        return nextSeq;
    }

    /** The bytes kept at the moment. */
    public int held() {
        return held;
    }

    /** Goes on from {@code messageSeq}: for an association whose first message came by another way. */
    public void startAt(int messageSeq) {
        this.nextSeq = messageSeq;
    }

    /**
     * Adds a fragment; its bytes are copied.
     *
     * @throws ProtocolException INCONSISTENT_FRAGMENTS or HANDSHAKE_MESSAGE_TOO_LARGE
     */
    public Outcome add(FragmentView fragment) throws ProtocolException {
        int seq = fragment.messageSeq();
        if (seq < nextSeq) {
            // [RFC6347 §4.2.2#1] given before: not given again
            // [RFC9147 §5.2#8]
            return Outcome.OLD;
        }
        // [RFC6347 §4.2.2#3] nobody needs to be so far ahead
        // [RFC9147 §5.2#10]
        if (seq - nextSeq > maxAhead) {
            return Outcome.NO_ROOM;
        }
        if (fragment.length() > maxMessage) {
            throw violation(Violation.HANDSHAKE_MESSAGE_TOO_LARGE,
                    new HandshakeType(fragment.type()) + " of " + fragment.length() + " bytes, where " + maxMessage + " are allowed");
        }
        PartialMessage message = partial.get(seq);
        if (message != null && fragment.epoch() > message.epoch()) { // better protected: what came before it proves nothing
            forget(seq);
            message = null;
        }
        if (message == null) {
            message = new PartialMessage(fragment);
        } else if (fragment.epoch() < message.epoch()) {
            return Outcome.OTHER_EPOCH;
        } else if (!message.isOf(fragment)) {
            throw violation(Violation.INCONSISTENT_FRAGMENTS, "another type or length under message_seq " + seq);
        }
        if (!makeRoom(seq, message.growth(fragment))) {
            return Outcome.NO_ROOM;
        }
        return keep(seq, message, fragment);
    }

    private Outcome keep(int seq, PartialMessage message, FragmentView fragment) throws ProtocolException {
        // [RFC6347 §4.2.2#2] [RFC6347 §4.2.3#5] kept until it is whole and its turn has come
        // [RFC9147 §5.2#9]
        partial.put(seq, message);
        held += message.growth(fragment);
        // [RFC9147 §5.5#4]
        boolean consistent = message.add(fragment);
        // [RFC9147 §5.5#8]
        if (!consistent && fragment.epoch() > 0) { // in epoch 0 anyone could have said it: the first bytes stay
            throw violation(Violation.INCONSISTENT_FRAGMENTS, "changed bytes in an overlap under message_seq " + seq);
        }
        return Outcome.ACCEPTED;
    }

    /** The sooner a message is due the more it is worth: messages further ahead make room for it. */
    private boolean makeRoom(int seq, int growth) {
        while (growth > maxHeld - held) {
            Map.Entry<Integer, PartialMessage> last = partial.lastEntry();
            if (last == null || last.getKey() <= seq) {
                return false;
            }
            forget(last.getKey());
        }
        return true;
    }

    private void forget(int seq) {
        PartialMessage message = partial.remove(seq);
        if (message != null) {
            held -= message.held();
        }
    }

    /** Whether the next message is complete. */
    public boolean hasNext() {
        PartialMessage message = partial.get(nextSeq);
        return message != null && message.isComplete();
    }

    /** The epoch of the next message, which must be complete. */
    public int nextEpoch() {
        return partial.get(nextSeq).epoch();
    }

    /** Gives the next message, which must be complete, and moves on. */
    public AssembledMessage next() {
        AssembledMessage message = partial.get(nextSeq).assembled(nextSeq);
        forget(nextSeq);
        nextSeq++;
        return message;
    }

    /** Forgets what is kept of the next message, so that it may come again in another epoch. */
    public void discardNext() {
        forget(nextSeq);
    }

    /** Forgets everything that is kept. */
    public void clear() {
        partial.clear();
        held = 0;
    }
}
