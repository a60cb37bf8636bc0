package io.puredtls.dtls12.client;

import io.puredtls.alert.ProtocolException;
import io.puredtls.crypto.schedule12.MasterSecret;
import io.puredtls.dtls12.Handshaking12;
import io.puredtls.message.NewSessionTicket12;
import io.puredtls.record.epoch.ReadEpoch;
import io.puredtls.session.SessionInfo;
import io.puredtls.state.HandshakeContext;
import io.puredtls.state.HandshakeState;
import io.puredtls.state.Received;

/** [RFC5246 §7.1] The server says that its next record is protected. Owns the secret and the epoch. */
record AwaitChangeCipherSpec(Handshaking12 shared, SessionInfo info, MasterSecret master, ReadEpoch read, Keepsake keepsake)
        implements Client12State, BeforeChangeCipherSpec {
    @Override
    public AwaitChangeCipherSpec with(NewSessionTicket12 ticket) {
        return new AwaitChangeCipherSpec(shared, info, master, read, keepsake.with(ticket));
    }

    @Override
    public boolean awaitsChangeCipherSpec() {
        return true;
    }

    @Override
    public HandshakeState onChangeCipherSpec(HandshakeContext context) {
        context.install(read);
        return new AwaitFinished(shared, info, master, keepsake);
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
