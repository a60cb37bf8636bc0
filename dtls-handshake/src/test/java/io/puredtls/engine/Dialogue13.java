package io.puredtls.engine;

import io.puredtls.alert.ProtocolException;
import io.puredtls.client.AwaitServerAnswer;
import io.puredtls.config.ClientConfig;
import io.puredtls.config.ServerConfig;
import io.puredtls.message.ClientHello;
import io.puredtls.message.HandshakeMessage;
import io.puredtls.message.HelloRetryRequest;
import io.puredtls.server.AwaitClientHello;
import io.puredtls.session.SessionInfo;
import io.puredtls.state.Established;
import io.puredtls.state.HandshakeState;
import io.puredtls.state.Received;
import io.puredtls.state.RecordingContext;
import io.puredtls.wire.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** What the states of a client and of a server say to each other, as it is read from the wire; without engines. */
final class Dialogue13 {
    final List<HandshakeMessage> byClient = new ArrayList<>();
    final List<HandshakeMessage> byServer = new ArrayList<>();
    private final UnaryOperator<ClientHello> onTheWay;
    private final RecordingContext client;
    private final RecordingContext server;
    private HandshakeState clientState;
    private HandshakeState serverState;

    private Dialogue13(ClientConfig clientConfig, ServerConfig serverConfig, UnaryOperator<ClientHello> onTheWay) {
        this.onTheWay = onTheWay;
        this.client = new RecordingContext(clientConfig.settings());
        this.server = new RecordingContext(serverConfig.settings());
        this.serverState = new AwaitClientHello(serverConfig, Optional.empty(), Bytes.EMPTY);
        this.clientState = AwaitServerAnswer.start(clientConfig, client);
    }

    /** All that is said until both are connected and nothing is left to say. */
    static Dialogue13 of(ClientConfig client, ServerConfig server) throws ProtocolException {
        Dialogue13 dialogue = new Dialogue13(client, server, hello -> hello);
        while (!dialogue.client.said().isEmpty() || !dialogue.server.said().isEmpty()) {
            dialogue.serverHears();
            dialogue.clientHears();
        }
        return dialogue;
    }

    /** What a server answers to a client's hello that was changed on the way; what the client makes of it does not matter. */
    static Dialogue13 answer(ClientConfig client, ServerConfig server, UnaryOperator<ClientHello> onTheWay) throws ProtocolException {
        Dialogue13 dialogue = new Dialogue13(client, server, onTheWay);
        dialogue.serverHears();
        dialogue.server.said().forEach(said -> dialogue.byServer.add(said.message().orElseThrow()));
        return dialogue;
    }

    /** The two hellos of a client that is asked for a second one in this way. */
    static List<ClientHello> hellos(ClientConfig config, HelloRetryRequest request) throws ProtocolException {
        RecordingContext context = new RecordingContext(config.settings());
        HandshakeState state = AwaitServerAnswer.start(config, context);
        ClientHello first = (ClientHello) context.said().remove().message().orElseThrow();
        state.on(new Received(request, 0, request.toBytes()), context).close();
        return List.of(first, (ClientHello) context.said().remove().message().orElseThrow());
    }

    /** What a client says first. */
    static ClientHello hello(ClientConfig config) {
        RecordingContext context = new RecordingContext(config.settings());
        AwaitServerAnswer.start(config, context).close();
        return (ClientHello) context.said().remove().message().orElseThrow();
    }

    private void serverHears() throws ProtocolException {
        while (!client.said().isEmpty()) {
            RecordingContext.Said said = client.said().remove();
            HandshakeMessage message = said.message().orElseThrow();
            HandshakeMessage changed = message instanceof ClientHello hello ? onTheWay.apply(hello) : message;
            byClient.add(changed);
            serverState = after(serverState, hear(serverState, changed, said.messageSeq(), server), server);
        }
    }

    private void clientHears() throws ProtocolException {
        while (!server.said().isEmpty()) {
            RecordingContext.Said said = server.said().remove();
            byServer.add(said.message().orElseThrow());
            clientState = after(clientState, hear(clientState, said.message().orElseThrow(), said.messageSeq(), client), client);
        }
    }

    private static HandshakeState hear(HandshakeState state, HandshakeMessage message, int messageSeq, RecordingContext context)
            throws ProtocolException {
        Bytes body = message.toBytes();
        return state.on(new Received(state.codec().decode(message.type(), body.reader()), messageSeq, body), context);
    }

    private static HandshakeState after(HandshakeState before, HandshakeState state, RecordingContext context) throws ProtocolException {
        return state instanceof Established established && !(before instanceof Established) ? established.afterHandshake(context) : state;
    }

    /** The server asks who the client is, and all that is said then. */
    List<HandshakeMessage> askLater() throws ProtocolException {
        byClient.clear();
        byServer.clear();
        serverState = ((Established) serverState).requestClientAuthentication(server);
        clientHears();
        serverHears();
        List<HandshakeMessage> said = new ArrayList<>(byServer);
        said.addAll(byClient);
        return said;
    }

    boolean isConnected() {
        return clientState instanceof Established && serverState instanceof Established;
    }

    /** The one message of this kind that the server said. */
    <M extends HandshakeMessage> M byServer(Class<M> kind) {
        List<M> all = byServer.stream().filter(kind::isInstance).map(kind::cast).toList();
        if (all.size() != 1) {
            throw new AssertionError(all.size() + " of " + kind + " among " + byServer);
        }
        return all.get(0);
    }

    /** What was agreed on, as the server knows it. */
    SessionInfo info() {
        return ((Established) serverState).info();
    }

    /** The kinds of what an end said, in order. */
    static List<String> names(List<HandshakeMessage> messages) {
        return messages.stream().map(each -> each.getClass().getSimpleName()).toList();
    }
}
