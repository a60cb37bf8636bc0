package io.puredtls.dtls12;

import static io.puredtls.alert.ProtocolException.violation;

import io.puredtls.alert.ProtocolException;
import io.puredtls.alert.Violation;
import io.puredtls.authentication.FinishedVerified;
import io.puredtls.config.ConnectionIdUsage;
import io.puredtls.crypto.schedule12.MasterSecret;
import io.puredtls.crypto.schedule12.Randoms;
import io.puredtls.crypto.secret.SecretBytes;
import io.puredtls.event.EngineEvent;
import io.puredtls.flight.Answer;
import io.puredtls.message.HandshakeType;
import io.puredtls.session.SessionInfo;
import io.puredtls.state.Established;
import io.puredtls.state.HandshakeContext;
import io.puredtls.state.HandshakeState;
import io.puredtls.state.Received;
import java.util.Objects;

/** After the handshake, in both roles. Demands the proof that the peer's Finished was right. Owns the master secret. */
public record Connected12(MasterSecret master, Randoms randoms, SessionInfo info, FinishedVerified proof, SessionPart session)
        implements Established {
    /** Without proof there is no connection. */
    public Connected12 {
        Objects.requireNonNull(proof, "proof");
    }

    @Override
    public HandshakeState afterHandshake(HandshakeContext context) {
        session.afterHandshake(this, context);
        return this;
    }

    @Override
    public void onFailure() {
        session.onFailure();
    }

    /** [RFC9325 §3.5] Whatever comes would be a renegotiation, which is never granted. */
    @Override
    public HandshakeState on(Received received, HandshakeContext context) throws ProtocolException {
        throw violation(Violation.RENEGOTIATION_REFUSED, received.message().type() + " after the handshake");
    }

    @Override
    public int readEpoch() {
        return Handshaking12.PROTECTED_EPOCH;
    }

    @Override
    public int handshakeEpoch() {
        return Handshaking12.PROTECTED_EPOCH;
    }

    @Override
    public Answer answer() {
        return Answer.NOTHING;
    }

    /** A new handshake would count from 0 again; the Finished that it began with may come again. */
    @Override
    public void onOldMessage(HandshakeType type) throws ProtocolException {
        if (!type.equals(HandshakeType.FINISHED)) {
            throw violation(Violation.RENEGOTIATION_REFUSED, type + " after the handshake");
        }
    }

    /** There is no way to other keys in this version: the application is told. */
    @Override
    public HandshakeState onSealingKeysWearOut(long recordsLeft, HandshakeContext context) {
        context.emit(new EngineEvent.UsageWarning(recordsLeft));
        return this;
    }

    @Override
    public HandshakeState onOpeningKeysWearOut(HandshakeContext context) {
        return this;
    }

    @Override
    public HandshakeState updateKeys(HandshakeContext context) {
        throw new UnsupportedOperationException("DTLS 1.2 has no KeyUpdate: keys change with the association alone");
    }

    @Override
    public HandshakeState requestClientAuthentication(HandshakeContext context) {
        throw new UnsupportedOperationException("DTLS 1.2 asks for certificates in the handshake alone");
    }

    @Override
    public HandshakeState issueTicket(HandshakeContext context) {
        throw new UnsupportedOperationException("DTLS 1.2 gives its ticket in the handshake");
    }

    @Override
    public HandshakeState issueConnectionIds(int count, ConnectionIdUsage usage, HandshakeContext context) {
        throw new UnsupportedOperationException("DTLS 1.2 agrees on connection IDs in the handshake alone");
    }

    @Override
    public HandshakeState requestConnectionIds(int count, HandshakeContext context) {
        throw new UnsupportedOperationException("DTLS 1.2 agrees on connection IDs in the handshake alone");
    }

    @Override
    public SecretBytes export(String label, int length) {
        requireBoundSecret();
        return master.export(label, randoms, length);
    }

    @Override
    public SecretBytes export(String label, byte[] context, int length) {
        requireBoundSecret();
        return master.export(label, context, randoms, length);
    }

    /** [RFC7627 §5.4#1] [RFC7627 §5.4#2] Two sessions may share a secret that is not bound: what is exported would prove nothing. */
    private void requireBoundSecret() {
        if (!info.extendedMasterSecret()) {
            throw new IllegalStateException("nothing is exported from a session without extended_master_secret");
        }
    }

    @Override
    public void close() {
        master.close();
    }
}
