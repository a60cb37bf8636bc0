package io.puredtls.crypto.der;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.Objects;

/**
 * Reads DER elements one after another from a window of bytes that stay the caller's. Every length is checked
 * against the window before anything is allocated, nothing recurses, and whatever is wrong ends in
 * {@link DerException} with the field's name. Not thread-safe.
 *
 * <p>Only what DER allows is read: definite lengths in their shortest form, tags of one byte. [X.690 §10]
 */
public final class DerReader {
    /** Object identifiers longer than this belong to nobody. */
    private static final int LONGEST_OID = 64;

    private final byte[] bytes;
    private final String field;
    private final int end;
    private int position;

    private DerReader(byte[] bytes, int position, int end, String field) {
        this.bytes = bytes;
        this.position = position;
        this.end = end;
        this.field = field;
    }

    /** A reader of {@code der}, which is lent; {@code field} names the whole in errors. */
    public static DerReader of(byte[] der, String field) {
        return new DerReader(Objects.requireNonNull(der, "der"), 0, der.length, field);
    }

    /** Whether nothing is left. */
    public boolean isEmpty() {
        return position == end;
    }

    /** Whether the next element has {@code tag}; false at the end. */
    public boolean nextIs(int tag) {
        return position < end && (bytes[position] & 0xff) == tag;
    }

    /** A SEQUENCE, as a reader of its content. */
    public DerReader sequence(String name) throws DerException {
        return constructed(DerTag.SEQUENCE, name);
    }

    /** An element of any {@code tag}, as a reader of its content. */
    public DerReader constructed(int tag, String name) throws DerException {
        int contentEnd = enter(tag, name);
        DerReader content = new DerReader(bytes, position, contentEnd, name);
        position = contentEnd;
        return content;
    }

    /** An INTEGER of any size. */
    public BigInteger integer(String name) throws DerException {
        byte[] content = content(DerTag.INTEGER, name);
        if (content.length == 0) {
            throw new DerException(name, "an INTEGER without content");
        }
        if (content.length > 1 && (content[0] == 0 && content[1] >= 0 || content[0] == -1 && content[1] < 0)) {
            throw new DerException(name, "an INTEGER that is not in its shortest form");
        }
        return new BigInteger(content);
    }

    /** An INTEGER from {@code least} to {@code most}. */
    public int integer(String name, int least, int most) throws DerException {
        BigInteger value = integer(name);
        if (value.bitLength() > 31 || value.intValue() < least || value.intValue() > most) {
            throw new DerException(name, "an INTEGER outside " + least + " to " + most);
        }
        return value.intValue();
    }

    /** Gives the content of an OCTET STRING. */
    public byte[] octetString(String name) throws DerException {
        return content(DerTag.OCTET_STRING, name);
    }

    /** Gives the content of a BIT STRING of whole bytes. */
    public byte[] bitString(String name) throws DerException {
        byte[] content = content(DerTag.BIT_STRING, name);
        if (content.length == 0 || content[0] != 0) {
            throw new DerException(name, "a BIT STRING that is not of whole bytes");
        }
        return Arrays.copyOfRange(content, 1, content.length);
    }

    /** An OBJECT IDENTIFIER in dotted form. */
    public String oid(String name) throws DerException {
        byte[] content = content(DerTag.OID, name);
        if (content.length == 0 || content.length > LONGEST_OID || content[content.length - 1] < 0) {
            throw new DerException(name, "an OBJECT IDENTIFIER that is empty, unfinished or too long");
        }
        StringBuilder dotted = new StringBuilder();
        long arc = 0;
        boolean starting = true;
        for (byte octet : content) {
            if (starting && octet == (byte) 0x80 || arc > Long.MAX_VALUE >> 7) {
                throw new DerException(name, "an OBJECT IDENTIFIER with a padded or oversized arc");
            }
            arc = arc << 7 | octet & 0x7f;
            starting = octet >= 0;
            if (starting) {
                append(dotted, arc);
                arc = 0;
            }
        }
        return dotted.toString();
    }

    /** [X.690 §8.19.4] The first two arcs share one number. */
    private static void append(StringBuilder dotted, long arc) {
        if (dotted.length() > 0) {
            dotted.append('.').append(arc);
        } else {
            long root = Math.min(arc / 40, 2);
            dotted.append(root).append('.').append(arc - root * 40);
        }
    }

    /** A NULL. */
    public void nullValue(String name) throws DerException {
        if (content(DerTag.NULL, name).length != 0) {
            throw new DerException(name, "a NULL with content");
        }
    }

    /** Gives the next element whole, whatever its tag, header included. */
    public byte[] element(String name) throws DerException {
        int start = position;
        skip(name);
        return Arrays.copyOfRange(bytes, start, position);
    }

    /** Passes over the next element, whatever its tag. */
    public void skip(String name) throws DerException {
        if (isEmpty()) {
            throw new DerException(name, "missing");
        }
        position = enter(bytes[position] & 0xff, name);
    }

    /** Demands that nothing is left. */
    public void end() throws DerException {
        if (!isEmpty()) {
            throw new DerException(field, (end - position) + " bytes too many");
        }
    }

    private byte[] content(int tag, String name) throws DerException {
        int contentEnd = enter(tag, name);
        byte[] content = Arrays.copyOfRange(bytes, position, contentEnd);
        position = contentEnd;
        return content;
    }

    /** Reads a header, leaves the position at the content and returns the content's end, which lies in the window. */
    private int enter(int tag, String name) throws DerException {
        if (isEmpty()) {
            throw new DerException(name, "missing");
        }
        int found = bytes[position] & 0xff;
        if (found != tag) {
            throw new DerException(name, String.format("tag 0x%02x where 0x%02x belongs", found, tag));
        }
        if ((found & 0x1f) == 0x1f) {
            throw new DerException(name, "a tag of more than one byte");
        }
        int at = position + 1;
        if (at == end) {
            throw new DerException(name, "cut off before its length");
        }
        int length = bytes[at++];
        if (length < 0) {
            int octets = length & 0x7f;
            length = longLength(name, at, octets);
            at += octets;
        }
        if (length > end - at) {
            throw new DerException(name, length + " bytes announced, " + (end - at) + " there");
        }
        position = at;
        return at + length;
    }

    /** [X.690 §10.1] The definite form, with the fewest octets. */
    private int longLength(String name, int at, int octets) throws DerException {
        if (octets == 0) {
            throw new DerException(name, "an indefinite length");
        }
        if (octets > end - at) {
            throw new DerException(name, "cut off within its length");
        }
        if (octets > 4 || bytes[at] == 0) {
            throw new DerException(name, "a length that is oversized or not in its shortest form");
        }
        long length = 0;
        for (int i = 0; i < octets; i++) {
            length = length << 8 | bytes[at + i] & 0xff;
        }
        if (length < 0x80) {
            throw new DerException(name, "a length that is oversized or not in its shortest form");
        }
        return (int) Math.min(length, Integer.MAX_VALUE); // an array that long cannot be there: refused above
    }
}
