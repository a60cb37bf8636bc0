package io.puredtls.dtls12.server;

import io.puredtls.alert.ProtocolException;
import io.puredtls.session.SessionInfo;
import io.puredtls.state.HandshakeContext;
import io.puredtls.state.HandshakeState;
import io.puredtls.state.Received;

/** [RFC5246 §7.1] The client says that its next record is protected. Owns the keys. */
record AwaitChangeCipherSpec(ClientKeys keys, SessionInfo info, SessionIssuer issuer) implements Server12State {
    @Override
    public boolean awaitsChangeCipherSpec() {
        return true;
    }

    @Override
    public HandshakeState onChangeCipherSpec(HandshakeContext context) {
        context.install(keys.keys().read());
        return new AwaitFinished(keys.shared(), info, keys.master(), keys.keys().write(), issuer);
    }

    @Override
    public HandshakeState on(Received received, HandshakeContext context) throws ProtocolException {
        throw context.unexpected(received, this);
    }

    @Override
    public void close() {
        keys.close();
    }
}
