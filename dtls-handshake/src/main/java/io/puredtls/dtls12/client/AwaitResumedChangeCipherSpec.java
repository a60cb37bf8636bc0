package io.puredtls.dtls12.client;

import io.puredtls.alert.ProtocolException;
import io.puredtls.crypto.schedule12.MasterSecret;
import io.puredtls.dtls12.Handshaking12;
import io.puredtls.dtls12.Keys12;
import io.puredtls.message.NewSessionTicket12;
import io.puredtls.session.SessionInfo;
import io.puredtls.state.HandshakeContext;
import io.puredtls.state.HandshakeState;
import io.puredtls.state.Received;

/** [RFC5246 §7.3] The server has resumed, and says that its next record is protected. Owns the secret and the epochs. */
record AwaitResumedChangeCipherSpec(Handshaking12 shared, SessionInfo info, MasterSecret master, Keys12 keys, Keepsake keepsake)
        implements Client12State, BeforeChangeCipherSpec {
    @Override
    public AwaitResumedChangeCipherSpec with(NewSessionTicket12 ticket) {
        return new AwaitResumedChangeCipherSpec(shared, info, master, keys, keepsake.with(ticket));
    }

    @Override
    public boolean awaitsChangeCipherSpec() {
        return true;
    }

    @Override
    public HandshakeState onChangeCipherSpec(HandshakeContext context) {
        context.install(keys.read());
        return new AwaitResumedFinished(shared, info, master, keys.write(), keepsake);
    }

    @Override
    public HandshakeState on(Received received, HandshakeContext context) throws ProtocolException {
        throw context.unexpected(received, this);
    }

    @Override
    public void close() {
        master.close();
        keys.close();
    }
}
