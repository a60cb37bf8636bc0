package io.puredtls.dtls12.server;

import static io.puredtls.alert.ProtocolException.violation;

import io.puredtls.alert.ProtocolException;
import io.puredtls.alert.Violation;
import io.puredtls.authentication.FinishedVerified;
import io.puredtls.crypto.schedule12.MasterSecret;
import io.puredtls.dtls12.Connected12;
import io.puredtls.dtls12.Handshaking12;
import io.puredtls.message.Finished;
import io.puredtls.record.epoch.WriteEpoch;
import io.puredtls.session.SessionInfo;
import io.puredtls.state.HandshakeContext;
import io.puredtls.state.HandshakeState;
import io.puredtls.state.Received;

/** [RFC5246 §7.4.9] The client proves that it saw what we saw; we do the same. Owns the secret and the epoch. */
record AwaitFinished(Handshaking12 shared, SessionInfo info, MasterSecret master, WriteEpoch write, SessionIssuer issuer)
        implements Server12State {
    private static final int PATIENCE = 3; // somebody else may have forged the first

    @Override
    public HandshakeState on(Received received, HandshakeContext context) throws ProtocolException {
        if (!(received.message() instanceof Finished finished)) {
            throw context.unexpected(received, this);
        }
        FinishedVerified proof = shared.verify(finished, master, context);
        context.accept(received);
        // [RFC5077 §3.3#4] before ChangeCipherSpec, to a client that has proved itself
        issuer.ticket(shared, info, master).ifPresent(context::send);
        shared.prove(master, write, context);
        return new Connected12(master, shared.randoms(), info, proof, issuer.part(shared));
    }

    /** [RFC4279 §2] A client with another key, or a name that we do not know, says its Finished in keys of its own. */
    @Override
    public void onForgeries(long seen) throws ProtocolException {
        if (seen >= PATIENCE && shared.agreed().suite().isByKey()) {
            throw wrongKey();
        }
    }

    @Override
    public void onHandshakeLimit(long forgeries) throws ProtocolException {
        if (forgeries > 0 && shared.agreed().suite().isByKey()) {
            throw wrongKey();
        }
    }

    private static ProtocolException wrongKey() {
        return violation(Violation.WRONG_PRE_SHARED_KEY,
                "the client's Finished cannot be opened: it has another pre-shared key, or a name for it that we do not know");
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
