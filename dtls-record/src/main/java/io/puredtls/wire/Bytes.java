package io.puredtls.wire;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Objects;

/** An immutable string of public bytes with value equality; never for secrets. */
public final class Bytes {
    /** No bytes. */
    public static final Bytes EMPTY = new Bytes(new byte[0]);

    private final byte[] content;

    private Bytes(byte[] content) {
        this.content = content;
    }

    /** A copy of {@code content}. */
    public static Bytes of(byte... content) {
        return content.length == 0 ? EMPTY : new Bytes(content.clone());
    }

    /** A copy of a slice. */
    public static Bytes of(byte[] content, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, content.length);
        return length == 0 ? EMPTY : new Bytes(Arrays.copyOfRange(content, offset, offset + length));
    }

    /** The bytes of a hexadecimal string without separators. */
    public static Bytes ofHex(String hex) {
        return new Bytes(HexFormat.of().parseHex(hex));
    }

    /** The number of bytes. */
    public int length() {
        return content.length;
    }

    /** Whether there are none. */
    public boolean isEmpty() {
        return content.length == 0;
    }

    /** The byte at {@code index}, 0 to 255. */
    public int at(int index) {
        return content[index] & 0xFF;
    }

    /** A copy of the bytes from {@code offset} on. */
    public Bytes slice(int offset, int length) {
        return of(content, offset, length);
    }

    /** A copy as an array. */
    public byte[] toArray() {
        return content.clone();
    }

    /** Copies all bytes to {@code out}. */
    public void copyTo(byte[] out, int offset) {
        System.arraycopy(content, 0, out, offset, content.length);
    }

    /** Copies {@code length} bytes from {@code from} on to {@code out}. */
    public void copyTo(int from, byte[] out, int offset, int length) {
        System.arraycopy(content, from, out, offset, length);
    }

    /** A reader over these bytes. */
    public WireReader reader() {
        return new WireReader(content, 0, content.length);
    }

    /** Lower-case hexadecimal. */
    public String hex() {
        return HexFormat.of().formatHex(content);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Bytes that && Arrays.equals(content, that.content);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(content);
    }

    @Override
    public String toString() {
        return content.length <= 64 ? hex() : HexFormat.of().formatHex(content, 0, 60) + "…(" + content.length + " bytes)";
    }
}
