package io.puredtls.record.layer;

import io.puredtls.record.ContentType;
import io.puredtls.record.DropReason;
import io.puredtls.record.HotPath;
import io.puredtls.record.RecordView;
import io.puredtls.record.epoch.ReadEpoch;
import io.puredtls.record.epoch.WriteEpoch;
import io.puredtls.record.format.OurConnectionIds;
import io.puredtls.record.format.RecordCursor;
import io.puredtls.record.protection.Opening;
import io.puredtls.record.protection.RecordProtection;
import java.util.Objects;
import java.util.function.IntPredicate;

/**
 * The record layer of one association: opens datagrams into a sink under the epochs it can read, seals content under
 * those it can write. Unauthenticated rubbish is counted and dropped, whatever it is. Not thread-safe; owns the epochs
 * that are installed.
 */
public final class RecordLayer implements AutoCloseable {
    /** [RFC9147 §6.1] The epoch of early data, which carries nothing else. */
    // [RFC9147 §6.1#2]
    public static final int EARLY_DATA_EPOCH = 1;

    /** [RFC6347 §4.1] What protection may add to a record's content in DTLS 1.2. */
    private static final int MAX_EXPANSION_12 = 2048;
    /** [RFC9846 §5.2] The same in DTLS 1.3. */
    private static final int MAX_EXPANSION_13 = 256;
    private static final int SLOTS = 4;

    private final ReadEpoch[] readEpochs = new ReadEpoch[SLOTS];   // by the two low bits of their number; null: none
    private final WriteEpoch[] writeEpochs = new WriteEpoch[SLOTS];
    private final RecordCounters counters = new RecordCounters();
    private final RecordCursor cursor = new RecordCursor();
    private final RecordView view = new RecordView();
    private final PendingRecords pending;
    private final RecordObserver observer;
    private HoldBack holdBack = HoldBack.EARLY;
    private int readEpochsInstalled;
    private int newestReadEpoch = -1;
    private int newestWriteEpoch = -1;

    /** A layer without epochs that keeps at most so many early records, and at most so many bytes of them. */
    public RecordLayer(int maxPendingRecords, int maxPendingBytes) {
        this(maxPendingRecords, maxPendingBytes, RecordObserver.NONE);
    }

    /** The same, watched by {@code observer}. */
    public RecordLayer(int maxPendingRecords, int maxPendingBytes, RecordObserver observer) {
        this.pending = new PendingRecords(maxPendingRecords, maxPendingBytes);
        this.observer = observer;
    }

    /** Opens all records of a datagram, in place; the array is lent. Content goes to {@code sink} in the datagram's order. */
    @HotPath
    public void open(byte[] datagram, int offset, int length, RecordSink sink) {
        cursor.wrap(datagram, offset, length);
        // [RFC6347 §4.1.1#3] records follow each other in a datagram
        while (cursor.next(view)) {
            openRecord(sink);
        }
        if (cursor.stoppedBy().isPresent()) {
            // [RFC6347 §4.1.2.7#1] junk is counted and changes nothing
            counters.dropped(cursor.stoppedBy().get());
        }
        cursor.release(); // an idle association keeps nobody's buffer, and no plaintext
        view.release();
    }

    @HotPath
    private void openRecord(RecordSink sink) {
        ReadEpoch epoch = readEpochs[slot(view.epoch())];
        // [RFC9846 §5.2#1]
        if (view.payloadLength() > RecordProtection.MAX_PLAINTEXT + (view.isUnified() ? MAX_EXPANSION_13 : MAX_EXPANSION_12)) {
            counters.dropped(DropReason.TOO_LARGE);
        } else if (epoch == null || !isMeant(epoch)) {
            withoutKeys();
        } else if (!epoch.isOfForm(view)) {
            // [RFC9147 §4.5.2#2]
            counters.dropped(DropReason.WRONG_VERSION);
        } else if (isEarlyApplicationData()) {
            keepOrDrop(DropReason.EARLY_APPLICATION_DATA);
        } else {
            view.epoch(epoch.number());
            openUnder(epoch, sink);
        }
    }

    /**
     * [RFC9147 §4.2.2] A unified header has two bits of the epoch, and of the epochs that can be read no two share them;
     * the clear is never meant.
     */
    @HotPath
    private boolean isMeant(ReadEpoch epoch) {
        // [RFC9147 §4.2.2#4]
        return view.isUnified() ? epoch.isOfForm(view) : epoch.number() == view.epoch();
    }

