package io.puredtls.session;

import io.puredtls.wire.Bytes;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;

/**
 * Who the peer showed itself to be: by a certificate, whose key was proved by a signature in the handshake, or by a key
 * that both ends were given. Whether certificates were believed is {@link #verified}.
 *
 * @param chain as the peer sent it, its own certificate first; empty for a client that showed none
 * @param verified whether the trust policy believed it; false under {@code dangerouslyTrustAnyone}; true with a pre-shared key
 * @param pskIdentity the name of the pre-shared key that it has proved to have, as it was configured; empty where certificates,
 *     or a session that began with them, say who it is
 */
public record PeerIdentity(List<X509Certificate> chain, boolean verified, Optional<Bytes> pskIdentity) {
    /** A client that showed no certificate. */
    public static final PeerIdentity ANONYMOUS = new PeerIdentity(List.of(), false, Optional.empty());

    /** Copies the list. */
    public PeerIdentity {
        chain = List.copyOf(chain);
    }

    /** One that showed certificates, its own first. */
    public static PeerIdentity ofCertificates(List<X509Certificate> chain, boolean verified) {
        return new PeerIdentity(chain, verified, Optional.empty());
    }

    /** One that has this pre-shared key. */
    public static PeerIdentity ofKey(Bytes pskIdentity) {
        return new PeerIdentity(List.of(), true, Optional.of(pskIdentity));
    }

    /** Whether it showed anything. */
    public boolean isKnown() {
        return !chain.isEmpty() || pskIdentity.isPresent();
    }

    /** The peer's own certificate. */
    public Optional<X509Certificate> certificate() {
        return chain.stream().findFirst();
    }

    /** The subject of its own certificate as RFC 2253 writes it; empty for an anonymous client. */
    public Optional<String> subject() {
        return certificate().map(certificate -> certificate.getSubjectX500Principal().getName());
    }

    /** The subjects alone: a certificate in full is a page. */
    @Override
    public String toString() {
        return "PeerIdentity[chain=" + chain.stream().map(each -> each.getSubjectX500Principal().getName()).toList()
                + ", verified=" + verified + ", pskIdentity=" + pskIdentity + "]";
    }
}
