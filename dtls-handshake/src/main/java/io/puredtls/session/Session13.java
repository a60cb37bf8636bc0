package io.puredtls.session;

import io.puredtls.crypto.credentials.Certificates;
import io.puredtls.crypto.secret.SecretBytes;
import io.puredtls.crypto.suite.CipherSuite;
import io.puredtls.wire.Bytes;
import io.puredtls.wire.DecodeException;
import io.puredtls.wire.WireReader;
import io.puredtls.wire.WireWriter;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
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
        implements AutoCloseable {
    /** [RFC9846 §4.7.1] No ticket is good for longer than a week, in seconds. */
    public static final long MAX_LIFETIME = 604_800;

    private static final int FORMAT = 2;
    private static final long MILLIS = 1000;

    /**
     * [RFC9846 §4.7.1] How long a ticket that is given now may be good, in seconds: tickets lead to others, but none of them
     * leads further than a week from the certificates that were shown, nor beyond what these are good for.
     *
     * @param wished at most so long
     * @param now in milliseconds of the wall clock
     */
    // [RFC9846 §4.7.1#17]
    public static long lifetime(long wished, long authenticatedAt, PeerIdentity peer, long now) {
        long ofAuthentication = MAX_LIFETIME - (now - authenticatedAt) / MILLIS;
        long ofCertificate = peer.certificate().map(shown -> (shown.getNotAfter().getTime() - now) / MILLIS).orElse(MAX_LIFETIME);
        return Math.max(0, Math.min(wished, Math.min(ofAuthentication, ofCertificate)));
    }

    /** Whether its ticket may still be used at this time, in milliseconds of the wall clock. */
    public boolean isAlive(long now) {
        // [RFC9846 §4.7.1#10]
        return now >= issuedAt && now - issuedAt <= Math.min(lifetime, MAX_LIFETIME) * MILLIS;
    }

    /** [RFC9846 §4.3.11.1] The ticket's age as it is told to the server. */
    public long obfuscatedAge(long now) {
        // [RFC9846 §4.3.11.1#2]
        return now - issuedAt + ageAdd & 0xFFFF_FFFFL;
    }

    /** The same session with a copy of the key, to be kept apart. */
    public Session13 copy() {
        return new Session13(
                suite, psk.slice(0, psk.length()), authenticatedAt, issuedAt, lifetime, ageAdd, maxEarlyData, serverName, applicationProtocol, peer,
                address, ticket);
    }

    /** All of it as bytes, the key too: a secret. {@link #decode} reads them. */
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
        out.opaque16("server_name", text(serverName));
        out.opaque8("protocol_name", text(applicationProtocol));
        out.u8("verified", peer.verified() ? 1 : 0);
        out.opaque16("psk_identity", peer.pskIdentity().orElse(Bytes.EMPTY));
        out.vector24("certificate_list", list -> peer.chain().forEach(each -> list.opaque24("cert_data", der(each))));
        out.opaque8("address", address);
        out.opaque16("ticket", ticket);
        return out.toArray();
    }

    /**
     * Reads what {@link #encode} wrote; {@code bytes} are lent.
     *
     * @throws DecodeException if they are not of this format
     */
    public static Session13 decode(byte[] bytes) throws DecodeException {
        WireReader in = new WireReader(bytes, 0, bytes.length);
        if (in.u8("format") != FORMAT) {
            throw new DecodeException("format", "is not " + FORMAT);
        }
        CipherSuite suite = new CipherSuite(in.u16("cipher_suite"));
        if (!suite.isKnown() || !suite.isForDtls13()) {
            throw new DecodeException("cipher_suite", "is not one of DTLS 1.3: " + suite);
        }
        Bytes psk = in.opaque8("psk");
        if (psk.length() != suite.hash().length()) {
            throw new DecodeException("psk", "has not " + suite.hash().length() + " bytes");
        }
        long authenticatedAt = time(in, "authenticated_at");
        long issuedAt = time(in, "issued_at");
        long lifetime = in.u32("ticket_lifetime");
        long ageAdd = in.u32("ticket_age_add");
        long maxEarlyData = in.u32("max_early_data_size");
        Optional<String> serverName = text(in.opaque16("server_name"));
        Optional<String> protocol = text(in.opaque8("protocol_name"));
        boolean verified = in.u8("verified") == 1;
        Bytes pskIdentity = in.opaque16("psk_identity");
        List<X509Certificate> chain = certificates(in.vector24("certificate_list"));
        Bytes address = in.opaque8("address");
        Bytes ticket = in.opaque16("ticket");
        in.endOfMessage();
        return new Session13(
                suite, SecretBytes.taking(psk.toArray()), authenticatedAt, issuedAt, lifetime, ageAdd, maxEarlyData, serverName, protocol,
                new PeerIdentity(chain, verified, Optional.of(pskIdentity).filter(name -> !name.isEmpty())), address, ticket);
    }

    private static long time(WireReader in, String field) throws DecodeException {
        long time = in.u64(field);
        if (time < 0) {
            throw new DecodeException(field, "is no time of the wall clock");
        }
        return time;
    }

    private static Bytes text(Optional<String> text) {
        return text.map(each -> Bytes.of(each.getBytes(StandardCharsets.UTF_8))).orElse(Bytes.EMPTY);
    }

    private static Optional<String> text(Bytes bytes) {
        return bytes.isEmpty() ? Optional.empty() : Optional.of(new String(bytes.toArray(), StandardCharsets.UTF_8));
    }

    private static Bytes der(X509Certificate certificate) {
        try {
            return Bytes.of(certificate.getEncoded());
        } catch (CertificateEncodingException impossible) {
            throw new IllegalStateException("a certificate that was read has no encoding", impossible);
        }
    }

    private static List<X509Certificate> certificates(WireReader list) throws DecodeException {
        List<X509Certificate> chain = new ArrayList<>();
        while (list.hasMore()) {
            Bytes der = list.opaque24("cert_data");
            try {
                chain.add(Certificates.fromDer(der.toArray()));
            } catch (CertificateException unreadable) {
                throw new DecodeException("cert_data", "is not a certificate");
            }
        }
        list.end();
        return chain;
    }

    @Override
    public void close() {
        psk.close();
    }
}
