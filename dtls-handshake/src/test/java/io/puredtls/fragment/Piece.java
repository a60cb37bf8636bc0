package io.puredtls.fragment;

import io.puredtls.record.ContentType;
import io.puredtls.record.RecordView;
import java.util.Arrays;

/** One fragment, to be put into records of one or of several. */
public record Piece(int epoch, int type, int length, int messageSeq, int offset, byte[] bytes) {
    /** A part of a message in epoch 0. */
    public static Piece of(int messageSeq, byte[] message, int offset, int length) {
        return new Piece(0, 1, message.length, messageSeq, offset, Arrays.copyOfRange(message, offset, offset + length));
    }

    public static Piece whole(int messageSeq, byte[] message) {
        return of(messageSeq, message, 0, message.length);
    }

    public Piece inEpoch(int newEpoch) {
        return new Piece(newEpoch, type, length, messageSeq, offset, bytes);
    }

    public Piece ofType(int newType) {
        return new Piece(epoch, newType, length, messageSeq, offset, bytes);
    }

    public Piece ofLength(int newLength) {
        return new Piece(epoch, type, newLength, messageSeq, offset, bytes);
    }

    /** Header and bytes. */
    public byte[] encoded() {
        byte[] out = new byte[HandshakeHeader.LENGTH + bytes.length];
        HandshakeHeader.write(out, 0, type, length, messageSeq, offset, bytes.length);
        System.arraycopy(bytes, 0, out, HandshakeHeader.LENGTH, bytes.length);
        return out;
    }

    /** A view that stands on this fragment, which must fit its message. */
    public FragmentView view() {
        FragmentView view = new FragmentView();
        view.wrap(record(epoch, encoded()));
        if (!view.advance()) {
            throw new IllegalArgumentException("does not fit its message: " + this);
        }
        return view;
    }

    /** An opened record of {@code epoch} with this content, somewhere inside an array. */
    static RecordView record(int epoch, byte[] content) {
        byte[] datagram = new byte[7 + content.length + 9];
        Arrays.fill(datagram, (byte) 0xAA);
        System.arraycopy(content, 0, datagram, 7, content.length);
        RecordView record = new RecordView();
        record.wrap(datagram, 0, 7, content.length);
        record.header(ContentType.HANDSHAKE, 0xFEFD, epoch, 0);
        return record;
    }

    @Override
    public String toString() {
        return "epoch " + epoch + ", seq " + messageSeq + ", type " + type + ", " + offset + "+" + bytes.length + " of " + length;
    }
}
