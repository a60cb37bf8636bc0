package io.puredtls.record.protection;

import io.puredtls.record.ContentType;
import io.puredtls.record.HotPath;
import io.puredtls.record.PaddingPolicy;
import io.puredtls.record.RecordView;

/**
 * [RFC9846 §5.4] [RFC9146 §4] What is sealed where a record's type is hidden: content · type (1) · zeros.
 */
final class InnerPlaintext {
    /** The type. */
    static final int TYPE_LENGTH = 1;

    private InnerPlaintext() {
    }

    /** Writes type and zeros behind content that stands at {@code text} and gives the length of all. */
    @HotPath
    static int close(ContentType type, byte[] out, int text, int length, int zeros) {
        int end = text + length;
        out[end++] = (byte) type.code();
        for (int i = 0; i < zeros; i++) {
            // [RFC9846 §5.4#1]
            out[end++] = 0;
        }
        return end - text;
    }

    /**
     * How many zeros there are: {@code needed}, and beyond that what the policy asks for application data and fits.
     *
     * @param most what all together may have
     */
    @HotPath
    static int zeros(PaddingPolicy padding, ContentType type, int length, int needed, int most) {
        if (type != ContentType.APPLICATION_DATA || padding == PaddingPolicy.NONE) {
            return needed;
        }
        // [RFC9846 §5.4#7]
        return Math.max(needed, Math.min(padding.padding(length), most - TYPE_LENGTH - length));
    }

    /**
     * Narrows {@code record} to the content of what stands at {@code text}: the type is the last byte that is not zero.
     *
     * @return OPENED or NO_CONTENT_TYPE
     */
    @HotPath
    static Opening open(RecordView record, int text, int length) {
        byte[] in = record.datagram();
        int at = text + length - 1;
        // [RFC9846 §5.4#4] [RFC9846 §5.4#5]
        while (at >= text && in[at] == 0) {
            at--;
        }
        if (at < text) {
            return Opening.NO_CONTENT_TYPE;
        }
        record.content(ContentType.of(in[at] & 0xFF), text, at - text, length);
        return Opening.OPENED;
    }
}
