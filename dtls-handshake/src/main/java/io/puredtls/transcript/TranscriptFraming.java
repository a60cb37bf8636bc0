package io.puredtls.transcript;

import io.puredtls.fragment.HandshakeHeader;
import io.puredtls.message.HandshakeType;

/** How the header of a message counts in the transcript. */
public enum TranscriptFraming {
    /** [RFC6347 §4.2.6#1] The whole DTLS header, as if the message had come in one fragment. */
    DTLS12 {
        @Override
        byte[] header(HandshakeType type, int messageSeq, int length) {
            byte[] header = new byte[HandshakeHeader.LENGTH];
            HandshakeHeader.write(header, 0, type.code(), length, messageSeq, 0, length);
            return header;
        }
    };

    abstract byte[] header(HandshakeType type, int messageSeq, int length);
}
