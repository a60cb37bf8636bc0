package io.puredtls.extension;

import io.puredtls.wire.DecodeException;
import io.puredtls.wire.WireReader;
import io.puredtls.wire.WireWriter;

/**
 * [RFC8449 §4] The longest record content that the sender takes.
 *
 * <pre>
 *   RecordSizeLimit (2)
 * </pre>
 *
 * @param limit bytes; in DTLS 1.3 of the whole inner plaintext, type and padding included
 */
public record RecordSizeLimit(int limit) implements Extension {
    /** [RFC8449 §4] The smallest limit that may be asked for. */
    public static final int MIN = 64;

    static RecordSizeLimit decode(WireReader in) throws DecodeException {
        return new RecordSizeLimit(in.u16("RecordSizeLimit"));
    }

    @Override
    public void encode(WireWriter out) {
        out.u16("RecordSizeLimit", limit);
    }

    @Override
    public ExtensionType type() {
        return ExtensionType.RECORD_SIZE_LIMIT;
    }
}
