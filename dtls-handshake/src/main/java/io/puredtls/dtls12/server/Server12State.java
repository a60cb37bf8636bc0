package io.puredtls.dtls12.server;

import io.puredtls.state.HandshakeState;

/** The states of a server's DTLS 1.2 handshake after its first flight. */
public sealed interface Server12State extends HandshakeState permits
        AwaitClientCertificate, AwaitPskClientKeyExchange, AwaitClientKeyExchange, AwaitCertificateVerify, AwaitChangeCipherSpec, AwaitFinished,
        AwaitResumedChangeCipherSpec, AwaitResumedFinished {
    @Override
    default int readEpoch() {
        return 0;
    }
}
