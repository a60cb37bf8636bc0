package io.puredtls.trust;

import io.puredtls.wire.Bytes;
import java.util.List;
import java.util.Optional;

/**
 * What a peer showed along with its certificate, as it came: nobody has looked into it yet.
 *
 * @param ocspResponse DER, RFC 6960
 * @param signedCertificateTimestamps as logs sign them, RFC 6962; empty if there were none
 */
public record Stapled(Optional<Bytes> ocspResponse, List<Bytes> signedCertificateTimestamps) {
    /** A certificate without anything. */
    public static final Stapled NOTHING = new Stapled(Optional.empty(), List.of());

    /** Copies the list. */
    public Stapled {
        signedCertificateTimestamps = List.copyOf(signedCertificateTimestamps);
    }
}
