package io.puredtls.endpoint.explain;

import io.puredtls.record.RecordView;
import java.util.Optional;

/** Opens protected records with what a key log knows, and tells how. */
interface Opener {
    /** Opens a record, whose array stays as it is; empty if no key opens it. */
    Optional<Opened> open(RecordView record, Sender from);

    /** How long the tag at the end of a protected record is; 0 if nobody knows. */
    int tagLength();

    /** How many bytes of a nonce stand in front of the ciphertext. */
    int explicitNonceLength();
}
