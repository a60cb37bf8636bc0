package io.puredtls.extension;

import io.puredtls.wire.DecodeException;
import io.puredtls.wire.WireReader;
import io.puredtls.wire.WireWriter;

/**
 * [RFC9846 §4.7.1] With a ticket: how much early data may be sent.
 *
 * <pre>
 *   max_early_data_size (4)
 * </pre>
 *
 * @param bytes of application data, 0 to 2^32-1
 */
public record MaxEarlyData(long bytes) implements Extension {
    static MaxEarlyData decode(WireReader in) throws DecodeException {
        return new MaxEarlyData(in.u32("max_early_data_size"));
    }

    @Override
    public void encode(WireWriter out) {
        out.u32("max_early_data_size", bytes);
    }

    @Override
    public ExtensionType type() {
        return ExtensionType.EARLY_DATA;
    }
}
