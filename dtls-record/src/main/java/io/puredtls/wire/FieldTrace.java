package io.puredtls.wire;

/**
 * Watches fields go by as they are read or written, for annotated dumps and for the test that reading and writing
 * visit the same fields. Offsets count from the start of the array read or written.
 */
public interface FieldTrace {
    /** Watches nothing. */
    FieldTrace NONE = new FieldTrace() {
        @Override
        public void field(String name, int offset, int length) {
            // nobody looks
        }

        @Override
        public void open(String name, int offset) {
            // nobody looks
        }

        @Override
        public void close(int end) {
            // nobody looks
        }
    };

    /** A field that has no parts. */
    void field(String name, int offset, int length);

    /** A vector whose content begins at {@code offset}; what follows until {@link #close} is inside it. */
    void open(String name, int offset);

    /** The end of the vector opened last. */
    void close(int end);
}
