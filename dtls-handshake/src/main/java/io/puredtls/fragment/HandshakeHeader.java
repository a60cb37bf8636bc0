package io.puredtls.fragment;

/**
 * [RFC6347 §4.2.2] The header of every handshake fragment:
 *
 * <pre>
 *   msg_type (1) · length (3) · message_seq (2) · fragment_offset (3) · fragment_length (3)
 * </pre>
 */
public final class HandshakeHeader {
    /** Its length in bytes. */
    public static final int LENGTH = 12;

    private HandshakeHeader() {
    }

    /** Writes the header of a fragment. */
    public static void write(byte[] out, int offset, int type, int length, int messageSeq, int fragmentOffset, int fragmentLength) {
        out[offset] = (byte) type;
        put24(out, offset + 1, length);
        out[offset + 4] = (byte) (messageSeq >>> 8);
        out[offset + 5] = (byte) messageSeq;
        put24(out, offset + 6, fragmentOffset);
        put24(out, offset + 9, fragmentLength);
    }

    private static void put24(byte[] out, int offset, int value) {
        out[offset] = (byte) (value >>> 16);
        out[offset + 1] = (byte) (value >>> 8);
        out[offset + 2] = (byte) value;
    }
}
