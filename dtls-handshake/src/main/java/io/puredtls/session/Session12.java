package io.puredtls.session;

import io.puredtls.crypto.hash.HashAlgorithm;
import io.puredtls.crypto.jca.Jca;
import io.puredtls.crypto.secret.SecretBytes;
import io.puredtls.crypto.suite.CipherSuite;
import io.puredtls.wire.Bytes;
import io.puredtls.wire.DecodeException;
import io.puredtls.wire.WireReader;
import io.puredtls.wire.WireWriter;
import java.security.PublicKey;
import java.util.List;
import java.util.Optional;

/**
 * [RFC5246 §7.3] [RFC5077 §4] What a DTLS 1.2 session is resumed with: the master secret, and what has to be as it was. A client
 * keeps it with the session ID or the ticket; a server keeps it in a store or seals it into the ticket. Owns the secret.
 *
 * <p>Whoever learns it can read all connections of the session, those before too: there are no new shares when it is
 * resumed, and the keys follow from the secret and the randoms, which are there for everybody to see. Sessions of DTLS 1.3 are
 * better in both.
 *
 * <p>[RFC7627 §5.3] There is one of a handshake with extended_master_secret alone: without it the secret is not bound to the
 * handshake, and another that had the same could be continued in its place.
 *
 * @param suite the session's, which is its connections' too
 * @param masterSecret of 48 bytes
 * @param origin what it all goes back to
 * @param issuedAt when it was made, in milliseconds of the wall clock
 * @param lifetime of the session, in seconds
 * @param serverName the name that the client asked for; at a client that went to an address, the address
 * @param applicationProtocol what was agreed on
 * @param peer who the peer was
 * @param sessionId what the client names it by; empty where there is a ticket, and at the server
 * @param ticket what the client sends back; empty where there is a session ID, and at the server
 */
public record Session12(
        CipherSuite suite, SecretBytes masterSecret, Origin origin, long issuedAt, long lifetime,
        Optional<String> serverName, Optional<String> applicationProtocol, PeerIdentity peer, Bytes sessionId, Bytes ticket)
        implements Session {
    static final int FORMAT = 12;

    private static final int MASTER_SECRET_LENGTH = 48;
    private static final int MAX_SESSION_ID = 32;

    /**
     * The full handshake that a session goes back to, by way of others or not.
     *
     * @param authenticatedAt when it was, in milliseconds of the wall clock
     * @param ownKey the SHA-256 hash of our public key that was shown in it, by a certificate or alone; empty if none was
     */
    public record Origin(long authenticatedAt, Bytes ownKey) {
        /** A handshake in which we showed nothing. */
        public static Origin at(long now) {
            return new Origin(now, Bytes.EMPTY);
        }

        /** One in which we showed this key. */
        public static Origin at(long now, Jca jca, PublicKey shown) {
            return new Origin(now, hash(jca, shown));
        }

        /** Whether it would be the same if {@code others} are what we have to show now. */
        public boolean isAmong(Jca jca, List<PublicKey> others) {
            return ownKey.isEmpty() || others.stream().anyMatch(each -> hash(jca, each).equals(ownKey));
        }

        private static Bytes hash(Jca jca, PublicKey key) {
            return Bytes.of(HashAlgorithm.SHA256.hash(jca, key.getEncoded()));
        }
    }

    @Override
    public Bytes token() {
        return ticket.isEmpty() ? sessionId : ticket;
    }

    @Override
    public Session12 copy() {
        return new Session12(
                suite, masterSecret.slice(0, masterSecret.length()), origin, issuedAt, lifetime, serverName,
                applicationProtocol, peer, sessionId, ticket);
    }

    @Override
    public byte[] encode() {
        WireWriter out = new WireWriter();
        out.u8("format", FORMAT);
        out.u16("cipher_suite", suite.code());
        out.opaque8("master_secret", Bytes.of(masterSecret.view()));
        out.u64("authenticated_at", origin.authenticatedAt);
        out.opaque8("own_key", origin.ownKey);
        out.u64("issued_at", issuedAt);
        out.u32("lifetime", lifetime);
        SessionFields.encode(out, serverName, applicationProtocol, peer);
        out.opaque8("session_id", sessionId);
        out.opaque16("ticket", ticket);
        return out.toArray();
    }

    static Session12 decode(byte[] bytes) throws DecodeException {
        WireReader in = new WireReader(bytes, 0, bytes.length);
        SessionFields.requireFormat(in, FORMAT);
        CipherSuite suite = new CipherSuite(in.u16("cipher_suite"));
        if (!suite.isKnown() || suite.isForDtls13()) {
            throw new DecodeException("cipher_suite", "is not one of DTLS 1.2: " + suite);
        }
        Bytes masterSecret = in.opaque8("master_secret");
        if (masterSecret.length() != MASTER_SECRET_LENGTH) {
            throw new DecodeException("master_secret", "has not 48 bytes");
        }
        Origin origin = new Origin(SessionFields.time(in, "authenticated_at"), in.opaque8("own_key"));
        long issuedAt = SessionFields.time(in, "issued_at");
        long lifetime = in.u32("lifetime");
        SessionFields fields = SessionFields.decode(in);
        Bytes sessionId = in.opaque8("session_id");
        if (sessionId.length() > MAX_SESSION_ID) {
            throw new DecodeException("session_id", "has more than 32 bytes");
        }
        Bytes ticket = in.opaque16("ticket");
        in.endOfMessage();
        return new Session12(
                suite, SecretBytes.taking(masterSecret.toArray()), origin, issuedAt, lifetime, fields.serverName(),
                fields.applicationProtocol(), fields.peer(), sessionId, ticket);
    }

    @Override
    public void close() {
        masterSecret.close();
    }
}
