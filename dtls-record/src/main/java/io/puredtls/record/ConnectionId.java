package io.puredtls.record;

import java.util.Arrays;
import java.util.HexFormat;

/**
 * [RFC9146 §3] [RFC9147 §9] What stands in the peer's protected records so that the receiver, who chose it, finds the
 * association whatever address they come from: 0 to 255 bytes, where none mean that no connection ID is used in that direction.
 * Immutable. Anybody on the path can read it.
 */
public final class ConnectionId {
    /** The longest, in bytes. */
    public static final int MAX_LENGTH = 255;
    /** No connection ID. */
    public static final ConnectionId NONE = new ConnectionId(new byte[0]);

    private final byte[] bytes;

    private ConnectionId(byte[] bytes) {
        this.bytes = bytes;
    }

    /**
     * One of these bytes, which are copied.
     *
     * @throws IllegalArgumentException if there are more than 255
     */
    public static ConnectionId of(byte... bytes) {
        if (bytes.length > MAX_LENGTH) {
            throw new IllegalArgumentException("a connection ID has at most 255 bytes, not " + bytes.length);
        }
        return bytes.length == 0 ? NONE : new ConnectionId(bytes.clone());
    }

    /** Its length in bytes. */
    @HotPath
    public int length() {
        return bytes.length;
    }

    /** Whether none is used. */
    @HotPath
    public boolean isEmpty() {
        return bytes.length == 0;
    }

    /** A copy of its bytes. */
    public byte[] toBytes() {
        return bytes.clone();
    }

    /** Writes it to {@code out}. */
    @HotPath
    public void copyTo(byte[] out, int offset) {
        System.arraycopy(bytes, 0, out, offset, bytes.length);
    }

    /** Whether it stands in {@code datagram} at {@code offset}, before {@code limit}. */
    @HotPath
    public boolean standsAt(byte[] datagram, int offset, int limit) {
        return bytes.length <= limit - offset && Arrays.equals(bytes, 0, bytes.length, datagram, offset, offset + bytes.length);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ConnectionId id && Arrays.equals(bytes, id.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    /** In hexadecimal; empty for none. */
    @Override
    public String toString() {
        return HexFormat.of().formatHex(bytes);
    }
}
