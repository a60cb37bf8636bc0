package io.puredtls.dtls12.server;

import io.puredtls.dtls12.Connected12;
import io.puredtls.dtls12.SessionPart;
import io.puredtls.session.Session;
import io.puredtls.session.SessionStore;
import io.puredtls.state.HandshakeContext;
import io.puredtls.wire.Bytes;

/** [RFC5246 §7.3] The session of a full handshake, in the server's store under the ID that its ServerHello said. */
record SessionKept(SessionIssuer issuer, SessionStore store, Bytes id) implements SessionPart {
    @Override
    public void afterHandshake(Connected12 connected, HandshakeContext context) {
        // [RFC5246 §F.1.4] once both have proved themselves
        issuer.session(connected.info(), connected.master()).ifPresent(session -> store.put(id, session));
    }

    @Override
    public void onFailure() {
        forget(store, id);
    }

    /** [RFC5246 §7.2.2] What ended by a fatal alert is not resumed. Only ends with keys get here: nobody else can end a session so. */
    static void forget(SessionStore store, Bytes id) {
        store.take(id).ifPresent(Session::close);
    }
}
