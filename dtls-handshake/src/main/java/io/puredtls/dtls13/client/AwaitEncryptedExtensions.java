package io.puredtls.dtls13.client;

import io.puredtls.alert.ProtocolException;
import io.puredtls.crypto.schedule13.HandshakeSecret;
import io.puredtls.dtls13.HandshakeKeys;
import io.puredtls.message.EncryptedExtensions;
import io.puredtls.state.HandshakeContext;
import io.puredtls.state.HandshakeState;
import io.puredtls.state.Received;
import java.util.Optional;

/** [RFC9846 §4.4.1] The server answers the rest of our extensions. Owns the secrets. */
record AwaitEncryptedExtensions(ClientHandshake13 client, HandshakeSecret secret, HandshakeKeys keys) implements Client13State {
    @Override
    public HandshakeState on(Received received, HandshakeContext context) throws ProtocolException {
        if (!(received.message() instanceof EncryptedExtensions answer)) {
            // [RFC9846 §4#2]
            throw context.unexpected(received, this);
        }
        ServerAnswers answers = ServerAnswers.check(client, answer);
        context.accept(received);
        answers.recordLimits().ifPresent(limits -> context.limitRecords(limits.content(), limits.plaintext()));
        ServerSpoke spoke = new ServerSpoke(client, secret, keys, answers);
        return client.key().isPresent()
                ? new AwaitFinished(spoke, Optional.empty(), Optional.empty(), spoke.resumedPeer())
                : new AwaitCertificateOrRequest(spoke);
    }

    @Override
    public void close() {
        secret.close();
        keys.close();
    }
}
