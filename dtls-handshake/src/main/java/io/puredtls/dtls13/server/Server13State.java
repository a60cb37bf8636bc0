package io.puredtls.dtls13.server;

import io.puredtls.alert.AlertDescription;
import io.puredtls.alert.AlertLevel;
import io.puredtls.dtls13.AlertRule13;
import io.puredtls.dtls13.Handshaking13;
import io.puredtls.message.HandshakeCodec;
import io.puredtls.state.HandshakeState;

/** The states of a server's DTLS 1.3 handshake after its first answer. */
public sealed interface Server13State extends HandshakeState permits
        AwaitSecondHello, AwaitClientCertificate, AwaitClientCertificateVerify, AwaitFinished {
    @Override
    default int readEpoch() {
        return Handshaking13.HANDSHAKE_EPOCH;
    }

    @Override
    default HandshakeCodec codec() {
        return HandshakeCodec.DTLS13;
    }

    /** [RFC9846 §6] The level says nothing in this version. */
    @Override
    default boolean isEndedBy(AlertLevel level, AlertDescription description) {
        return AlertRule13.endsAssociation(description);
    }
}
