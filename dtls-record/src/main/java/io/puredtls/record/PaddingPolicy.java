package io.puredtls.record;

/**
 * [RFC9846 §5.4] How much longer a record is made than its content asks for, so that its length tells less. Called for
 * each record of application data, on the thread that seals; must be quick, and may be called by several at once.
 */
@FunctionalInterface
public interface PaddingPolicy {
    /** No padding: lengths tell what they tell. The default. */
    PaddingPolicy NONE = contentLength -> 0;

    /** The largest block that content can be padded to: the most a record carries. */
    int MAX_BLOCK = 1 << 14;

    /** Zero bytes wanted behind {@code contentLength} bytes of content; cut to what the path carries. Not negative. */
    int padding(int contentLength);

    /**
     * Content padded up to the next multiple of {@code block} bytes.
     *
     * @throws IllegalArgumentException if {@code block} is not 2 to 16384
     */
    static PaddingPolicy toMultipleOf(int block) {
        if (block < 2 || block > MAX_BLOCK) {
            throw new IllegalArgumentException("content is padded to a multiple of 2 to 16384 bytes, not of " + block);
        }
        return contentLength -> (block - contentLength % block) % block;
    }
}
