package io.puredtls.flight;

import io.puredtls.record.RecordNumber;
import io.puredtls.record.layer.RecordLayer;
import java.util.List;

/** One flight on its way: what of it has been acknowledged, how often it was sent, what it waits for. Not thread-safe. */
final class OutgoingFlight {
    private final List<FlightItem> items;
    private final List<Coverage> coverage;
    private final Answer answer;
    private final SentRecords sentRecords = new SentRecords();
    private State state;
    private int attempts; // how often it was sent again by the timer
    private int attemptsInVain; // the same, since the peer last acknowledged a part
    private int answers;  // how often it was sent again for a retransmission of the peer, since the timer ran out last
    private boolean sentOnce = true;
    private int retransmissions;
    private long firstSentAt;

    OutgoingFlight(List<FlightItem> items, Answer answer) {
        this.items = List.copyOf(items);
        this.coverage = this.items.stream().map(item -> new Coverage(
                item instanceof FlightItem.Message message ? message.body().length() : 1)).toList();
        this.answer = answer;
        this.state = new Sending(packer());
    }

    private sealed interface State {
    }

    /** The packer stands where the transmission is. */
    private static final class Sending implements State {
        private final DatagramPacker packer;
        private int records; // that went out since it last waited

        Sending(DatagramPacker packer) {
            this.packer = packer;
        }
    }

    /** The packer stands at the part that a burst did not reach, or is done. */
    private record Waiting(DatagramPacker packer, long sentAt) implements State {
    }

    /** Sent often enough without an answer: not again before the peer is heard of. */
    private record Resting() implements State {
    }

    /** [RFC6347 §4.2.4] FINISHED: kept for a peer that asks again. */
    private record Kept() implements State {
    }

    private DatagramPacker packer() {
        return new DatagramPacker(items, coverage, sentRecords);
    }

    Answer answer() {
        return answer;
    }

    List<FlightItem> items() {
        return items;
    }

    int attempts() {
        return attempts;
    }

    int attemptsInVain() {
        return attemptsInVain;
    }

    boolean isSending() {
        return state instanceof Sending;
    }

    boolean isWaiting() {
        return state instanceof Waiting;
    }

    boolean isResting() {
        return state instanceof Resting;
    }

    boolean isKept() {
        return state instanceof Kept;
    }

    /** Whether all of it went out once and nothing twice, so that the time until its answer means something. */
    boolean wasSentOnce() {
        return sentOnce && !isSending();
    }

    /** How often it, or what was missing of it, was sent again; to go on after a burst is not that. */
    int retransmissions() {
        return retransmissions;
    }

    /** How many records of the burst under way are out. */
    int burst() {
        return ((Sending) state).records;
    }

    long firstSentAt() {
        return firstSentAt;
    }

    boolean isAcknowledged() {
        return coverage.stream().allMatch(Coverage::isComplete);
    }

    boolean isUntouched() {
        return coverage.stream().allMatch(Coverage::isEmpty);
    }

    /** Whether it has a message that needs this epoch. */
    boolean needs(int epoch) {
        return items.stream().anyMatch(item -> item.epoch() == epoch);
    }

    /** Whether there is anything that has not been said to be there. */
    boolean lacksAnything() {
        return !coverage.stream().allMatch(Coverage::isClaimed);
    }

    /** The peer has all of this message, if it is one of ours. */
    void answered(int messageSeq, long now) {
        for (int i = 0; i < items.size(); i++) {
            if (items.get(i) instanceof FlightItem.Message message && message.messageSeq() == messageSeq) {
                coverage.get(i).markAll();
                if (state instanceof Sending) {
                    onProgress(now);
                }
            }
        }
    }

    /** When it is sent again, if it waits. */
    long deadline(long rto) {
        // [RFC9147 §5.8.1#6]
        return state instanceof Waiting waiting && answer != Answer.NEXT_HELLO ? waiting.sentAt + rto : FlightController.NEVER;
    }

    /** The timer ran out: what a burst did not reach is sent, or else all that is missing again. */
    void onTimeout() {
        attempts++;
        attemptsInVain++;
        answers = 0;
        coverage.forEach(Coverage::forgetClaims);
        sendMore();
    }

    /** Nobody seems to be there. */
    void rest() {
        state = new Resting();
    }

    /** Somebody is: it begins anew. */
    void wake() {
        attempts = 0;
        attemptsInVain = 0;
        restart();
    }

    /**
     * Whether it may be sent again for something that anybody could have sent: so often in a row, or for each hello where
     * that is the only way to ask.
     */
    boolean mayAnswer(int limit) {
        return answers < limit || answer == Answer.NEXT_HELLO;
    }

    /** The peer sent its own flight again. */
    void onPeerRetransmit() {
        answers++;
        coverage.forEach(Coverage::forgetClaims);
        restart();
    }

    /** Sends all that is missing from the start on. */
    void restart() {
        sentOnce = false;
        retransmissions++;
        state = new Sending(packer());
    }

    private void sendMore() {
        if (state instanceof Waiting waiting && !waiting.packer.isDone()) {
            sentOnce = false;
            state = new Sending(waiting.packer);
        } else {
            restart();
        }
    }

    /** Marks what a record carried; false if that is no news. */
    boolean acknowledge(RecordNumber number) {
        boolean news = false;
        // [RFC9147 §7.2#1]
        for (SentRecords.Piece piece : sentRecords.acknowledged(number)) {
            news |= coverage.get(piece.item()).mark(piece.from(), piece.to());
        }
        if (news) {
            attemptsInVain = 0;
        }
        return news;
    }

    /** The same for a record that anybody may have named: it holds until the next timeout. */
    boolean claim(RecordNumber number) {
        boolean news = false;
        for (SentRecords.Piece piece : sentRecords.carried(number)) {
            news |= coverage.get(piece.item()).claim(piece.from(), piece.to());
        }
        return news;
    }

    /** A part was acknowledged: the rest, if there is any, is sent at once, without what has become superfluous. */
    void onProgress(long now) {
        // [RFC9147 §5.8.1#3] [RFC9147 §7.2#2]
        if (state instanceof Waiting && lacksAnything()) {
            sendMore();
        } else if (state instanceof Sending sending) {
            sending.packer.skipAcknowledged();
            if (sending.packer.isDone()) {
                sent(now);
            }
        }
    }

    /** Fills the next datagram; after the last one it waits, or is kept. */
    DatagramPacker.Packed pack(RecordLayer records, byte[] out, int offset, int limit, int maxContent, int maxRecords) {
        Sending sending = (Sending) state;
        DatagramPacker.Packed packed = sending.packer.pack(records, out, offset, limit, maxContent, maxRecords);
        sending.records += packed.records();
        return packed;
    }

    /** All of it, or of a burst, is out. */
    void sent(long now) {
        DatagramPacker packer = ((Sending) state).packer;
        if (sentOnce) {
            firstSentAt = now;
        }
        state = answer == Answer.NOTHING ? new Kept() : new Waiting(packer, now);
    }

    boolean isPacked() {
        return ((Sending) state).packer.isDone();
    }
}