    @HotPath
    private boolean isEarlyApplicationData() {
        // [RFC6347 §4.1#8] [RFC6347 §4.2.4#3] it waits until the Finished is verified
        return holdBack == HoldBack.EARLY && view.type() == ContentType.APPLICATION_DATA && view.epoch() > 0 && !view.isUnified();
    }

    @HotPath
    private void openUnder(ReadEpoch epoch, RecordSink sink) {
        Opening opening = epoch.open(view);
        if (opening != Opening.OPENED) {
            // [RFC9146 §6#2] [RFC6347 §4.1.2.1#1] [RFC6347 §4.1.2.1#2] [RFC6347 §4.1.2.6#8] anyone can forge: no alert, no end
            // [RFC9147 §4.5.2#1]
            counters.dropped(reason(opening));
        } else if (view.payloadLength() > RecordProtection.MAX_PLAINTEXT) {
            counters.dropped(DropReason.TOO_LARGE);
        } else {
            deliver(sink);
        }
    }

    private static DropReason reason(Opening opening) {
        return switch (opening) {
            case TOO_SHORT -> DropReason.TOO_SHORT;
            case WORN_OUT -> DropReason.KEY_WORN_OUT;
            case REPLAYED -> DropReason.REPLAYED;
            // [RFC9147 §4.5.2#5]
            case FORGED -> DropReason.BAD_TAG;
            case TOO_LARGE -> DropReason.TOO_LARGE;
            // [RFC9147 §4.5.2#6]
            case NO_CONTENT_TYPE -> DropReason.NO_CONTENT_TYPE;
            case OPENED -> throw new IllegalStateException("an opened record is not dropped");
        };
    }

    @HotPath
    private void deliver(RecordSink sink) {
        ContentType type = view.type();
        if (type == ContentType.UNKNOWN || type == ContentType.CHANGE_CIPHER_SPEC && view.isUnified()) {
            // [RFC9147 §4.5.2#6]
            counters.dropped(DropReason.UNKNOWN_CONTENT_TYPE);
        } else if (type == ContentType.APPLICATION_DATA && view.epoch() == 0) {
            counters.dropped(DropReason.UNPROTECTED_APPLICATION_DATA);
        } else if (type == ContentType.RETURN_ROUTABILITY_CHECK && view.epoch() == 0) {
            // [RFC9853 §4#1]
            counters.dropped(DropReason.UNEXPECTED_RETURN_ROUTABILITY_CHECK);
        } else if (isEarlyApplicationData()) {
            counters.dropped(DropReason.EARLY_APPLICATION_DATA); // its type was inside: too late to keep it, as if it had been lost
        } else if (type != ContentType.APPLICATION_DATA && view.payloadLength() == 0 && !view.isUnified()) {
            // [RFC9846 §5.1#8]
            counters.dropped(DropReason.EMPTY); // in DTLS 1.3 it is the peer's fault, and for the sink to judge
        } else {
            counters.received();
            observer.received(view.epoch(), view.sequence(), type, view.payloadLength());
            switch (type) {
                case APPLICATION_DATA -> sink.onApplicationData(view);
                case HANDSHAKE -> sink.onHandshake(view);
                case ALERT -> sink.onAlert(view);
                case CHANGE_CIPHER_SPEC -> sink.onChangeCipherSpec(view);
                case ACK -> sink.onAck(view);
                case RETURN_ROUTABILITY_CHECK -> sink.onReturnRoutabilityCheck(view);
                case UNKNOWN -> throw new IllegalStateException("dropped above");
            }
        }
    }

    /** [RFC6347 §4.1#6] A record of an epoch that is to come waits for its key, as long as there is room. */
    private void withoutKeys() {
        // [RFC9147 §4.2.1#3]
        if (holdBack == HoldBack.EARLY && isOfEpochToCome()) {
            keepOrDrop(DropReason.UNKNOWN_EPOCH);
        } else {
            // [RFC9147 §4.5.2#4] [RFC9147 §6.1#6] [RFC9147 §4.5.2#8] [RFC9147 §4.5.2#11]
            counters.dropped(view.epoch() <= newestReadEpoch ? DropReason.RETIRED_EPOCH : DropReason.UNKNOWN_EPOCH);
        }
    }

    /** In a handshake of DTLS 1.3 the epochs are 1 to 3, and the two bits tell them; which are used is not known yet. */
    private boolean isOfEpochToCome() {
        // [RFC9147 §5.8.1#8]
        return view.isUnified() ? view.epoch() > newestReadEpoch : view.epoch() == newestReadEpoch + 1;
    }

