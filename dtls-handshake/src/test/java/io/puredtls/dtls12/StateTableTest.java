package io.puredtls.dtls12;

import static io.puredtls.alert.ProtocolException.violation;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.puredtls.alert.ProtocolException;
import io.puredtls.alert.Violation;
import io.puredtls.dtls12.client.Client12State;
import io.puredtls.dtls12.server.Server12State;
import io.puredtls.message.CertificateStatus;
import io.puredtls.message.Certificate12;
import io.puredtls.message.Certificate13;
import io.puredtls.message.CertificateRequest13;
import io.puredtls.message.ClientKeyExchange;
import io.puredtls.message.CompressedCertificate;
import io.puredtls.message.EncryptedExtensions;
import io.puredtls.message.HandshakeMessage;
import io.puredtls.message.HelloRequest;
import io.puredtls.message.HelloRetryRequest;
import io.puredtls.message.HelloVerifyRequest;
import io.puredtls.message.KeyUpdate;
import io.puredtls.message.NewConnectionId;
import io.puredtls.message.RequestConnectionId;
import io.puredtls.message.NewSessionTicket;
import io.puredtls.message.NewSessionTicket12;
import io.puredtls.message.PskClientKeyExchange;
import io.puredtls.message.PskServerKeyExchange;
import io.puredtls.message.RawPublicKeyCertificate12;
import io.puredtls.message.ServerKeyExchange;
import io.puredtls.record.ProtocolVersion;
import io.puredtls.state.RecordingContext.Said;
import io.puredtls.state.Terminal;
import io.puredtls.wire.Bytes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Every state and every message: where it leads. The table is a document, {@code docs/state-table-dtls12.md}, which
 * {@code -Dupdate=true} writes anew.
 */
class StateTableTest {
    private static final Path DOCUMENT = Path.of("..", "docs", "state-table-dtls12.md");
    private static final String UNEXPECTED = "·";
    private static final Set<Class<?>> OF_DTLS_1_3_ALONE = Set.of(
            HelloRetryRequest.class, EncryptedExtensions.class, Certificate13.class, CompressedCertificate.class,
            CertificateRequest13.class, NewSessionTicket.class, KeyUpdate.class, RequestConnectionId.class, NewConnectionId.class);
    private static final List<Class<?>> MESSAGES = Stream.of(HandshakeMessage.class.getPermittedSubclasses())
            .filter(each -> !OF_DTLS_1_3_ALONE.contains(each)).<Class<?>>map(each -> each).toList();

    /** What servers show themselves by; the same messages have other contents. */
    private enum Kind {
        BY_CERTIFICATE("", Conversation::full, Set.of(
                RawPublicKeyCertificate12.class, PskServerKeyExchange.class, PskClientKeyExchange.class)),
        BY_RAW_PUBLIC_KEY(" with raw public keys", Conversation::byRawPublicKey, Set.of(
                Certificate12.class, CertificateStatus.class, PskServerKeyExchange.class, PskClientKeyExchange.class)),
        BY_KEY(" with a pre-shared key", Conversation::byKey, Set.of(
                RawPublicKeyCertificate12.class, CertificateStatus.class, ServerKeyExchange.class, ClientKeyExchange.class)),
        COMING_BACK(" coming back", Conversation::resumed, Set.of(
                RawPublicKeyCertificate12.class, PskServerKeyExchange.class, PskClientKeyExchange.class));

        private final String heading;
        private final Supplier<Conversation> conversation;
        private final List<Class<?>> messages;

        Kind(String heading, Supplier<Conversation> conversation, Set<Class<?>> ofOthers) {
            this.heading = heading;
            this.conversation = conversation;
            this.messages = MESSAGES.stream().filter(each -> !ofOthers.contains(each)).toList();
        }
    }

    private final Map<Class<?>, HandshakeMessage> samples = samples();

    /** One message of each kind, taken from a handshake where it occurs in one. */
    private static Map<Class<?>, HandshakeMessage> samples() {
        Map<Class<?>, HandshakeMessage> samples = new HashMap<>();
        samples.put(HelloRequest.class, new HelloRequest());
        samples.put(NewSessionTicket12.class, new NewSessionTicket12(3600, Bytes.of(new byte[32])));
        samples.put(HelloVerifyRequest.class, new HelloVerifyRequest(ProtocolVersion.DTLS_1_0, Bytes.of(new byte[32])));
        for (Kind kind : Kind.values()) {
            Conversation conversation = kind.conversation.get();
            try {
                while (conversation.next().isPresent()) {
                    conversation.told(conversation.next().get()).flatMap(Said::message)
                            .ifPresent(message -> samples.put(message.getClass(), message));
                    conversation.step();
                }
            } catch (ProtocolException impossible) {
                throw new AssertionError(impossible);
            }
        }
        return samples;
    }

    @Test
    void the_table_of_states_and_messages_is_the_one_in_the_documents() throws IOException {
        String table = document();
        if (Boolean.getBoolean("update")) {
            Files.writeString(DOCUMENT, table);
        }
        assertTrue(Files.exists(DOCUMENT), "-Dupdate=true writes " + DOCUMENT);
        assertEquals(Files.readString(DOCUMENT), table, "-Dupdate=true writes it anew");
    }

