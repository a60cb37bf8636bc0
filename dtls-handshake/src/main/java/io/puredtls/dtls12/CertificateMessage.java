package io.puredtls.dtls12;

import io.puredtls.alert.ProtocolException;
import io.puredtls.authentication.EncodedCredentials;
import io.puredtls.authentication.PeerChain;
import io.puredtls.authentication.PeerCredentials;
import io.puredtls.authentication.PeerKey;
import io.puredtls.crypto.credentials.CertificateType;
import io.puredtls.crypto.credentials.Credentials;
import io.puredtls.message.Certificate12;
import io.puredtls.message.HandshakeMessage;
import io.puredtls.message.RawPublicKeyCertificate12;
import io.puredtls.state.HandshakeContext;
import io.puredtls.state.HandshakeState;
import io.puredtls.state.Received;
import io.puredtls.wire.Bytes;
import java.util.List;
import java.util.Optional;

/** [RFC5246 §7.4.2] [RFC7250 §3] Certificate messages, of either type. */
public final class CertificateMessage {
    private CertificateMessage() {
    }

    /** What {@code credentials} show. */
    public static HandshakeMessage of(Credentials credentials) {
        List<Bytes> encoded = EncodedCredentials.of(credentials);
        return credentials.certificateType().equals(CertificateType.RAW_PUBLIC_KEY)
                ? new RawPublicKeyCertificate12(encoded.get(0)) : new Certificate12(encoded);
    }

    /** [RFC5246 §7.4.6] That of a client that has nothing of this type. */
    public static HandshakeMessage empty(CertificateType type) {
        return type.equals(CertificateType.RAW_PUBLIC_KEY) ? new RawPublicKeyCertificate12(Bytes.EMPTY) : new Certificate12(List.of());
    }

    /** What the peer shows; empty if it says that it has nothing. Any other message is not expected. */
    public static Optional<PeerCredentials> read(Received received, HandshakeState state, HandshakeContext context) throws ProtocolException {
        if (received.message() instanceof RawPublicKeyCertificate12 certificate) {
            Bytes key = certificate.subjectPublicKeyInfo();
            return key.isEmpty() ? Optional.empty() : Optional.of(PeerKey.decode(key));
        }
        if (received.message() instanceof Certificate12 certificate) {
            List<Bytes> chain = certificate.certificateList();
            return chain.isEmpty() ? Optional.empty() : Optional.of(PeerChain.decode(chain));
        }
        throw context.unexpected(received, state);
    }
}
