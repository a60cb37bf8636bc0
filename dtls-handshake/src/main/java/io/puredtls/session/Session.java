package io.puredtls.session;

import io.puredtls.crypto.suite.CipherSuite;
import io.puredtls.wire.Bytes;
import io.puredtls.wire.DecodeException;
import java.util.Optional;

/**
 * What an earlier handshake agreed on, to be resumed by a shorter one: of the version that it was made in. Owns its secret,
 * which whoever has it closes in the end. Not thread-safe.
 */
public sealed interface Session extends AutoCloseable permits Session12, Session13 {
    /** [RFC9846 §4.7.1] [RFC9325 §3.4] No session is resumed for longer than a week, in seconds. */
    long MAX_LIFETIME = 604_800;

    /** The suite that it was made under. */
    CipherSuite suite();

    /** When it was made, or the ticket received, in milliseconds of the wall clock. */
    long issuedAt();

    /** How long after that it may be resumed, in seconds. */
    long lifetime();

    /** The name that the client asked for; at a client that went to an address, the address. */
    Optional<String> serverName();

    /** The application protocol that was agreed on. */
    Optional<String> applicationProtocol();

    /** Who the peer was. */
    PeerIdentity peer();

    /** What the client names it by: a ticket, or a session ID of DTLS 1.2; empty at the server. */
    Bytes token();

    /** Whether it may still be resumed at this time, in milliseconds of the wall clock. */
    default boolean isAlive(long now) {
        // [RFC9846 §4.7.1#10]
        return now >= issuedAt() && now - issuedAt() <= Math.min(lifetime(), MAX_LIFETIME) * 1000;
    }

    /** The same session with a copy of the secret, to be kept apart. */
    Session copy();

    /** All of it as bytes, the secret too: a secret. {@link #decode} reads them. */
    byte[] encode();

    /**
     * Reads what {@link #encode} wrote, of either version; {@code bytes} are lent.
     *
     * @throws DecodeException if they are of no format that is known
     */
    static Session decode(byte[] bytes) throws DecodeException {
        if (bytes.length > 0 && bytes[0] == Session12.FORMAT) {
            return Session12.decode(bytes);
        }
        return Session13.decode(bytes);
    }

    /**
     * [RFC9846 §4.7.1] How long a session that is made now may be resumed, in seconds: sessions lead to others, but none of them
     * leads further than a week from the certificates that were shown, nor beyond what these are good for.
     *
     * @param wished at most so long
     * @param authenticatedAt when they were shown, in milliseconds of the wall clock, as is {@code now}
     */
    // [RFC9846 §4.7.1#17]
    static long lifetime(long wished, long authenticatedAt, PeerIdentity peer, long now) {
        long ofAuthentication = MAX_LIFETIME - (now - authenticatedAt) / 1000;
        long ofCertificate = peer.certificate().map(shown -> (shown.getNotAfter().getTime() - now) / 1000).orElse(MAX_LIFETIME);
        return Math.max(0, Math.min(wished, Math.min(ofAuthentication, ofCertificate)));
    }

    /** Wipes the secret. */
    @Override
    void close();
}
