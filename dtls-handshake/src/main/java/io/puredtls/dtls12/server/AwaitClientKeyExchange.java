package io.puredtls.dtls12.server;

import io.puredtls.alert.ProtocolException;
import io.puredtls.authentication.PeerCredentials;
import io.puredtls.crypto.schedule12.MasterSecret;
import io.puredtls.crypto.schedule12.PreMasterSecret;
import io.puredtls.crypto.secret.SecretBytes;
import io.puredtls.message.ClientKeyExchange;
import io.puredtls.session.PeerIdentity;
import io.puredtls.state.HandshakeContext;
import io.puredtls.state.HandshakeState;
import io.puredtls.state.Received;
import java.util.Optional;

/** [RFC8422 §5.7] The client sends its share. Owns the key exchange. */
record AwaitClientKeyExchange(ServerStarted started, Optional<PeerCredentials> client) implements Server12State {
    @Override
    public HandshakeState on(Received received, HandshakeContext context) throws ProtocolException {
        if (!(received.message() instanceof ClientKeyExchange clientExchange)) {
            throw context.unexpected(received, this);
        }
        SecretBytes agreement = ClientShare.agree(started.exchange(), clientExchange.share());
        context.accept(received);
        MasterSecret master = started.shared().masterSecret(new PreMasterSecret(agreement), context);
        ClientKeys keys = new ClientKeys(started.shared(), master, started.shared().keys(master, context));
        return client.isPresent()
                ? new AwaitCertificateVerify(started, keys, client.get())
                : new AwaitChangeCipherSpec(keys, started.info(PeerIdentity.ANONYMOUS), started.issuer());
    }

    @Override
    public void close() {
        started.exchange().close();
    }
}
