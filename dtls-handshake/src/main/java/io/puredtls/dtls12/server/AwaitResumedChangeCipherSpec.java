package io.puredtls.dtls12.server;

import io.puredtls.alert.ProtocolException;
import io.puredtls.crypto.schedule12.MasterSecret;
import io.puredtls.dtls12.Handshaking12;
import io.puredtls.dtls12.SessionPart;
import io.puredtls.record.epoch.ReadEpoch;
import io.puredtls.session.SessionInfo;
import io.puredtls.state.HandshakeContext;
import io.puredtls.state.HandshakeState;
import io.puredtls.state.Received;

/** [RFC5246 §7.3] We have resumed; the client says that its next record is protected. Owns the secret and the epoch. */
record AwaitResumedChangeCipherSpec(Handshaking12 shared, SessionInfo info, MasterSecret master, ReadEpoch read, SessionPart session)
        implements Server12State {
    @Override
    public boolean awaitsChangeCipherSpec() {
        return true;
    }

    @Override
    public HandshakeState onChangeCipherSpec(HandshakeContext context) {
        context.install(read);
        return new AwaitResumedFinished(shared, info, master, session);
    }

    @Override
    public HandshakeState on(Received received, HandshakeContext context) throws ProtocolException {
        throw context.unexpected(received, this);
    }

    @Override
    public void close() {
        master.close();
        read.close();
    }
}
