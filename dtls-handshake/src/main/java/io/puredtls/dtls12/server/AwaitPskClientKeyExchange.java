package io.puredtls.dtls12.server;

import io.puredtls.alert.ProtocolException;
import io.puredtls.authentication.AwaitKeys;
import io.puredtls.config.ServerConfig;
import io.puredtls.crypto.kex.KeyExchange;
import io.puredtls.crypto.kex.NamedGroup;
import io.puredtls.crypto.schedule12.MasterSecret;
import io.puredtls.crypto.schedule12.PreMasterSecret;
import io.puredtls.crypto.secret.SecretBytes;
import io.puredtls.dtls12.Handshaking12;
import io.puredtls.message.HandshakeCodec;
import io.puredtls.message.PskClientKeyExchange;
import io.puredtls.session.PeerIdentity;
import io.puredtls.session.PreSharedKey;
import io.puredtls.session.SessionInfo;
import io.puredtls.state.HandshakeContext;
import io.puredtls.state.HandshakeState;
import io.puredtls.state.Received;
import io.puredtls.wire.Bytes;
import java.util.List;
import java.util.Optional;

/** [RFC4279 §2] [RFC5489 §2] The client names its key and sends its share, if the suite has any. Owns the key exchange. */
record AwaitPskClientKeyExchange(ServerConfig config, Handshaking12 shared, Optional<KeyExchange> exchange) implements Server12State {
    private static final int RANDOM_KEY_LENGTH = 32;

    /** The same message again, once the key that it names is known or known not to be there. */
    private record Named(AwaitPskClientKeyExchange before, Received received) implements AwaitKeys.AfterKeys {
        @Override
        public HandshakeState proceed(ServerConfig answered, HandshakeContext context) throws ProtocolException {
            return new AwaitPskClientKeyExchange(answered, before.shared, before.exchange).on(received, context);
        }

        @Override
        public void close() {
            before.close();
        }
    }

    @Override
    public HandshakeState on(Received received, HandshakeContext context) throws ProtocolException {
        if (!(received.message() instanceof PskClientKeyExchange client)) {
            throw context.unexpected(received, this);
        }
        if (config.preSharedKeys().isAsked()) {
            return AwaitKeys.ask(config, List.of(client.identity()), new Named(this, received), context);
        }
        Optional<NamedGroup> group = exchange.map(KeyExchange::group);
        try (SecretBytes key = key(client.identity())) {
            PreMasterSecret preMaster = preMaster(client, key);
            context.accept(received);
            MasterSecret master = shared.masterSecret(preMaster, context);
            ClientKeys keys = new ClientKeys(shared, master, shared.keys(master, context));
            SessionInfo info = shared.info(group, Optional.empty(), PeerIdentity.ofKey(client.identity()));
            return new AwaitChangeCipherSpec(keys, info, SessionIssuer.withoutKey(config));
        }
    }

    /** [RFC4279 §2] A name that nobody knows goes on with a random key, so that it looks like a wrong one: nobody learns which names there are. */
    private SecretBytes key(Bytes identity) {
        return config.preSharedKeys().find(identity).filter(PreSharedKey::isForDtls12)
                .map(known -> known.key().slice(0, known.key().length()))
                .orElseGet(() -> SecretBytes.taking(config.settings().entropy().bytes(RANDOM_KEY_LENGTH)));
    }

    private PreMasterSecret preMaster(PskClientKeyExchange client, SecretBytes key) throws ProtocolException {
        if (exchange.isEmpty()) {
            return PreMasterSecret.ofKey(key);
        }
        return PreMasterSecret.ofKey(ClientShare.agree(exchange.get(), client.share().orElseThrow()), key);
    }

    @Override
    public HandshakeCodec codec() {
        return shared.codec();
    }

    @Override
    public void close() {
        exchange.ifPresent(KeyExchange::close);
    }
}
