package io.puredtls.dtls12.server;

import io.puredtls.dtls12.Connected12;
import io.puredtls.dtls12.SessionPart;
import io.puredtls.session.SessionStore;
import io.puredtls.state.HandshakeContext;
import io.puredtls.wire.Bytes;

/** [RFC5246 §7.3] A session that was resumed out of the server's store, where it stays as it is. */
record SessionInUse(SessionStore store, Bytes id) implements SessionPart {
    @Override
    public void afterHandshake(Connected12 connected, HandshakeContext context) {
        // its time goes on from when it was made
    }

    @Override
    public void onFailure() {
        SessionKept.forget(store, id);
    }
}
