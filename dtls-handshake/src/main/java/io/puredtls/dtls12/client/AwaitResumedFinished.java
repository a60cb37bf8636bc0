package io.puredtls.dtls12.client;

import io.puredtls.alert.ProtocolException;
import io.puredtls.authentication.FinishedVerified;
import io.puredtls.crypto.schedule12.MasterSecret;
import io.puredtls.dtls12.Connected12;
import io.puredtls.dtls12.Handshaking12;
import io.puredtls.dtls12.SessionPart;
import io.puredtls.message.Finished;
import io.puredtls.record.epoch.WriteEpoch;
import io.puredtls.session.SessionInfo;
import io.puredtls.state.HandshakeContext;
import io.puredtls.state.HandshakeState;
import io.puredtls.state.Received;

/** [RFC5246 §7.3] The server proves that it has the session's secret; we do the same, last. Owns the secret and the epoch. */
record AwaitResumedFinished(Handshaking12 shared, SessionInfo info, MasterSecret master, WriteEpoch write, SessionPart session)
        implements Client12State {
    @Override
    public HandshakeState on(Received received, HandshakeContext context) throws ProtocolException {
        if (!(received.message() instanceof Finished finished)) {
            throw context.unexpected(received, this);
        }
        FinishedVerified proof = shared.verify(finished, master, context);
        context.accept(received);
        shared.prove(master, write, context);
        return new Connected12(master, shared.randoms(), info, proof, session);
    }

    @Override
    public int readEpoch() {
        return Handshaking12.PROTECTED_EPOCH;
    }

    @Override
    public void close() {
        master.close();
        write.close();
    }
}
