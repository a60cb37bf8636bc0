package io.puredtls.session;

import io.puredtls.crypto.credentials.RawPublicKey;
import io.puredtls.wire.Bytes;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;

/**
 * Who the peer showed itself to be: by a certificate, or a public key without one, of which a signature in the handshake
 * proved that it is the peer's, or by a key that both ends were given. Whether it was believed is {@link #verified}.
 *
 * @param chain as the peer sent it, its own certificate first; empty for a client that showed none
 * @param rawPublicKey the public key that it showed without a certificate
 * @param verified whether the trust policy believed it; false under {@code dangerouslyTrustAnyone}; true with a pre-shared key
 * @param pskIdentity the name of the pre-shared key that it has proved to have, as it was configured; empty where certificates
 *     or a public key, or a session that began with them, say who it is
 */
public record PeerIdentity(
        List<X509Certificate> chain, Optional<RawPublicKey> rawPublicKey, boolean verified, Optional<Bytes> pskIdentity) {
    /** A client that showed nothing. */
    public static final PeerIdentity ANONYMOUS = new PeerIdentity(List.of(), Optional.empty(), false, Optional.empty());

    /** Copies the list. */
    public PeerIdentity {
        chain = List.copyOf(chain);
    }

    /** One that showed certificates, its own first. */
    public static PeerIdentity ofCertificates(List<X509Certificate> chain, boolean verified) {
        return new PeerIdentity(chain, Optional.empty(), verified, Optional.empty());
    }

    /** One that showed a public key without a certificate. */
    public static PeerIdentity ofRawPublicKey(RawPublicKey key, boolean verified) {
        return new PeerIdentity(List.of(), Optional.of(key), verified, Optional.empty());
    }

    /** One that has this pre-shared key. */
    public static PeerIdentity ofKey(Bytes pskIdentity) {
        return new PeerIdentity(List.of(), Optional.empty(), true, Optional.of(pskIdentity));
    }

    /** Whether it showed anything. */
    public boolean isKnown() {
        return !chain.isEmpty() || rawPublicKey.isPresent() || pskIdentity.isPresent();
    }

    /** The peer's own certificate. */
    public Optional<X509Certificate> certificate() {
        return chain.stream().findFirst();
    }

    /** The subject of its own certificate as RFC 2253 writes it; empty where there is none. */
    public Optional<String> subject() {
        return certificate().map(certificate -> certificate.getSubjectX500Principal().getName());
    }

    /** The subjects alone: a certificate in full is a page. */
    @Override
    public String toString() {
        return "PeerIdentity[chain=" + chain.stream().map(each -> each.getSubjectX500Principal().getName()).toList()
                + ", rawPublicKey=" + rawPublicKey + ", verified=" + verified + ", pskIdentity=" + pskIdentity + "]";
    }
}
