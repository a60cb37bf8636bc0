package io.puredtls.dtls13.server;

import io.puredtls.alert.ProtocolException;
import io.puredtls.authentication.FinishedVerified;
import io.puredtls.crypto.schedule13.ResumptionSecret;
import io.puredtls.dtls13.Connected13;
import io.puredtls.dtls13.LaterRequests;
import io.puredtls.dtls13.TicketsGiven;
import io.puredtls.extension.PostHandshakeAuth;
import io.puredtls.message.Finished;
import io.puredtls.negotiate.ServerNegotiation13;
import io.puredtls.session.PeerIdentity;
import io.puredtls.session.Session13;
import io.puredtls.state.HandshakeContext;
import io.puredtls.state.HandshakeState;
import io.puredtls.state.Received;
import io.puredtls.state.Role;

/** [RFC9846 §4.5.3] The client proves that it saw what we saw; both are connected. Owns the secrets. */
record AwaitFinished(ServerStarted13 started, PeerIdentity peer) implements Server13State {
    @Override
    public HandshakeState on(Received received, HandshakeContext context) throws ProtocolException {
        if (!(received.message() instanceof Finished finished)) {
            throw context.unexpected(received, this);
        }
        // The client's verify_data does not cover its own Finished: compare before it joins the transcript.
        FinishedVerified verified = started.keys().check(Role.SERVER, finished, context);
        context.accept(received);
        started.keys().close();
        started.answer().key().ifPresent(ChosenKey::close);
        ResumptionSecret resumption = started.main().resumption(context.transcript().hash());
        started.application().installRead(context);
        // [RFC9846 §4.4.2] who came by a key that was given to both is known by it
        // [RFC9846 §4.4.2#8]
        boolean canBeAsked = started.hello().extensions().has(PostHandshakeAuth.class)
                && started.answer().key().flatMap(ChosenKey::identity).isEmpty()
                && ServerNegotiation13.of(started.hello(), started.config()).clientCertificateType().isPresent();
        return Connected13.of(
                started.shared(), started.answer().info(peer), started.application(), resumption,
                new TicketsGiven(started.config(), started.clientWantsTickets(), started.address(), authenticatedAt(), 0),
                LaterRequests.none(started.config(), started.answer().certificateTypes().ofClient(), canBeAsked, context.transcript().copy()), verified);
    }

    private long authenticatedAt() {
        return started.answer().key().flatMap(ChosenKey::session).map(Session13::authenticatedAt)
                .orElseGet(() -> started.config().settings().clock().millis());
    }

    @Override
    public void close() {
        started.close();
    }
}
