package io.puredtls.dtls13.client;

import io.puredtls.crypto.hash.HashAlgorithm;
import io.puredtls.crypto.jca.Jca;
import io.puredtls.crypto.kex.PskKind;
import io.puredtls.crypto.schedule13.EarlySecret;
import io.puredtls.crypto.secret.SecretBytes;
import io.puredtls.extension.PskIdentity;
import io.puredtls.session.PeerIdentity;
import io.puredtls.session.PreSharedKey;
import io.puredtls.session.Session13;
import java.util.Optional;

/**
 * One pre-shared key that a client offers. The key is lent by whoever configured it.
 *
 * @param identity its name on the wire
 * @param session what it resumes, if it is a ticket's
 * @param peer whom both ends have it with
 */
public record OfferedKey(
        PskIdentity identity, SecretBytes key, HashAlgorithm hash, PskKind kind, Optional<Session13> session, PeerIdentity peer) {
    /** A session's ticket, {@code now} milliseconds of the wall clock. */
    public static OfferedKey of(Session13 session, long now) {
        return new OfferedKey(
                new PskIdentity(session.ticket(), session.obfuscatedAge(now)), session.psk(), session.suite().hash(), PskKind.RESUMPTION,
                Optional.of(session), session.peer());
    }

    /** A key that both ends were given. */
    public static OfferedKey of(PreSharedKey key) {
        // [RFC9846 §4.3.11#1]
        return new OfferedKey(
                new PskIdentity(key.identity(), 0), key.key(), key.hash(), key.kind(), Optional.empty(),
                PeerIdentity.ofKey(key.externalIdentity()));
    }

    /** Gives the first stage of the key schedule. */
    EarlySecret earlySecret(Jca jca) {
        return EarlySecret.of(jca, hash, key);
    }
}