    @Test
    void every_state_and_every_message_is_in_the_table() {
        Set<String> states = new LinkedHashSet<>();
        for (Kind kind : Kind.values()) {
            states.addAll(rows(kind, true).keySet());
            states.addAll(rows(kind, false).keySet());
        }
        for (Class<?> sealed : List.of(Client12State.class, Server12State.class)) {
            for (Class<?> state : sealed.getPermittedSubclasses()) {
                assertTrue(states.contains(state.getSimpleName()), state.getSimpleName());
            }
        }
        assertEquals(Set.copyOf(MESSAGES), samples.keySet());
    }

    @Test
    void a_state_that_is_over_answers_everything_with_silence() {
        Terminal over = new Terminal();
        for (HandshakeMessage message : samples.values()) {
            assertEquals(over, over.on(new Said(Optional.of(message), 0).received(), Conversation.plain().context(true)));
        }
    }

    private String document() {
        StringBuilder out = new StringBuilder("""
                # DTLS 1.2: every state, every message

                Where a message leads in each state of the handshake. Written by `StateTableTest`; `-Dupdate=true` writes it anew.
                `·` is `UNEXPECTED_HANDSHAKE_MESSAGE`: the handshake fails with the alert unexpected_message. Other words in
                capitals are rows of `Violation`. `later` is a change_cipher_spec that came early and is kept until it is waited for.
                `waits` is a message that is not looked at before the application has decided.
                """);
        for (Kind kind : Kind.values()) {
            for (boolean atServer : new boolean[] {false, true}) {
                out.append("\n## ").append(atServer ? "Server" : "Client").append(kind.heading).append("\n\n| state");
                kind.messages.forEach(message -> out.append(" | ").append(samples.get(message).type()));
                out.append(" | change_cipher_spec |\n|---").append("|---".repeat(kind.messages.size() + 1)).append("|\n");
                rows(kind, atServer).forEach((state, cells) ->
                        out.append("| ").append(state).append(" | ").append(String.join(" | ", cells)).append(" |\n"));
            }
        }
        return out.toString();
    }

    /** The states of an end in the order in which they are entered, each with its cells. */
    private Map<String, List<String>> rows(Kind kind, boolean atServer) {
        Map<String, List<String>> rows = new LinkedHashMap<>();
        int steps = 0;
        for (Conversation conversation = after(kind, 0); conversation.next().isPresent(); conversation = after(kind, ++steps)) {
            addRow(rows, kind, atServer, steps);
        }
        addRow(rows, kind, atServer, steps);
        return rows;
    }

    private void addRow(Map<String, List<String>> rows, Kind kind, boolean atServer, int steps) {
        Conversation at = after(kind, steps);
        String state = at.state(atServer).name();
        boolean acts = at.next().equals(Optional.of(atServer));
        if (rows.containsKey(state) && !acts) {
            return; // what is told next is only known when it is this end's turn
        }
        List<String> cells = new ArrayList<>();
        for (Class<?> message : kind.messages) {
            cells.add(cell(after(kind, steps), atServer, message));
        }
        cells.add(changeCipherSpec(after(kind, steps), atServer));
        rows.put(state, cells);
    }

    private static Conversation after(Kind kind, int steps) {
        Conversation conversation = kind.conversation.get();
        try {
            for (int i = 0; i < steps; i++) {
                conversation.step();
            }
        } catch (ProtocolException impossible) {
            throw new AssertionError(impossible);
        }
        return conversation;
    }

    /** Where the message leads: the genuine one if it is its turn, else one of another handshake. */
    private String cell(Conversation conversation, boolean atServer, Class<?> kind) {
        if (!conversation.state(atServer).isWaitingForPeer()) {
            return "waits";
        }
        boolean acts = conversation.next().equals(Optional.of(atServer));
        Optional<HandshakeMessage> genuine = acts
                ? conversation.told(atServer).flatMap(Said::message).filter(kind::isInstance) : Optional.empty();
        try {
            if (genuine.isPresent()) {
                conversation.step();
                return conversation.state(atServer).name();
            }
            return conversation.tell(atServer, samples.get(kind)).name();
        } catch (ProtocolException refused) {
            return refused.violation() == Violation.UNEXPECTED_HANDSHAKE_MESSAGE ? UNEXPECTED : refused.violation().name();
        }
    }

    private static String changeCipherSpec(Conversation conversation, boolean atServer) {
        if (!conversation.state(atServer).awaitsChangeCipherSpec()) {
            return conversation.state(atServer) instanceof Connected12 ? "dropped" : "later";
        }
        try {
            return conversation.state(atServer).onChangeCipherSpec(conversation.context(atServer)).name();
        } catch (ProtocolException refused) {
            return refused.violation().name();
        }
    }

    @Test
    void a_change_cipher_spec_that_is_not_waited_for_is_nobodys() {
        for (String state : List.of("AwaitServerAnswer", "AwaitServerCertificate")) {
            assertEquals("later", rows(Kind.BY_CERTIFICATE, false).get(state).get(Kind.BY_CERTIFICATE.messages.size()));
        }
    }
}
