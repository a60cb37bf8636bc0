package io.puredtls.record.protection;

/** What became of a record that was to be opened. */
public enum Opening {
    /** Genuine, as far as its protection can tell, and its content is at hand. */
    OPENED,
    /** Too short for what protects it. */
    TOO_SHORT,
    /** The key has seen as many forgeries as it may. */
    WORN_OUT,
    /** Seen before, or too old to tell. */
    REPLAYED,
    /** The tag does not match. */
    FORGED,
    /** Genuine, with more in it than a record may have. */
    TOO_LARGE,
    /** Genuine, with nothing but padding in it. */
    NO_CONTENT_TYPE
}
