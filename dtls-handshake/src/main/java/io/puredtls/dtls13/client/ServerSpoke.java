package io.puredtls.dtls13.client;

import io.puredtls.crypto.schedule13.HandshakeSecret;
import io.puredtls.crypto.sign.SignatureScheme;
import io.puredtls.dtls13.HandshakeKeys;
import io.puredtls.extension.ServerName;
import io.puredtls.record.ProtocolVersion;
import io.puredtls.session.PeerIdentity;
import io.puredtls.session.SessionInfo;
import java.util.Optional;

/** What is known once the server has answered all extensions. Owns the secrets. */
record ServerSpoke(ClientHandshake13 client, HandshakeSecret secret, HandshakeKeys keys, ServerAnswers answers) implements AutoCloseable {
    /** [RFC9846 §2.2] Who the server is that has the key that was chosen. */
    PeerIdentity resumedPeer() {
        return client.key().map(OfferedKey::peer).orElse(PeerIdentity.ANONYMOUS);
    }

    SessionInfo info(Optional<SignatureScheme> scheme, PeerIdentity peer) {
        return new SessionInfo(
                // [RFC9846 §4.7.1#7] [RFC9846 §E#4]
                ProtocolVersion.DTLS_1_3, client.shared().suite(), client.group(), scheme, peer,
                client.hello().find(ServerName.class).map(ServerName::hostName), answers.applicationProtocol(), answers.srtpProfile(),
                answers.srtpMki().hex(), true, client.key().flatMap(OfferedKey::session).isPresent(), answers.earlyData());
    }

    @Override
    public void close() {
        secret.close();
        keys.close();
    }
}
