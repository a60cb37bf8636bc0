package io.puredtls.endpoint.explain;

import io.puredtls.record.RecordView;
import java.util.Optional;

/** Opens protected records with what a key log knows, and tells how. */
interface Opener {
    /** Opens a record, whose array stays as it is; empty if no key opens it. */
    Optional<Opened> open(RecordView record, Sender from);

    /** How long the tag at the end of a protected record is; 0 if nobody knows. */
    int tagLength();

    /** How many bytes of a nonce, or IV, stand in front of the ciphertext. */
    int explicitNonceLength();

    /** What the parts of a protected record are called in DTLS 1.2. */
    default Names names() {
        return Names.OF_AEADS;
    }

    /** What the RFCs call what stands in front of the ciphertext, all from the ciphertext on, and what stands behind it. */
    record Names(String explicit, String ciphered, String tag) {
        static final Names OF_AEADS = new Names("nonce_explicit", "aead-ciphered", "tag");
    }
}
