package io.puredtls.session;

import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;

/**
 * Who the peer showed itself to be. Its key was proved by a signature in the handshake; whether its certificates were
 * believed is {@link #verified}.
 *
 * @param chain as the peer sent it, its own certificate first; empty for a client that showed none
 * @param verified whether the trust policy believed it; false under {@code dangerouslyTrustAnyone}
 */
public record PeerIdentity(List<X509Certificate> chain, boolean verified) {
    /** A client that showed no certificate. */
    public static final PeerIdentity ANONYMOUS = new PeerIdentity(List.of(), false);

    /** Copies the list. */
    public PeerIdentity {
        chain = List.copyOf(chain);
    }

    /** The peer's own certificate. */
    public Optional<X509Certificate> certificate() {
        return chain.stream().findFirst();
    }

    /** The subject of its own certificate as RFC 2253 writes it; empty for an anonymous client. */
    public Optional<String> subject() {
        return certificate().map(certificate -> certificate.getSubjectX500Principal().getName());
    }
}