    private void keepOrDrop(DropReason otherwise) {
        if (pending.offer(view.datagram(), view.start(), view.end() - view.start())) {
            counters.heldBack();
        } else {
            counters.dropped(otherwise);
        }
    }

    /** Opens what was kept and whose time may have come. What is still early is kept again. */
    public void openPending(RecordSink sink) {
        for (int i = pending.size(); i > 0 && !pending.isEmpty(); i--) {
            byte[] record = pending.take();
            open(record, 0, record.length, sink);
        }
    }

    /** Says which early records are kept from now on; those kept so far are looked at by {@link #openPending}. */
    public void holdBack(HoldBack holdBack) {
        this.holdBack = holdBack;
    }

    /** Takes an epoch to read; the one whose slot it needs is closed. */
    public void install(ReadEpoch epoch) {
        installEarlyData(epoch);
        newestReadEpoch = epoch.number();
    }

    /** Takes an epoch to write; content is sealed under it from now on unless an older one is asked for. */
    public void install(WriteEpoch epoch) {
        installEarlyData(epoch);
        newestWriteEpoch = epoch.number();
    }

    /** [RFC9147 §6.1] Takes an epoch to read that others are not measured by. */
    public void installEarlyData(ReadEpoch epoch) {
        closeReadSlot(slot(epoch.number()));
        readEpochs[slot(epoch.number())] = epoch;
        readEpochsInstalled++;
    }

    /** [RFC9147 §6.1] Takes an epoch to write that is used where it is asked for alone. */
    // [RFC9147 §7#13] [RFC9147 §7#14]
    public void installEarlyData(WriteEpoch epoch) {
        closeWriteSlot(slot(epoch.number()));
        writeEpochs[slot(epoch.number())] = epoch;
    }

    /** Closes an epoch whose records are not wanted any more, if it is there. */
    public void retireReadEpoch(int number) {
        ReadEpoch epoch = readEpochs[slot(number)];
        if (epoch != null && epoch.number() == number) {
            closeReadSlot(slot(number));
        }
    }

    /** [RFC9147 §8] Closes all epochs to read below {@code below}, which has been seen in use, but {@code kept}. */
    public void retireReadEpochsBelow(int below, int kept) {
        for (int slot = 0; slot < SLOTS; slot++) {
            if (isOld(readEpochs[slot], below, kept)) {
                closeReadSlot(slot);
            }
        }
    }

