package io.puredtls.dtls13.server;

import io.puredtls.crypto.schedule13.EarlySecret;
import io.puredtls.session.PeerIdentity;
import io.puredtls.session.Session13;
import io.puredtls.wire.Bytes;
import java.util.Optional;

/**
 * The pre-shared key that a server chose, its binder verified. Owns what the session holds.
 *
 * @param index among the client's identities
 * @param secret the first stage of the key schedule
 * @param session what is resumed, if it is a ticket's
 * @param identity its name as it was configured, if it is one that both ends were given
 */
record ChosenKey(int index, EarlySecret secret, Optional<Session13> session, Optional<Bytes> identity) implements AutoCloseable {
    /** Whom it is the key of. */
    PeerIdentity peer() {
        return session.map(Session13::peer).or(() -> identity.map(PeerIdentity::ofKey)).orElseThrow();
    }

    @Override
    public void close() {
        secret.close();
        session.ifPresent(Session13::close);
    }
}
