package io.puredtls.record.layer;

import io.puredtls.record.RecordView;

/**
 * Where opened records go, a method per content type. The view and its array are lent for the call; the sink does not
 * call back into the layer's {@code open} or {@code openPending}.
 */
public interface RecordSink {
    /** Protected application data; never from epoch 0. */
    void onApplicationData(RecordView record);

    /** Handshake fragments, protected or not. Empty only in a protected record of DTLS 1.3, whose sender is at fault then. */
    void onHandshake(RecordView record);

    /** An alert, protected or not. Empty as a handshake record may be. */
    void onAlert(RecordView record);

    /** A change_cipher_spec. Not empty. */
    void onChangeCipherSpec(RecordView record);

    /** [RFC9147 §7] An ACK, protected or not. Empty as a handshake record may be. */
    void onAck(RecordView record);

    /** [RFC9853 §4] A return_routability_check, protected always. */
    void onReturnRoutabilityCheck(RecordView record);
}