    /** Whether {@link #retireReadEpochsBelow} would close one. */
    public boolean hasReadEpochsBelow(int below, int kept) {
        for (ReadEpoch epoch : readEpochs) {
            if (isOld(epoch, below, kept)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isOld(ReadEpoch epoch, int below, int kept) {
        // [RFC9147 §8#7]
        return epoch != null && epoch.number() < below && epoch.number() != kept;
    }

    /** The highest number of an epoch that a genuine record has come in, or -1. */
    public int newestReadEpochInUse() {
        int newest = -1;
        for (ReadEpoch epoch : readEpochs) {
            if (epoch != null && epoch.isInUse()) {
                newest = Math.max(newest, epoch.number());
            }
        }
        return newest;
    }

    /** Closes all epochs to write but the newest and those that {@code stillNeeded} says. */
    public void retireOldWriteEpochs(IntPredicate stillNeeded) {
        for (int slot = 0; slot < SLOTS; slot++) {
            WriteEpoch epoch = writeEpochs[slot];
            if (epoch != null && epoch.number() != newestWriteEpoch && !stillNeeded.test(epoch.number())) {
                closeWriteSlot(slot);
            }
        }
    }

    /** Closes an epoch under which nothing more is sent, if it is there. */
    public void retireWriteEpoch(int number) {
        WriteEpoch epoch = writeEpochs[slot(number)];
        if (epoch != null && epoch.number() == number) {
            closeWriteSlot(slot(number));
        }
    }

    private void closeReadSlot(int slot) {
        if (readEpochs[slot] != null) {
            readEpochs[slot].close();
            readEpochs[slot] = null;
        }
    }

    private void closeWriteSlot(int slot) {
        if (writeEpochs[slot] != null) {
            writeEpochs[slot].close();
            writeEpochs[slot] = null;
        }
    }

    private static int slot(int epoch) {
        return epoch & SLOTS - 1;
    }

    /** [RFC9146 §3] Says which connection IDs the peer's protected records carry from now on. */
    public void receiveConnectionIds(OurConnectionIds ids) {
        cursor.connectionIds(ids);
    }

    /** Those that the peer's protected records carry. */
    public OurConnectionIds connectionIds() {
        return cursor.connectionIds();
    }

    /** Whether an epoch of this number can be read. */
    public boolean canRead(int number) {
        ReadEpoch epoch = readEpochs[slot(number)];
        return epoch != null && epoch.number() == number;
    }

    /** Whether an epoch of this number can be written. */
    public boolean canWrite(int number) {
        WriteEpoch epoch = writeEpochs[slot(number)];
        return epoch != null && epoch.number() == number;
    }

    /** [RFC9146 §6] Whether no record newer than this one, which was opened, has been. */
    @HotPath
    public boolean isNewest(RecordView record) {
        ReadEpoch epoch = readEpochs[slot(record.epoch())];
        return epoch != null && epoch.number() == record.epoch() && record.epoch() == newestReadEpochInUse()
                && epoch.isNewest(record.sequence());
    }

    /** How many epochs to read have been installed so far. */
    public int readEpochsInstalled() {
        return readEpochsInstalled;
    }

    /** The number of the epoch to read that was installed last, or -1. */
    public int newestReadEpoch() {
        return newestReadEpoch;
    }

    /** The number of the epoch to write that was installed last, or -1. */
    public int newestWriteEpoch() {
        return newestWriteEpoch;
    }

    /** The epoch to read that was installed last, which must not have been retired. */
    public ReadEpoch readEpoch() {
        ReadEpoch epoch = readEpochs[slot(newestReadEpoch)];
        if (epoch == null) {
            throw new IllegalStateException("no epoch can be read");
        }
        return epoch;
    }

    /** The epoch of this number, which must be installed. */
    public WriteEpoch writeEpoch(int number) {
        WriteEpoch epoch = writeEpochs[slot(number)];
        if (epoch == null || epoch.number() != number) {
            throw new IllegalStateException("epoch " + number + " cannot be written");
        }
        return epoch;
    }

    /** Writes one record as {@link #seal(int, ContentType, byte[], int, int, byte[], int, int)} does, with all the room in {@code out} as its limit. */
    @HotPath
    public int seal(int epoch, ContentType type, byte[] content, int offset, int length, byte[] out, int outOffset) {
        return seal(epoch, type, content, offset, length, out, outOffset, out.length - outOffset);
    }

    /**
     * Writes one record under {@code epoch} to {@code out}. {@code content} is lent and may be {@code out} itself.
     *
     * @param limit the longest record wanted, in bytes; padding makes use of what the content leaves of it
     * @return the record's length
     * @throws IllegalArgumentException if the content is over 16384 bytes, the record does not fit {@code limit} or
     *     {@code out}, or the type cannot be sent in that epoch
     * @throws IndexOutOfBoundsException if the slice is not inside {@code content}
     * @throws IllegalStateException if the epoch cannot be written or has no sequence numbers left
     */
    @HotPath
    public int seal(int epoch, ContentType type, byte[] content, int offset, int length, byte[] out, int outOffset, int limit) {
        WriteEpoch writer = writeEpoch(epoch);
        Objects.checkFromIndexSize(offset, length, content.length);
        // [RFC9846 §5.1#13] [RFC9846 §5#2]
        if (type == ContentType.UNKNOWN || type == ContentType.APPLICATION_DATA && epoch == 0) {
            throw new IllegalArgumentException("no record of type " + type + " is sent in epoch " + epoch);
        }
        // [RFC9846 §5.1#10]
        if (length > RecordProtection.MAX_PLAINTEXT) {
            throw new IllegalArgumentException("a record carries at most 16384 bytes, not " + length);
        }
        int room = Math.min(limit, out.length - outOffset);
        if (room < writer.sealedLength(length)) {
            throw new IllegalArgumentException(
                    "a record of " + writer.sealedLength(length) + " bytes does not fit the " + room + " bytes left in the buffer");
        }
        long sequence = writer.nextSequence();
        int sealed = writer.seal(type, content, offset, length, out, outOffset, room);
        counters.sent();
        observer.sent(epoch, sequence, type, length);
        return sealed;
    }

    /** What went through, and what did not. */
    public RecordCounters counters() {
        return counters;
    }

    @Override
    public void close() {
        pending.clear();
        for (int slot = 0; slot < SLOTS; slot++) {
            closeReadSlot(slot);
            closeWriteSlot(slot);
        }
    }
}
