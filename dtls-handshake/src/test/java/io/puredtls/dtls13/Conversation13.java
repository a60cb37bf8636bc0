package io.puredtls.dtls13;

import io.puredtls.alert.ProtocolException;
import io.puredtls.client.AwaitServerAnswer;
import io.puredtls.config.CertificateCompression;
import io.puredtls.config.ClientAuthentication;
import io.puredtls.config.ClientConfig;
import io.puredtls.config.ConnectionIdGenerator;
import io.puredtls.config.PostHandshakeAuthentication;
import io.puredtls.config.PskStore;
import io.puredtls.config.ServerConfig;
import io.puredtls.crypto.credentials.Credentials;
import io.puredtls.crypto.credentials.SelfSigned;
import io.puredtls.crypto.kex.NamedGroup;
import io.puredtls.event.Decision;
import io.puredtls.message.HandshakeMessage;
import io.puredtls.server.AwaitClientHello;
import io.puredtls.session.PreSharedKey;
import io.puredtls.simulator.SeededEntropy;
import io.puredtls.state.Established;
import io.puredtls.state.HandshakeState;
import io.puredtls.state.RecordingContext;
import io.puredtls.state.RecordingContext.Said;
import io.puredtls.trust.TrustPolicy;
import io.puredtls.trust.Verdict;
import io.puredtls.wire.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * The states of a client and of a server of DTLS 1.3, without engines: what one says the other is told, one message at a
 * step. After the handshake the server asks who the client is, where it can.
 */
final class Conversation13 {
    private static final TrustPolicy ASK = (chain, expectation) -> new Verdict.Ask();
    private static final TrustPolicy ANYONE = TrustPolicy.dangerouslyTrustAnyone();
    private static final Credentials SERVER = SelfSigned.ecdsaP256("server.test");
    private static final Credentials CLIENT = SelfSigned.ecdsaP256("client.test");
    private static final PreSharedKey KEY = PreSharedKey.of("both".getBytes(StandardCharsets.US_ASCII), new byte[32]);

    /** What is configured at the two ends. */
    enum Kind {
        /** Another hello is asked for, both ends show certificates, both applications are asked. */
        FULL,
        /** Only the server shows a certificate; both use connection IDs, and the client asks for another. */
        PLAIN,
        /** The client is asked for a certificate and has none. */
        ANONYMOUS,
        /** Both ends show certificates, nobody is asked about them. */
        MUTUAL,
        /** A key that both ends were given. */
        PSK
    }

    private final Kind kind;
    private final RecordingContext client;
    private final RecordingContext server;
    private HandshakeState clientState;
    private HandshakeState serverState;
    private boolean askedLater;

    private Conversation13(Kind kind, ClientConfig clientConfig, ServerConfig serverConfig) {
        this.kind = kind;
        this.client = new RecordingContext(clientConfig.settings());
        this.server = new RecordingContext(serverConfig.settings());
        this.serverState = new AwaitClientHello(serverConfig, Optional.empty(), Bytes.EMPTY);
        this.clientState = AwaitServerAnswer.start(clientConfig, client);
    }

    static Conversation13 of(Kind kind) {
        ClientConfig.Builder client = ClientConfig.trusting(kind == Kind.FULL ? ASK : ANYONE)
                .groups(List.of(NamedGroup.X25519, NamedGroup.SECP256R1)).certificateCompression(CertificateCompression.ZLIB)
                .postHandshakeAuthentication(PostHandshakeAuthentication.OFFERED);
        ServerConfig.Builder server = ServerConfig.identity(SERVER).certificateCompression(CertificateCompression.ZLIB);
        switch (kind) {
            case FULL -> {
                client.identity(CLIENT);
                server.groups(List.of(NamedGroup.SECP256R1)).clientAuthentication(ClientAuthentication.REQUIRED, ASK);
            }
            case PLAIN -> {
                client.connectionIds(ConnectionIdGenerator.ofLength(4));
                server.groups(List.of(NamedGroup.X25519)).connectionIds(ConnectionIdGenerator.ofLength(4));
            }
            case ANONYMOUS -> server.clientAuthentication(ClientAuthentication.REQUESTED, ANYONE);
            case MUTUAL -> {
                client.identity(CLIENT);
                server.clientAuthentication(ClientAuthentication.REQUIRED, ANYONE);
            }
            case PSK -> {
                client.preSharedKeys(KEY);
                server.preSharedKeys(PskStore.of(KEY));
            }
        }
        return new Conversation13(
                kind, client.entropy(new SeededEntropy(1)).build(), server.entropy(new SeededEntropy(2)).build());
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
        } else {
            context(!atServer).said().remove();
            set(atServer, state(atServer).on(told.get().received(), context(atServer)));
        }
        boolean canAsk = kind != Kind.PLAIN && kind != Kind.PSK;
        if (canAsk && !askedLater && next().isEmpty() && serverState instanceof Established established) {
            askedLater = true;
            serverState = established.requestClientAuthentication(server);
        }
        if (kind == Kind.PLAIN && !askedLater && next().isEmpty() && clientState instanceof Established established) {
            askedLater = true;
            clientState = established.requestConnectionIds(1, client);
        }
    }

    private void set(boolean atServer, HandshakeState state) throws ProtocolException {
        HandshakeState before = state(atServer);
        HandshakeState next = state instanceof Established established && !(before instanceof Established)
                ? established.afterHandshake(context(atServer)) : state;
        if (atServer) {
            serverState = next;
        } else {
            clientState = next;
        }
    }

    /** Tells an end something in the next place. */
    HandshakeState tell(boolean atServer, HandshakeMessage message) throws ProtocolException {
        return state(atServer).on(new Said(Optional.of(message), 0).received(), context(atServer));
    }
}
