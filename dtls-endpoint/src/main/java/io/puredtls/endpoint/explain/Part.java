package io.puredtls.endpoint.explain;

import io.puredtls.wire.Bytes;
import java.util.List;

/** Something told of a datagram. */
sealed interface Part {
    String title();

    /**
     * Bytes and the fields that they consist of, without gap and overlap.
     *
     * @param base the offset of the first byte, from which fields count too
     */
    record Layout(Kind kind, String title, int base, Bytes bytes, List<Field> fields) implements Part {
        /** Copies the list. */
        public Layout {
            fields = List.copyOf(fields);
        }
    }

    /** Where the bytes of a layout come from. */
    enum Kind {
        /** They stand in the datagram. */
        RECORD,
        /** A record was opened. */
        PLAINTEXT,
        /** Fragments were put together. */
        MESSAGE
    }

    /** How something comes about, step by step. */
    record Working(String title, List<Derivation> steps) implements Part {
        /** Copies the list. */
        public Working {
            steps = List.copyOf(steps);
        }
    }
}
