package io.puredtls.dtls12;

import io.puredtls.alert.ProtocolException;
import io.puredtls.client.AwaitServerAnswer;
import io.puredtls.config.ClientAuthentication;
import io.puredtls.config.ClientConfig;
import io.puredtls.config.LegacyTickets;
import io.puredtls.config.PskStore;
import io.puredtls.config.ServerConfig;
import io.puredtls.config.TicketPolicy;
import io.puredtls.crypto.credentials.Credentials;
import io.puredtls.crypto.credentials.SelfSigned;
import io.puredtls.crypto.suite.CipherSuite;
import io.puredtls.event.Decision;
import io.puredtls.message.HandshakeMessage;
import io.puredtls.record.ProtocolVersion;
import io.puredtls.server.AwaitClientHello;
import io.puredtls.session.PreSharedKey;
import io.puredtls.session.Session;
import io.puredtls.session.TicketKeys;
import io.puredtls.simulator.SeededEntropy;
import io.puredtls.state.HandshakeState;
import io.puredtls.state.RecordingContext.Said;
import io.puredtls.state.RecordingContext;
import io.puredtls.trust.Expectation;
import io.puredtls.trust.Staple;
import io.puredtls.trust.TrustPolicy;
import io.puredtls.trust.Verdict;
import io.puredtls.wire.Bytes;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/** The states of a client and of a server, without engines: what one says the other is told, one thing at a step. */
final class Conversation {
    static final TrustPolicy ASK = (chain, expectation) -> new Verdict.Ask();
    static final TrustPolicy ANYONE = TrustPolicy.dangerouslyTrustAnyone();

    private static final Credentials SERVER = SelfSigned.ecdsaP256("server.test");
    private static final Credentials CLIENT = SelfSigned.ecdsaP256("client.test");

    private final RecordingContext client;
    private final RecordingContext server;
    private HandshakeState clientState;
    private HandshakeState serverState;

    private Conversation(ClientConfig clientConfig, ServerConfig serverConfig) {
        this.client = new RecordingContext(clientConfig.settings());
        this.server = new RecordingContext(serverConfig.settings());
        this.serverState = new AwaitClientHello(serverConfig, Optional.empty(), Bytes.EMPTY);
        this.clientState = AwaitServerAnswer.start(clientConfig, client);
    }

    static Conversation between(ClientConfig.Builder client, ServerConfig.Builder server) {
        return new Conversation(
                client.versions(ProtocolVersion.DTLS_1_2).entropy(new SeededEntropy(1)).build(),
                server.versions(ProtocolVersion.DTLS_1_2).entropy(new SeededEntropy(2)).build());
    }

    /** The same policy, where the status of certificates is asked for as well. */
    private static final TrustPolicy ASK_WITH_STATUS = new TrustPolicy() {
        @Override
        public Verdict evaluate(List<X509Certificate> chain, Expectation expectation) {
            return new Verdict.Ask();
        }

        @Override
        public Set<Staple> staples() {
            return Set.of(Staple.OCSP_RESPONSE);
        }
    };

    /** A client that asks about the server, a server that shows a status, asks for a certificate and about it. */
    static Conversation full() {
        return between(
                ClientConfig.trusting(ASK_WITH_STATUS).identity(CLIENT),
                ServerConfig.identity(SERVER.withOcspResponse(new byte[] {1})).clientAuthentication(ClientAuthentication.REQUIRED, ASK));
    }

    /** The same, where both show a public key without a certificate. */
    static Conversation byRawPublicKey() {
        TrustPolicy ask = TrustPolicy.customRawPublicKeys();
        return between(
                ClientConfig.trusting(ask).identity(CLIENT.asRawPublicKey()),
                ServerConfig.identity(SERVER.asRawPublicKey()).clientAuthentication(ClientAuthentication.REQUIRED, ask));
    }

