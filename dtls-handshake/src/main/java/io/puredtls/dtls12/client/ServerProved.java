package io.puredtls.dtls12.client;

import io.puredtls.authentication.PeerCredentials;
import io.puredtls.config.ClientConfig;
import io.puredtls.crypto.sign.SignatureVerified;
import io.puredtls.dtls12.Handshaking12;
import io.puredtls.message.ServerEcdhParams;
import io.puredtls.session.PeerIdentity;
import io.puredtls.session.SessionInfo;
import java.util.Optional;

/** A server that owns the key that it showed and sent its share. */
record ServerProved(
        ClientConfig config, Handshaking12 shared, PeerCredentials peer, ServerEcdhParams params, SignatureVerified proof) {
    SessionInfo info(PeerIdentity identity) {
        return shared.info(Optional.of(params.group()), Optional.of(proof.scheme()), identity);
    }
}
