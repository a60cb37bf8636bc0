package io.puredtls.dtls13;

import static io.puredtls.alert.ProtocolException.violation;

import io.puredtls.alert.ProtocolException;
import io.puredtls.alert.Violation;
import io.puredtls.config.ClientConfig;
import io.puredtls.config.PostHandshakeAuthentication;
import io.puredtls.config.Settings;
import io.puredtls.crypto.credentials.CertificateType;
import io.puredtls.message.CertificateRequest13;
import io.puredtls.message.Finished;
import io.puredtls.message.HandshakeMessage;
import io.puredtls.negotiate.CredentialsChoice;
import io.puredtls.state.HandshakeContext;
import io.puredtls.state.Received;
import io.puredtls.state.Role;
import io.puredtls.transcript.Transcript;
import io.puredtls.wire.Bytes;
import java.util.Optional;

/**
 * [RFC9846 §4.7.2] The client's side of authentication after the handshake. Each exchange goes on from the main
 * handshake's transcript.
 *
 * @param type what is shown, as it was agreed on in the handshake
 * @param mayBeAsked whether the handshake was one after which there is such a thing
 */
public record LaterProof(ClientConfig config, Transcript handshake, CertificateType type, boolean mayBeAsked) implements PostHandshakePart {
    @Override
    public boolean accepts(HandshakeMessage message) {
        return message instanceof CertificateRequest13 && mayBeAsked && config.postHandshakeAuthentication() == PostHandshakeAuthentication.OFFERED;
    }

    @Override
    public PostHandshakePart on(Received received, Connected13 connected, HandshakeContext context) throws ProtocolException {
        CertificateWish wish = CertificateWish.of((CertificateRequest13) received.message());
        if (wish.context().isEmpty()) {
            throw violation(Violation.WRONG_REQUEST_CONTEXT, "a CertificateRequest after the handshake without certificate_request_context");
        }
        Settings settings = config.settings();
        // [RFC9846 §4.1#3]
        Transcript transcript = handshake.copy();
        // [RFC9846 §4.5#1]
        transcript.append(received.message().type(), 0, received.body());
        Optional<CredentialsChoice> own = wish.choose(config, type);
        // [RFC9846 §4.5.1#5] [RFC9846 §4.7.2#3]
        say(Certificates13.compressed(Certificates13.message(wish.context(), own, wish.staples()), wish.compression(), settings), transcript, context);
        // [RFC9846 §4.7.2#2]
        if (own.isPresent()) {
            // [RFC9846 §4.7.2#1]
            say(CertificateProof.sign(Role.CLIENT, own.get(), settings, transcript.hash()), transcript, context);
        }
        say(new Finished(Bytes.of(connected.keys().write().verifyData(transcript.hash()))), transcript, context);
        return this;
    }

    private static void say(HandshakeMessage message, Transcript transcript, HandshakeContext context) {
        transcript.append(message.type(), 0, message.toBytes());
        context.sendAfterHandshake(message);
    }
}
