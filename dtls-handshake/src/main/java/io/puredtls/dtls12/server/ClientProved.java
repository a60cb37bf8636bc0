package io.puredtls.dtls12.server;

import io.puredtls.authentication.AfterTrust;
import io.puredtls.crypto.sign.SignatureVerified;
import io.puredtls.session.PeerIdentity;
import io.puredtls.state.HandshakeContext;
import io.puredtls.state.HandshakeState;
import java.util.Objects;

/** A client that owns the key that it showed; once it is believed the handshake goes on. Owns the keys. */
record ClientProved(ServerStarted started, ClientKeys keys, SignatureVerified proof) implements AfterTrust {
    ClientProved {
        Objects.requireNonNull(proof, "proof");
    }

    @Override
    public HandshakeState proceed(PeerIdentity peer, HandshakeContext context) {
        return new AwaitChangeCipherSpec(keys, started.info(peer), started.issuer());
    }

    @Override
    public void close() {
        keys.close();
    }
}
