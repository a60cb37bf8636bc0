package io.puredtls.dtls12.server;

import io.puredtls.alert.ProtocolException;
import io.puredtls.authentication.FinishedVerified;
import io.puredtls.crypto.schedule12.MasterSecret;
import io.puredtls.dtls12.Connected12;
import io.puredtls.dtls12.Handshaking12;
import io.puredtls.dtls12.SessionPart;
import io.puredtls.message.Finished;
import io.puredtls.session.SessionInfo;
import io.puredtls.state.HandshakeContext;
import io.puredtls.state.HandshakeState;
import io.puredtls.state.Received;

/** [RFC5246 §7.3] The client proves that it has the session's secret: the last word of the handshake. Owns the secret. */
record AwaitResumedFinished(Handshaking12 shared, SessionInfo info, MasterSecret master, SessionPart session) implements Server12State {
    @Override
    public HandshakeState on(Received received, HandshakeContext context) throws ProtocolException {
        if (!(received.message() instanceof Finished finished)) {
            throw context.unexpected(received, this);
        }
        FinishedVerified proof = shared.verify(finished, master, context);
        context.accept(received);
        return new Connected12(master, shared.randoms(), info, proof, session);
    }

    @Override
    public int readEpoch() {
        return Handshaking12.PROTECTED_EPOCH;
    }

    @Override
    public void close() {
        master.close();
    }
}
