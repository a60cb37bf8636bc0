package io.puredtls.dtls12.server;

import io.puredtls.crypto.schedule12.MasterSecret;
import io.puredtls.dtls12.Handshaking12;
import io.puredtls.dtls12.Keys12;

/** A handshake whose keys are agreed on but not yet in use. Owns the secret and the epochs. */
record ClientKeys(Handshaking12 shared, MasterSecret master, Keys12 keys) implements AutoCloseable {
    @Override
    public void close() {
        master.close();
        keys.close();
    }
}
