package io.puredtls.state;

import io.puredtls.alert.ProtocolException;
import io.puredtls.config.ConnectionIdUsage;
import io.puredtls.crypto.secret.SecretBytes;
import io.puredtls.session.SessionInfo;

/** A state after the handshake: application data flows. */
public interface Established extends HandshakeState {
    /** What was agreed on. */
    SessionInfo info();

    /** [RFC5705] Gives exported keying material without a context. */
    SecretBytes export(String label, int length);

    /** [RFC5705] Gives exported keying material with {@code context}, which may be empty. */
    SecretBytes export(String label, byte[] context, int length);

    /** The epoch that the handshake's last messages come in, should they come again. */
    int handshakeEpoch();

    /** The handshake is complete, and its last flight is on its way; what has to follow may be sent. */
    default HandshakeState afterHandshake(HandshakeContext context) throws ProtocolException {
        return this;
    }

    /** [RFC9147 §8] All that was sent has been acknowledged. */
    default HandshakeState onAllAcknowledged(HandshakeContext context) throws ProtocolException {
        return this;
    }

    /**
     * [RFC9147 §4.5.3] The keys that we seal with can be used for so many records more, and that is few.
     *
     * @param recordsLeft before the association must end
     */
    HandshakeState onSealingKeysWearOut(long recordsLeft, HandshakeContext context) throws ProtocolException;

    /** [RFC9147 §4.5.3] The keys that we open with have seen many forgeries, and not many more may follow. */
    HandshakeState onOpeningKeysWearOut(HandshakeContext context) throws ProtocolException;

    /**
     * [RFC9147 §8] The application wants new keys.
     *
     * @throws UnsupportedOperationException if the version cannot
     */
    HandshakeState updateKeys(HandshakeContext context) throws ProtocolException;

    /**
     * [RFC9846 §4.7.2] The server's application wants a certificate of the client.
     *
     * @throws UnsupportedOperationException if the version, the role or the client cannot
     */
    HandshakeState requestClientAuthentication(HandshakeContext context) throws ProtocolException;

    /**
     * [RFC9846 §4.7.1] The server's application wants another ticket sent.
     *
     * @throws UnsupportedOperationException if the version or the role cannot, or no tickets are configured
     */
    HandshakeState issueTicket(HandshakeContext context) throws ProtocolException;

    /**
     * [RFC9147 §9] The application wants the peer to have other connection IDs of ours.
     *
     * @throws UnsupportedOperationException if the version cannot, or we agreed to receive none
     */
    HandshakeState issueConnectionIds(int count, ConnectionIdUsage usage, HandshakeContext context) throws ProtocolException;

    /**
     * [RFC9147 §9] The application wants to have other connection IDs of the peer.
     *
     * @throws UnsupportedOperationException if the version cannot, or we agreed to send none
     */
    HandshakeState requestConnectionIds(int count, HandshakeContext context) throws ProtocolException;
}
