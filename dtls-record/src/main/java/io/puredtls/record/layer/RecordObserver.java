package io.puredtls.record.layer;

import io.puredtls.record.ContentType;

/** Watches records go by; sees neither content nor keys. Must not call back. */
public interface RecordObserver {
    /** Watches nothing. */
    RecordObserver NONE = new RecordObserver() {
        @Override
        public void sent(int epoch, long sequence, ContentType type, int length) {
            // nobody looks
        }

        @Override
        public void received(int epoch, long sequence, ContentType type, int length) {
            // nobody looks
        }
    };

    /** A record was sealed; {@code length} is that of its content. */
    void sent(int epoch, long sequence, ContentType type, int length);

    /** A record was opened, genuine or in the clear; {@code length} is that of its content. */
    void received(int epoch, long sequence, ContentType type, int length);
}
