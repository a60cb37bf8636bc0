package io.puredtls.trust;

import java.util.Arrays;

/**
 * [X.690 §8.1] Elements one after another in a window of bytes, each with a tag of one byte and a definite length.
 * Everything is checked against the window; {@link IllegalArgumentException} says what is wrong. Not thread-safe.
 */
final class DerElements {
    static final int OCTET_STRING = 0x04;
    static final int SEQUENCE = 0x30;

    private static final int LONG_LENGTH = 0x80;
    private static final int MOST_LENGTH_OCTETS = 3;

    private final byte[] bytes;
    private int position;
    private int tag;
    private byte[] content = {};

    /** Elements in {@code bytes}, which are lent. */
    DerElements(byte[] bytes) {
        this.bytes = bytes;
    }

    /** What is in the only element, which has {@code expected} for its tag. */
    DerElements enter(int expected) {
        return new DerElements(only(expected));
    }

    /** The content of the only element, which has {@code expected} for its tag. */
    byte[] only(int expected) {
        if (!next() || tag != expected || position != bytes.length) {
            throw new IllegalArgumentException(String.format("not one element of tag 0x%02x", expected));
        }
        return content;
    }

    /** Goes to the next element; false at the end. */
    boolean next() {
        if (position == bytes.length) {
            return false;
        }
        tag = octet();
        int length = length();
        if (length > bytes.length - position) {
            throw new IllegalArgumentException("an element is longer than what it stands in");
        }
        content = Arrays.copyOfRange(bytes, position, position + length);
        position += length;
        return true;
    }

    private int length() {
        int first = octet();
        if (first < LONG_LENGTH) {
            return first;
        }
        int octets = first - LONG_LENGTH;
        if (octets == 0 || octets > MOST_LENGTH_OCTETS) {
            throw new IllegalArgumentException("an element has its length in " + octets + " octets");
        }
        int length = 0;
        for (int i = 0; i < octets; i++) {
            length = length << 8 | octet();
        }
        return length;
    }

    private int octet() {
        if (position == bytes.length) {
            throw new IllegalArgumentException("an element is cut off");
        }
        return bytes[position++] & 0xff;
    }

    /** The tag of the element that {@link #next} went to. */
    int tag() {
        return tag;
    }

    /** Gives the content of the element that {@link #next} went to. */
    byte[] content() {
        return content;
    }
}
