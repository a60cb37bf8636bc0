package io.puredtls.endpoint;

import io.puredtls.message.HandshakeType;
import io.puredtls.record.ContentType;
import io.puredtls.record.format.PlaintextHeader;

/** Tells a datagram that begins with a ClientHello in the clear, or with a piece of one, by a few bytes. */
final class HelloDatagram {
    private static final int EPOCH = 3; // two bytes, behind type and version

    private HelloDatagram() {
    }

    static boolean is(byte[] datagram, int length) {
        return length > PlaintextHeader.LENGTH && datagram[0] == ContentType.HANDSHAKE.code()
                && datagram[EPOCH] == 0 && datagram[EPOCH + 1] == 0
                && datagram[PlaintextHeader.LENGTH] == HandshakeType.CLIENT_HELLO.code();
    }
}
