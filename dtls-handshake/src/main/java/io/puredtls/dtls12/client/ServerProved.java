package io.puredtls.dtls12.client;

import io.puredtls.authentication.PeerChain;
import io.puredtls.config.ClientConfig;
import io.puredtls.crypto.sign.SignatureVerified;
import io.puredtls.dtls12.Handshaking12;
import io.puredtls.message.ServerEcdhParams;
import io.puredtls.session.PeerIdentity;
import io.puredtls.session.SessionInfo;
import java.util.Optional;

/** A server that owns the key of its certificate and sent its share. */
record ServerProved(
        ClientConfig config, Handshaking12 shared, PeerChain chain, ServerEcdhParams params, SignatureVerified proof) {
    SessionInfo info(PeerIdentity peer) {
        return shared.info(Optional.of(params.group()), Optional.of(proof.scheme()), peer);
    }
}