    /** Ends with a pre-shared key and ephemeral shares; the server says a hint. */
    static Conversation byKey() {
        PreSharedKey key = PreSharedKey.of(new byte[] {1}, new byte[16]);
        List<CipherSuite> suites = List.of(CipherSuite.TLS_ECDHE_PSK_WITH_AES_128_GCM_SHA256);
        return between(
                ClientConfig.trusting(ANYONE).cipherSuites(suites).preSharedKeys(key),
                ServerConfig.identity().cipherSuites(suites).preSharedKeys(PskStore.of(key).withIdentityHint(new byte[] {2})));
    }

    /** A server that asks for nothing, ends that ask nobody. */
    static Conversation plain() {
        return between(ClientConfig.trusting(ANYONE), ServerConfig.identity(SERVER));
    }

    /** A server that asks, a client that has nothing to show. */
    static Conversation anonymous() {
        return between(
                ClientConfig.trusting(ANYONE),
                ServerConfig.identity(SERVER).clientAuthentication(ClientAuthentication.REQUESTED, ANYONE));
    }

    /** Ends that come back with a ticket and give another. */
    static Conversation resumed() {
        return resumed(client -> client);
    }

    static Conversation resumed(UnaryOperator<ClientConfig.Builder> options) {
        TicketPolicy policy = TicketPolicy.sealedBy(TicketKeys.rotating(new SeededEntropy(3), Duration.ofDays(1)));
        Conversation full = withTicket(policy, builder -> builder);
        try {
            while (full.next().isPresent()) {
                full.step();
            }
        } catch (ProtocolException impossible) {
            throw new AssertionError(impossible);
        }
        ((Connected12) full.clientState).afterHandshake(full.client);
        Session session = full.client.resumable().remove();
        return withTicket(policy, builder -> options.apply(builder.resume(session)));
    }

    /** Ends of which one wants a ticket and the other gives it. */
    static Conversation withTicket(TicketPolicy policy, UnaryOperator<ClientConfig.Builder> options) {
        return between(
                options.apply(ClientConfig.trusting(ANYONE).legacyTickets(LegacyTickets.WANTED)), ServerConfig.identity(SERVER).tickets(policy));
    }

    RecordingContext context(boolean atServer) {
        return atServer ? server : client;
    }

    HandshakeState state(boolean atServer) {
        return atServer ? serverState : clientState;
    }

    /** Which end acts next; empty at the end. */
    Optional<Boolean> next() {
        if (!serverState.isWaitingForPeer() || !client.said().isEmpty()) {
            return Optional.of(true);
        }
        return !clientState.isWaitingForPeer() || !server.said().isEmpty() ? Optional.of(false) : Optional.empty();
    }

    /** What the end that acts next is told: nothing if it is asked for its decision. */
    Optional<Said> told(boolean atServer) {
        return state(atServer).isWaitingForPeer() ? Optional.of(context(!atServer).said().element()) : Optional.empty();
    }

    /** The next thing is told. */
    void step() throws ProtocolException {
        boolean atServer = next().orElseThrow();
        Optional<Said> told = told(atServer);
        if (told.isEmpty()) {
            set(atServer, state(atServer).resolve(new Decision.Trust(), context(atServer)));
            return;
        }
        context(!atServer).said().remove();
        set(atServer, told.get().message().isPresent()
                ? state(atServer).on(told.get().received(), context(atServer))
                : state(atServer).onChangeCipherSpec(context(atServer)));
    }

    /** Steps until the state of this name is entered, and forgets what was done until then. */
    Conversation until(boolean atServer, String name) throws ProtocolException {
        while (!state(atServer).name().equals(name)) {
            step();
        }
        client.effects();
        server.effects();
        return this;
    }

    /** Steps until {@code end} is next to act. */
    Conversation untilActs(boolean atServer) throws ProtocolException {
        while (!next().equals(Optional.of(atServer))) {
            step();
        }
        return this;
    }

    private void set(boolean atServer, HandshakeState state) {
        if (atServer) {
            serverState = state;
        } else {
            clientState = state;
        }
    }

    /** Tells an end something in the next place that nobody said. */
    HandshakeState tell(boolean atServer, HandshakeMessage message) throws ProtocolException {
        return state(atServer).on(new Said(Optional.of(message), 0).received(), context(atServer));
    }
}
