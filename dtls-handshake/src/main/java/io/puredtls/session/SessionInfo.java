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
 * @param group what keys were exchanged in; empty for a pre-shared key alone
 * @param signatureScheme what the server signed with; empty where a pre-shared key stood for it
 * @param peer who the peer is
 * @param serverName the name the client asked for
 * @param applicationProtocol the application protocol, as text
 * @param srtpProfile the SRTP profile
 * @param srtpMki the master key identifier in hexadecimal, empty if there is none
 * @param extendedMasterSecret whether the secrets are bound to the whole handshake: RFC 7627, and always in DTLS 1.3
 * @param resumed whether an earlier session was resumed
 * @param earlyData whether early data was accepted
 */
public record SessionInfo(
        ProtocolVersion version, CipherSuite cipherSuite, Optional<NamedGroup> group, Optional<SignatureScheme> signatureScheme,
        PeerIdentity peer, Optional<String> serverName, Optional<String> applicationProtocol,
        Optional<SrtpProfile> srtpProfile, String srtpMki, boolean extendedMasterSecret, boolean resumed, boolean earlyData) {
    /** The same with another peer, who proved itself after the handshake. */
    public SessionInfo withPeer(PeerIdentity other) {
        return new SessionInfo(
                version, cipherSuite, group, signatureScheme, other, serverName, applicationProtocol, srtpProfile, srtpMki,
                extendedMasterSecret, resumed, earlyData);
    }

}
