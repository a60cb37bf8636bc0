package io.puredtls.extension;

import io.puredtls.wire.DecodeException;
import io.puredtls.wire.WireReader;
import io.puredtls.wire.WireWriter;
import java.util.List;

/**
 * [RFC6066 §4] The longest record content that the client wants both ends to send; the server says the same, or nothing.
 *
 * <pre>
 *   MaxFragmentLength (1): 2^9 (1), 2^10 (2), 2^11 (3), 2^12 (4)
 * </pre>
 *
 * @param code the number on the wire, 0 to 255
 */
public record MaxFragmentLength(int code) implements Extension {
    /** The lengths that can be asked for, in bytes, in the order of their codes, which begin with 1. */
    public static final List<Integer> LENGTHS = List.of(512, 1024, 2048, 4096);

    /** For one of {@link #LENGTHS}. */
    public static MaxFragmentLength of(int length) {
        if (!LENGTHS.contains(length)) {
            throw new IllegalArgumentException("a maximum fragment length is one of " + LENGTHS + " bytes, not " + length);
        }
        return new MaxFragmentLength(LENGTHS.indexOf(length) + 1);
    }

    static MaxFragmentLength decode(WireReader in) throws DecodeException {
        return new MaxFragmentLength(in.u8("MaxFragmentLength"));
    }

    @Override
    public void encode(WireWriter out) {
        out.u8("MaxFragmentLength", code);
    }

    /** Whether the code is one that may be sent. */
    public boolean isAllowed() {
        return code >= 1 && code <= LENGTHS.size();
    }

    /** Bytes; only of a code that {@link #isAllowed}. */
    public int length() {
        return LENGTHS.get(code - 1);
    }

    @Override
    public ExtensionType type() {
        return ExtensionType.MAX_FRAGMENT_LENGTH;
    }
}
