package io.puredtls.dtls13.server;

import io.puredtls.authentication.AfterTrust;
import io.puredtls.crypto.sign.SignatureVerified;
import io.puredtls.session.PeerIdentity;
import io.puredtls.state.HandshakeContext;
import io.puredtls.state.HandshakeState;
import java.util.Objects;

/** A client that owns the key that it showed; once it is believed the handshake goes on. Owns the secrets. */
record ClientProved13(ServerStarted13 started, SignatureVerified proof) implements AfterTrust {
    ClientProved13 {
        Objects.requireNonNull(proof, "proof");
    }

    @Override
    public HandshakeState proceed(PeerIdentity peer, HandshakeContext context) {
        return new AwaitFinished(started, peer);
    }

    @Override
    public void close() {
        started.close();
    }
}
