package io.puredtls.dtls12.client;

import io.puredtls.config.ClientConfig;
import io.puredtls.crypto.sign.SignatureVerified;
import io.puredtls.dtls12.Handshaking12;
import io.puredtls.authentication.PeerChain;
import io.puredtls.message.ServerEcdhParams;
import io.puredtls.session.PeerIdentity;
import io.puredtls.session.SessionInfo;

/** A server that owns the key of its certificate and sent its share. */
record ServerProved(
        ClientConfig config, Handshaking12 shared, PeerChain chain, ServerEcdhParams params, SignatureVerified proof) {
    SessionInfo info(PeerIdentity peer) {
        return shared.info(params.group(), proof.scheme(), peer);
    }
}
