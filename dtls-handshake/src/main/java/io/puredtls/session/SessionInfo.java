package io.puredtls.session;

import io.puredtls.crypto.kex.NamedGroup;
import io.puredtls.crypto.sign.SignatureScheme;
import io.puredtls.crypto.suite.CipherSuite;
import io.puredtls.record.ProtocolVersion;
import io.puredtls.srtp.SrtpProfile;
import java.util.Optional;

/**
 * What a handshake agreed on. Immutable; holds no secret.
 *
 * @param version the version spoken
 * @param cipherSuite how records are protected
 * @param group what keys were exchanged in
 * @param signatureScheme what the server signed with
 * @param peer who the peer is
 * @param serverName the name the client asked for
 * @param applicationProtocol the application protocol, as text
 * @param srtpProfile the SRTP profile
 * @param srtpMki the master key identifier in hexadecimal, empty if there is none
 * @param extendedMasterSecret whether the master secret is bound to the whole handshake, RFC 7627
 */
public record SessionInfo(
        ProtocolVersion version, CipherSuite cipherSuite, NamedGroup group, SignatureScheme signatureScheme,
        PeerIdentity peer, Optional<String> serverName, Optional<String> applicationProtocol,
        Optional<SrtpProfile> srtpProfile, String srtpMki, boolean extendedMasterSecret) {
}
