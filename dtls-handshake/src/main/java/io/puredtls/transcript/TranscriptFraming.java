package io.puredtls.transcript;

import io.puredtls.fragment.HandshakeHeader;
import io.puredtls.message.HandshakeType;

/** How a message counts in the transcript. */
public enum TranscriptFraming {
    /** [RFC6347 §4.2.6#1] With the whole DTLS header, as if the message had come in one fragment. */
    DTLS12 {
        @Override
        byte[] frame(HandshakeType type, int messageSeq, int length, byte[] body) {
            byte[] framed = behind(HandshakeHeader.LENGTH, body);
            HandshakeHeader.write(framed, 0, type.code(), length, messageSeq, 0, length);
            return framed;
        }
    },
    /** [RFC9147 §5.2] With the header of TLS: msg_type (1) · length (3). */
    DTLS13 {
        @Override
        byte[] frame(HandshakeType type, int messageSeq, int length, byte[] body) {
            // [RFC9147 §5.2#1]
            byte[] framed = behind(TLS_HEADER, body);
            framed[0] = (byte) type.code();
            framed[1] = (byte) (length >>> 16);
            framed[2] = (byte) (length >>> 8);
            // [RFC9846 §4.1#1]
            framed[3] = (byte) length;
            return framed;
        }
    };

    private static final int TLS_HEADER = 4;

    /** The header of a message of {@code length} bytes, then {@code body}, which may be its beginning alone. */
    abstract byte[] frame(HandshakeType type, int messageSeq, int length, byte[] body);

    private static byte[] behind(int header, byte[] body) {
        byte[] framed = new byte[header + body.length];
        System.arraycopy(body, 0, framed, header, body.length);
        return framed;
    }
}
