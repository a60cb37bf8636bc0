package io.puredtls.dtls12.client;

import static io.puredtls.alert.ProtocolException.violation;

import io.puredtls.alert.ProtocolException;
import io.puredtls.alert.Violation;
import io.puredtls.config.ClientConfig;
import io.puredtls.crypto.schedule12.MasterSecret;
import io.puredtls.crypto.schedule12.PreMasterSecret;
import io.puredtls.dtls12.Handshaking12;
import io.puredtls.message.HandshakeCodec;
import io.puredtls.message.PskClientKeyExchange;
import io.puredtls.message.PskServerKeyExchange;
import io.puredtls.message.ServerEcdhParams;
import io.puredtls.message.ServerHelloDone;
import io.puredtls.session.PeerIdentity;
import io.puredtls.session.PreSharedKey;
import io.puredtls.session.Session12;
import io.puredtls.session.SessionInfo;
import io.puredtls.state.HandshakeContext;
import io.puredtls.state.HandshakeState;
import io.puredtls.state.Received;
import java.util.Optional;

/** [RFC4279 §2] The server has said all; our key is chosen, and our flight follows: ClientKeyExchange ChangeCipherSpec Finished. */
record AwaitPskHelloDone(ClientConfig config, Handshaking12 shared, PskServerKeyExchange server) implements Client12State {
    @Override
    public HandshakeState on(Received received, HandshakeContext context) throws ProtocolException {
        if (!(received.message() instanceof ServerHelloDone)) {
            throw context.unexpected(received, this);
        }
        context.accept(received);
        context.transcript().forgetMessages(); // nobody signs them
        PreSharedKey key = config.pskSelector().choose(server.hint(), config.keysForDtls12()).orElseThrow(() -> violation(
                Violation.NO_PRE_SHARED_KEY, "we have no pre-shared key for the server's hint " + server.hint()));
        SessionInfo info = shared.info(server.params().map(ServerEcdhParams::group), Optional.empty(), PeerIdentity.ofKey(key.identity()));
        Keepsake keepsake = Keepsake.given(config, Session12.Origin.at(context.settings().clock().millis()), shared.promise());
        return FinalFlight.send(shared, info, exchangeKeys(key, context), keepsake, context);
    }

    private MasterSecret exchangeKeys(PreSharedKey key, HandshakeContext context) throws ProtocolException {
        if (server.params().isEmpty()) {
            context.send(new PskClientKeyExchange(key.identity(), Optional.empty()));
            return shared.masterSecret(PreMasterSecret.ofKey(key.key()), context);
        }
        ServerShare.Agreement agreement = ServerShare.agree(server.params().get(), context.settings());
        context.send(new PskClientKeyExchange(key.identity(), Optional.of(agreement.share())));
        return shared.masterSecret(PreMasterSecret.ofKey(agreement.secret(), key.key()), context);
    }

    @Override
    public HandshakeCodec codec() {
        return shared.codec();
    }
}
