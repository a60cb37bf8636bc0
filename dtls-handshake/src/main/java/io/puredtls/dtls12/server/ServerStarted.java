package io.puredtls.dtls12.server;

import io.puredtls.config.ServerConfig;
import io.puredtls.crypto.kex.KeyExchange;
import io.puredtls.dtls12.Handshaking12;
import io.puredtls.negotiate.Chosen12;
import io.puredtls.session.PeerIdentity;
import io.puredtls.session.SessionInfo;

/** A server that has sent its flight. Owns the key exchange until the client's share is here. */
record ServerStarted(ServerConfig config, Handshaking12 shared, Chosen12 chosen, KeyExchange exchange) {
    SessionInfo info(PeerIdentity peer) {
        return shared.info(chosen.group(), chosen.scheme(), peer);
    }
}
