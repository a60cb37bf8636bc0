package io.puredtls.session;

import io.puredtls.wire.Bytes;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Who the peer showed itself to be, by certificates or by a pre-shared key. A certificate's key was proved by a signature in
 * the handshake; whether the certificates were believed is {@link #verified}.
 *
 * @param chain as the peer sent it, its own certificate first; empty for a client that showed none, and with a pre-shared key
 * @param pskIdentity the name of the pre-shared key that the peer proved to have; empty with certificates
 * @param verified whether the trust policy believed the chain, false under {@code dangerouslyTrustAnyone}; true with a
 *     pre-shared key
 */
public record PeerIdentity(List<X509Certificate> chain, Optional<Bytes> pskIdentity, boolean verified) {
    /** A client that showed no certificate. */
    public static final PeerIdentity ANONYMOUS = new PeerIdentity(List.of(), false);

    /** Copies the list. */
    public PeerIdentity {
        chain = List.copyOf(chain);
        Objects.requireNonNull(pskIdentity, "pskIdentity");
    }

    /** Who showed certificates, or none. */
    public PeerIdentity(List<X509Certificate> chain, boolean verified) {
        this(chain, Optional.empty(), verified);
    }

    /** Who proved to have the pre-shared key of this name. */
    public static PeerIdentity ofKey(Bytes pskIdentity) {
        return new PeerIdentity(List.of(), Optional.of(pskIdentity), true);
    }

    /** The peer's own certificate. */
    public Optional<X509Certificate> certificate() {
        return chain.stream().findFirst();
    }

    /** The subject of its own certificate as RFC 2253 writes it; empty for an anonymous client, and with a pre-shared key. */
    public Optional<String> subject() {
        return certificate().map(certificate -> certificate.getSubjectX500Principal().getName());
    }
}
