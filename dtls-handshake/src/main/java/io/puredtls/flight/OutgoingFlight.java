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
    private int answers;  // how often it was sent again for a retransmission of the peer, since the timer ran out last
    private boolean sentOnce = true;
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
    private record Sending(DatagramPacker packer) implements State {
    }

    /** The packer stands at the part that a burst did not reach, or is done. */
    private record Waiting(DatagramPacker packer, long sentAt) implements State {
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

    boolean isSending() {
        return state instanceof Sending;
    }

    boolean isWaiting() {
        return state instanceof Waiting;
    }

    boolean isKept() {
        return state instanceof Kept;
    }

    /** Whether all of it went out once and nothing twice, so that the time until its answer means something. */
    boolean wasSentOnce() {
        return sentOnce && !isSending();
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

    boolean contains(int messageSeq) {
        return items.stream().anyMatch(item -> item instanceof FlightItem.Message message && message.messageSeq() == messageSeq);
    }

    /** When it is sent again, if it waits. */
    long deadline(long rto) {
        return state instanceof Waiting waiting ? waiting.sentAt + rto : FlightController.NEVER;
    }

    /** The timer ran out: what a burst did not reach is sent, or else all that is missing again. */
    void onTimeout() {
        attempts++;
        answers = 0;
        sendMore();
    }

    /** How often in a row it may be sent again for something that anybody could have sent. */
    boolean mayAnswer(int limit) {
        return answers < limit;
    }

    /** The peer sent its own flight again. */
    void onPeerRetransmit() {
        answers++;
        restart();
    }

    /** Sends all that is missing from the start on. */
    void restart() {
        sentOnce = false;
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
        for (SentRecords.Piece piece : sentRecords.acknowledged(number)) {
            news |= coverage.get(piece.item()).mark(piece.from(), piece.to());
        }
        return news;
    }

    /** A part was acknowledged: the rest is sent at once. */
    void onProgress() {
        if (state instanceof Waiting) {
            sendMore();
        } else if (state instanceof Sending) {
            state = new Sending(packer());
        }
    }

    /** Fills the next datagram; after the last one it waits, or is kept. */
    DatagramPacker.Packed pack(RecordLayer records, byte[] out, int offset, int limit, int maxContent, int maxRecords) {
        return ((Sending) state).packer.pack(records, out, offset, limit, maxContent, maxRecords);
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
