package io.puredtls.negotiate;

import io.puredtls.crypto.suite.CipherSuite;
import io.puredtls.srtp.SrtpProfile;
import io.puredtls.wire.Bytes;
import java.util.Optional;

/**
 * What the two hellos of DTLS 1.2 agree on.
 *
 * @param encryptThenMac whether, under a CBC suite, both ends know how to have the MAC over the ciphertext
 * @param serverName the name the client asked for
 * @param certificateTypes what the server says about the Certificate messages
 * @param srtpMki the master key identifier both will use; empty for none
 */
public record Agreed12(
        CipherSuite suite, boolean extendedMasterSecret, boolean encryptThenMac, CertificateTypes certificateTypes, Optional<String> serverName,
        Optional<String> applicationProtocol, Optional<SrtpProfile> srtpProfile, Bytes srtpMki) {
}
