package io.puredtls.dtls12.server;

import static io.puredtls.alert.ProtocolException.violation;

import io.puredtls.alert.ProtocolException;
import io.puredtls.alert.Violation;
import io.puredtls.crypto.kex.IllegalShareException;
import io.puredtls.crypto.schedule12.MasterSecret;
import io.puredtls.crypto.secret.SecretBytes;
import io.puredtls.dtls12.Keys12;
import io.puredtls.authentication.PeerChain;
import io.puredtls.message.ClientKeyExchange;
import io.puredtls.session.PeerIdentity;
import io.puredtls.state.HandshakeContext;
import io.puredtls.state.HandshakeState;
import io.puredtls.state.Received;
import java.util.Optional;

/** [RFC8422 §5.7] The client sends its share. Owns the key exchange. */
record AwaitClientKeyExchange(ServerStarted started, Optional<PeerChain> chain) implements Server12State {
    @Override
    public HandshakeState on(Received received, HandshakeContext context) throws ProtocolException {
        if (!(received.message() instanceof ClientKeyExchange clientExchange)) {
            throw context.unexpected(received, this);
        }
        SecretBytes agreement = agree(clientExchange);
        context.accept(received);
        MasterSecret master = started.shared().masterSecret(agreement, context);
        Keys12 keys = started.shared().keys(master, context.settings());
        ClientKeys clientKeys = new ClientKeys(started, master, keys);
        return chain.isPresent()
                ? new AwaitCertificateVerify(clientKeys, chain.get())
                : new AwaitChangeCipherSpec(clientKeys, PeerIdentity.ANONYMOUS);
    }

    private SecretBytes agree(ClientKeyExchange clientExchange) throws ProtocolException {
        try (var exchange = started.exchange()) {
            return exchange.agree(clientExchange.share().toArray());
        } catch (IllegalShareException illegal) {
            throw violation(Violation.ILLEGAL_KEY_SHARE, "ClientKeyExchange: " + illegal.getMessage());
        }
    }

    @Override
    public void close() {
        started.exchange().close();
    }
}
