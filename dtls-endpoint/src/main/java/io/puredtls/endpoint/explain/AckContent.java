package io.puredtls.endpoint.explain;

import io.puredtls.wire.DecodeException;
import io.puredtls.wire.WireReader;
import java.util.ArrayList;
import java.util.List;

/** [RFC9147 §7] What an ACK consists of: record_numbers, a list of epoch (8) and sequence_number (8), its length in 2 bytes. */
public final class AckContent {
    private AckContent() {
    }

    /** Reads all of {@code in}; gives each record that is acknowledged as epoch and number with a colon between them. */
    public static List<String> read(WireReader in) throws DecodeException {
        List<String> records = new ArrayList<>();
        WireReader list = in.vector16("record_numbers");
        while (list.hasMore()) {
            records.add(Long.toUnsignedString(list.u64("epoch")) + ":" + Long.toUnsignedString(list.u64("sequence_number")));
        }
        list.end();
        in.endOfMessage();
        return records;
    }
}
