package io.puredtls.dtls13.client;

import io.puredtls.alert.ProtocolException;
import io.puredtls.authentication.FinishedVerified;
import io.puredtls.config.ClientConfig;
import io.puredtls.crypto.schedule13.MainSecret;
import io.puredtls.crypto.schedule13.ResumptionSecret;
import io.puredtls.crypto.sign.SignatureVerified;
import io.puredtls.dtls13.ApplicationKeys;
import io.puredtls.dtls13.CertificateProof;
import io.puredtls.dtls13.CertificateWish;
import io.puredtls.dtls13.Certificates13;
import io.puredtls.dtls13.Connected13;
import io.puredtls.dtls13.LaterProof;
import io.puredtls.dtls13.TicketsTaken;
import io.puredtls.message.Finished;
import io.puredtls.negotiate.CredentialsChoice;
import io.puredtls.session.PeerIdentity;
import io.puredtls.session.Session13;
import io.puredtls.state.HandshakeContext;
import io.puredtls.state.HandshakeState;
import io.puredtls.state.Received;
import io.puredtls.state.Role;
import java.util.Optional;

/**
 * [RFC9846 §4.5.3] The server proves that it saw what we saw; we do the same, and are connected. Owns the secrets.
 *
 * @param proof of the server's signature; empty where a pre-shared key stands for it
 */
record AwaitFinished(ServerSpoke spoke, Optional<CertificateWish> wish, Optional<SignatureVerified> proof, PeerIdentity peer)
        implements Client13State {
    @Override
    public HandshakeState on(Received received, HandshakeContext context) throws ProtocolException {
        if (!(received.message() instanceof Finished finished)) {
            // [RFC9846 §4#2] [RFC9846 §4.7.3#1]
            throw context.unexpected(received, this);
        }
        // The server's verify_data does not cover its own Finished: compare before it joins the transcript.
        FinishedVerified verified = spoke.keys().check(Role.CLIENT, finished, context);
        context.accept(received);
        context.endEarlyData();
        byte[] handshakeHash = context.transcript().hash();
        // [RFC9846 §4.5.1#2]
        wish.ifPresent(asked -> showCertificate(asked, context)); // while no secret is open that this state does not own: a signer may fail
        MainSecret main = spoke.secret().mainSecret();
        ApplicationKeys keys = ApplicationKeys.derive(spoke.client().shared(), main, handshakeHash, context);
        // [RFC9147 §5.6#1]
        // [RFC9846 §4.5.1#4]
        context.send(spoke.keys().finished(Role.CLIENT, context));
        ResumptionSecret resumption = main.resumption(context.transcript().hash());
        spoke.keys().close();
        keys.installRead(context);
        // [RFC9846 §4.5.3#3]
        keys.installWrite(context);
        return Connected13.of(
                spoke.client().shared(), spoke.info(proof.map(SignatureVerified::scheme), peer), keys, resumption,
                new TicketsTaken(spoke.client().config(), authenticatedAt()), laterProof(context), verified);
    }

    private LaterProof laterProof(HandshakeContext context) {
        return new LaterProof(
                spoke.client().config(), context.transcript().copy(), spoke.answers().certificateTypes().ofClient(), mayBeAsked());
    }

    private long authenticatedAt() {
        return spoke.client().key().flatMap(OfferedKey::session).map(Session13::authenticatedAt)
                .orElseGet(() -> spoke.client().config().settings().clock().millis());
    }

    /** [RFC9846 §4.7.2] Not where a key that both ends were given stands for certificates. */
    private boolean mayBeAsked() {
        return spoke.client().key().flatMap(OfferedKey::session).isPresent() || spoke.client().key().isEmpty();
    }

    /** [RFC9846 §4.5.1] Asked and without: an empty list, and no CertificateVerify. */
    private void showCertificate(CertificateWish asked, HandshakeContext context) {
        ClientConfig config = spoke.client().config();
        Optional<CredentialsChoice> own = asked.choose(config, spoke.answers().certificateTypes().ofClient());
        // [RFC9846 §4.5.1#3]
        context.send(Certificates13.compressed(Certificates13.message(asked.context(), own, asked.staples()), asked.compression(), config.settings()));
        // [RFC9846 §4.5.2#2]
        own.ifPresent(choice -> context.send(
                CertificateProof.sign(Role.CLIENT, choice, config.settings(), context.transcript().hash())));
    }

    @Override
    public void close() {
        spoke.close();
    }
}
