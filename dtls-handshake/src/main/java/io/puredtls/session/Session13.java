package io.puredtls.session;

import io.puredtls.crypto.secret.SecretBytes;
import io.puredtls.crypto.suite.CipherSuite;
import io.puredtls.wire.Bytes;
import io.puredtls.wire.DecodeException;
import io.puredtls.wire.WireReader;
import io.puredtls.wire.WireWriter;
import java.util.Optional;

/**
 * [RFC9846 §4.7.1] What a DTLS 1.3 session is resumed with: the key that a ticket stands for, and what was agreed on when
 * it was given. A client keeps it with the ticket; a server seals it into the ticket or keeps it in a store. Owns the key.
 *
 * @param suite the session's; it is resumed under one with the same hash
 * @param psk the pre-shared key
 * @param authenticatedAt when the certificates were shown that all this goes back to, in milliseconds of the wall clock
 * @param issuedAt when the ticket was given, or received, in milliseconds of the wall clock
 * @param lifetime of the ticket, in seconds
 * @param ageAdd what the client adds to the ticket's age
 * @param maxEarlyData how many bytes of early data may be sent with it
 * @param serverName the name that the client asked for; at a client that went to an address, the address
 * @param applicationProtocol what was agreed on
 * @param peer who the peer was
 * @param address the network that the ticket was given to, where it may stand for a cookie; empty at the client
 * @param ticket what the client sends back; empty at the server
 */
public record Session13(
        CipherSuite suite, SecretBytes psk, long authenticatedAt, long issuedAt, long lifetime, long ageAdd, long maxEarlyData,
        Optional<String> serverName, Optional<String> applicationProtocol, PeerIdentity peer, Bytes address, Bytes ticket)
        implements Session {
    private static final int FORMAT = 3;

    /** [RFC9846 §4.3.11.1] The ticket's age as it is told to the server. */
    public long obfuscatedAge(long now) {
        // [RFC9846 §4.3.11.1#2]
        return now - issuedAt + ageAdd & 0xFFFF_FFFFL;
    }

    @Override
    public Bytes token() {
        return ticket;
    }

    @Override
    public Session13 copy() {
        return new Session13(
                suite, psk.slice(0, psk.length()), authenticatedAt, issuedAt, lifetime, ageAdd, maxEarlyData, serverName, applicationProtocol, peer,
                address, ticket);
    }

    @Override
    public byte[] encode() {
        WireWriter out = new WireWriter();
        out.u8("format", FORMAT);
        out.u16("cipher_suite", suite.code());
        out.opaque8("psk", Bytes.of(psk.view()));
        out.u64("authenticated_at", authenticatedAt);
        out.u64("issued_at", issuedAt);
        out.u32("ticket_lifetime", lifetime);
        out.u32("ticket_age_add", ageAdd);
        out.u32("max_early_data_size", maxEarlyData);
        SessionFields.encode(out, serverName, applicationProtocol, peer);
        out.opaque8("address", address);
        out.opaque16("ticket", ticket);
        return out.toArray();
    }

    static Session13 decode(byte[] bytes) throws DecodeException {
        WireReader in = new WireReader(bytes, 0, bytes.length);
        SessionFields.requireFormat(in, FORMAT);
        CipherSuite suite = new CipherSuite(in.u16("cipher_suite"));
        if (!suite.isKnown() || !suite.isForDtls13()) {
            throw new DecodeException("cipher_suite", "is not one of DTLS 1.3: " + suite);
        }
        Bytes psk = in.opaque8("psk");
        if (psk.length() != suite.hash().length()) {
            throw new DecodeException("psk", "has not " + suite.hash().length() + " bytes");
        }
        long authenticatedAt = SessionFields.time(in, "authenticated_at");
        long issuedAt = SessionFields.time(in, "issued_at");
        long lifetime = in.u32("ticket_lifetime");
        long ageAdd = in.u32("ticket_age_add");
        long maxEarlyData = in.u32("max_early_data_size");
        SessionFields fields = SessionFields.decode(in);
        Bytes address = in.opaque8("address");
        Bytes ticket = in.opaque16("ticket");
        in.endOfMessage();
        return new Session13(
                suite, SecretBytes.taking(psk.toArray()), authenticatedAt, issuedAt, lifetime, ageAdd, maxEarlyData, fields.serverName(),
                fields.applicationProtocol(), fields.peer(), address, ticket);
    }

    @Override
    public void close() {
        psk.close();
    }
}
