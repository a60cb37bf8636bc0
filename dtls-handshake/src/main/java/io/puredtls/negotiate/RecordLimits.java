package io.puredtls.negotiate;

import static io.puredtls.alert.ProtocolException.violation;

import io.puredtls.alert.ProtocolException;
import io.puredtls.alert.Violation;
import io.puredtls.config.Settings;
import io.puredtls.extension.Extension;
import io.puredtls.extension.Extensions;
import io.puredtls.extension.MaxFragmentLength;
import io.puredtls.extension.RecordSizeLimit;
import io.puredtls.message.ClientHello;
import java.util.Optional;

/**
 * How large records may be, as both ends agreed: by record_size_limit, where each end has its own limit, or by the older
 * max_fragment_length, where the client chooses one for both.
 *
 * @param content the most content of a record that we send, in bytes
 * @param plaintext the most plaintext of a record that we take, in bytes, as {@link Plaintext} counts
 * @param answer what a server says to agree
 */
public record RecordLimits(int content, int plaintext, Extension answer) {
    private static final int MAX_CONTENT = 1 << 14;

    /** What counts as plaintext. */
    public enum Plaintext {
        /** [RFC8449 §4] In DTLS 1.2 the content. */
        CONTENT(0),
        /** [RFC8449 §4] In DTLS 1.3 the content, its type and the padding. */
        CONTENT_AND_TYPE(1);

        private final int typeLength;

        Plaintext(int typeLength) {
            this.typeLength = typeLength;
        }

        /** The most that the protocol allows. */
        public int max() {
            return MAX_CONTENT + typeLength;
        }
    }

    /** What is wrong in a hello, whether or not anything is agreed on. */
    static void check(ClientHello hello) throws ProtocolException {
        Optional<RecordSizeLimit> limit = hello.find(RecordSizeLimit.class);
        if (limit.isPresent()) {
            check(limit.get());
            return; // [RFC8449 §5#1]
        }
        Optional<MaxFragmentLength> length = hello.find(MaxFragmentLength.class);
        // [RFC6066 §4#5]
        if (length.isPresent() && !length.get().isAllowed()) {
            throw violation(Violation.ILLEGAL_MAX_FRAGMENT_LENGTH, "max_fragment_length " + length.get().code());
        }
    }

    private static void check(RecordSizeLimit limit) throws ProtocolException {
        // [RFC8449 §4#11]
        if (limit.limit() < RecordSizeLimit.MIN) {
            throw violation(Violation.ILLEGAL_RECORD_SIZE_LIMIT, "record_size_limit " + limit.limit());
        }
    }

    /** What a server agrees on with a hello that was checked: whatever the client asks for. */
    public static Optional<RecordLimits> of(ClientHello hello, Settings settings, Plaintext counted) {
        Optional<RecordSizeLimit> theirs = hello.find(RecordSizeLimit.class);
        if (theirs.isPresent()) {
            // [RFC8449 §5#1] a max_fragment_length beside it is not looked at
            // [RFC8449 §4#3]
            int ours = Math.min(settings.recordSizeLimit().orElse(counted.max()), counted.max());
            return Optional.of(bySize(theirs.get(), ours, counted));
        }
        return hello.find(MaxFragmentLength.class).map(length -> byLength(length, counted));
    }

    /**
     * What a server has agreed on with our hello; empty if it has not answered.
     *
     * @param answer that answers nothing which was not offered
     */
    public static Optional<RecordLimits> agreed(ClientHello hello, Extensions answer, Plaintext counted) throws ProtocolException {
        Optional<RecordSizeLimit> theirs = answer.find(RecordSizeLimit.class);
        Optional<MaxFragmentLength> length = answer.find(MaxFragmentLength.class);
        // [RFC8449 §5#2] [RFC8449 §5#3]
        if (theirs.isPresent() && length.isPresent()) {
            throw violation(Violation.TWO_RECORD_LIMITS, "the server answered record_size_limit and max_fragment_length");
        }
        if (theirs.isPresent()) {
            check(theirs.get());
            int ours = hello.find(RecordSizeLimit.class).orElseThrow().limit();
            return Optional.of(bySize(theirs.get(), Math.min(ours, counted.max()), counted));
        }
        // [RFC6066 §4#6]
        if (length.isPresent() && !length.equals(hello.find(MaxFragmentLength.class))) {
            throw violation(Violation.ILLEGAL_MAX_FRAGMENT_LENGTH, "the server chose max_fragment_length " + length.get().code());
        }
        return length.map(each -> byLength(each, counted));
    }

    /** [RFC8449 §4] Each end has its own. */
    private static RecordLimits bySize(RecordSizeLimit theirs, int ours, Plaintext counted) {
        // [RFC8449 §4#4] [RFC8449 §4#6] a peer may say more than this version has
        return new RecordLimits(Math.min(theirs.limit() - counted.typeLength, MAX_CONTENT), ours, new RecordSizeLimit(ours));
    }

    /** [RFC6066 §4#3] [RFC6066 §4#4] One for both; who has no room for more content has none for padding either. */
    private static RecordLimits byLength(MaxFragmentLength length, Plaintext counted) {
        return new RecordLimits(length.length(), length.length() + counted.typeLength, length);
    }
}
