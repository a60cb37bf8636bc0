package io.puredtls.endpoint;

import io.puredtls.endpoint.text.CountText;
import java.io.IOException;

/** A message does not fit one datagram on the path, or the buffer given; nothing was sent, nothing was lost. */
public final class DatagramTooLargeException extends IOException {
    private static final long serialVersionUID = 1;

    private final int length;
    private final int limit;

    DatagramTooLargeException(String message, int length, int limit) {
        super(message);
        this.length = length;
        this.limit = limit;
    }

    /** A message is too long for the path, which carries {@code limit} bytes of it in a datagram. */
    static DatagramTooLargeException onPath(int length, int limit) {
        return new DatagramTooLargeException("a message has at most " + CountText.bytes(limit) + " on this path, not " + length, length, limit);
    }

    /** The message's length in bytes. */
    public int length() {
        return length;
    }

    /** The most bytes that would have fitted. */
    public int limit() {
        return limit;
    }
}
