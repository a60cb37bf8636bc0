package io.puredtls.dtls13.client;

import io.puredtls.authentication.AfterTrust;
import io.puredtls.crypto.sign.SignatureVerified;
import io.puredtls.dtls13.CertificateWish;
import io.puredtls.session.PeerIdentity;
import io.puredtls.state.HandshakeContext;
import io.puredtls.state.HandshakeState;
import java.util.Objects;
import java.util.Optional;

/** A server that owns the key that it showed; once it is believed the handshake goes on. Owns the secrets. */
record ServerProved(ServerSpoke spoke, Optional<CertificateWish> wish, SignatureVerified proof) implements AfterTrust {
    ServerProved {
        Objects.requireNonNull(proof, "proof");
    }

    @Override
    public HandshakeState proceed(PeerIdentity peer, HandshakeContext context) {
        return new AwaitFinished(spoke, wish, Optional.of(proof), peer);
    }

    @Override
    public void close() {
        spoke.close();
    }
}
