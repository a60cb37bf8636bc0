package io.puredtls.dtls12.client;

import io.puredtls.state.HandshakeState;

/** The states of a client's DTLS 1.2 handshake after the ServerHello. */
public sealed interface Client12State extends HandshakeState permits
        AwaitPskHint, AwaitPskHelloDone, AwaitServerCertificate, AwaitCertificateStatus, AwaitServerKeyExchange, AwaitCertificateRequest, AwaitServerHelloDone,
        AwaitNewSessionTicket, AwaitChangeCipherSpec, AwaitFinished, AwaitResumedChangeCipherSpec, AwaitResumedFinished {
    @Override
    default int readEpoch() {
        return 0;
    }
}
