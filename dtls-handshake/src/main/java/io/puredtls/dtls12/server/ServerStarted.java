package io.puredtls.dtls12.server;

import io.puredtls.config.ServerConfig;
import io.puredtls.crypto.kex.KeyExchange;
import io.puredtls.dtls12.Handshaking12;
import io.puredtls.negotiate.CredentialsChoice;
import io.puredtls.session.PeerIdentity;
import io.puredtls.session.SessionInfo;
import java.util.Optional;

/** A server that has sent its flight. Owns the key exchange until the client's share is here. */
record ServerStarted(ServerConfig config, Handshaking12 shared, CredentialsChoice own, KeyExchange exchange) {
    SessionIssuer issuer() {
        return SessionIssuer.withKey(config, own.credentials().publicKey());
    }

    SessionInfo info(PeerIdentity peer) {
        return shared.info(Optional.of(exchange.group()), Optional.of(own.scheme()), peer);
    }
}
