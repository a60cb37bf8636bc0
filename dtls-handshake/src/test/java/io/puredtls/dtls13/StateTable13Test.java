package io.puredtls.dtls13;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.puredtls.alert.ProtocolException;
import io.puredtls.alert.Violation;
import io.puredtls.dtls13.client.Client13State;
import io.puredtls.dtls13.server.Server13State;
import io.puredtls.extension.CompressCertificate;
import io.puredtls.message.Certificate13;
import io.puredtls.message.CertificateRequest13;
import io.puredtls.message.CertificateVerify;
import io.puredtls.message.ClientHello;
import io.puredtls.message.CompressedCertificate;
import io.puredtls.message.EncryptedExtensions;
import io.puredtls.message.Finished;
import io.puredtls.message.HandshakeCodec;
import io.puredtls.message.HandshakeMessage;
import io.puredtls.message.HandshakeType;
import io.puredtls.message.HelloRetryRequest;
import io.puredtls.message.HelloVerifyRequest;
import io.puredtls.message.KeyUpdate;
import io.puredtls.message.NewConnectionId;
import io.puredtls.message.NewSessionTicket;
import io.puredtls.message.RequestConnectionId;
import io.puredtls.message.ServerHello;
import io.puredtls.record.ProtocolVersion;
import io.puredtls.state.Established;
import io.puredtls.state.HandshakeState;
import io.puredtls.state.RecordingContext.Said;
import io.puredtls.wire.Bytes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * Every state of DTLS 1.3 and every message: where it leads, and what is done on the way. The table is a document,
 * {@code docs/state-table-dtls13.md}, which {@code -Dupdate=true} writes anew.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS) // talking takes a while
class StateTable13Test {
    private static final Path DOCUMENT = Path.of("..", "docs", "state-table-dtls13.md");
    private static final String UNEXPECTED = "·";
    private static final String WAITS = "waits";
    private static final List<Class<?>> MESSAGES = List.of(
            ClientHello.class, HelloRetryRequest.class, HelloVerifyRequest.class, ServerHello.class, EncryptedExtensions.class,
            CertificateRequest13.class, Certificate13.class, CompressedCertificate.class, CertificateVerify.class, Finished.class,
            NewSessionTicket.class, KeyUpdate.class, RequestConnectionId.class, NewConnectionId.class);

    private final Map<Class<?>, HandshakeMessage> samples = new HashMap<>();
    private final Map<Boolean, Map<String, Row>> tables = Map.of(true, new LinkedHashMap<>(), false, new LinkedHashMap<>());
    private final Map<Boolean, Set<String>> actions = Map.of(true, new LinkedHashSet<>(), false, new LinkedHashSet<>());

    /** A state: its epoch, where each message leads that is a genuine one, and where all others do. */
    private record Row(String epoch, Map<Class<?>, Set<String>> genuine, Map<Class<?>, String> others) {
        private String cell(Class<?> message) {
            return genuine.containsKey(message) ? String.join(" / ", genuine.get(message)) : others.get(message);
        }
    }

    @BeforeAll
    void talk() throws ProtocolException {
        samples.put(HelloVerifyRequest.class, new HelloVerifyRequest(ProtocolVersion.DTLS_1_0, Bytes.of(new byte[32])));
        samples.put(KeyUpdate.class, new KeyUpdate(KeyUpdate.UPDATE_NOT_REQUESTED));
        for (Conversation13.Kind kind : Conversation13.Kind.values()) {
            collect(kind);
        }
        for (Conversation13.Kind kind : Conversation13.Kind.values()) {
            tabulate(kind);
        }
    }

    /** One message of each kind, and what is done with each that is told. */
    private void collect(Conversation13.Kind kind) throws ProtocolException {
        Conversation13 conversation = Conversation13.of(kind);
        while (conversation.next().isPresent()) {
            boolean atServer = conversation.next().get();
            Optional<HandshakeMessage> told = conversation.told(atServer).flatMap(Said::message);
            told.ifPresent(message -> forms(message).forEach(samples::putIfAbsent));
            String before = label(conversation.state(atServer));
            conversation.context(atServer).effects();
            conversation.step();
            List<String> done = conversation.context(atServer).effects();
            String after = label(conversation.state(atServer));
            boolean retry = after.equals("AwaitSecondHello") || after.equals("AwaitServerHello"); // a message with the number of another
            String does = done.isEmpty() ? "–" : String.join(", ", done).replace(retry ? "ServerHello" : "CompressedCertificate", retry ? "HelloRetryRequest" : "Certificate");
            actions.get(atServer).add("| " + before + " | " + told.map(message -> name(message).replace("Compressed", "")).orElse("the decision")
                    + " | " + does + " | " + after + " |");
        }
    }

    private static String name(HandshakeMessage message) {
        return name(message.getClass());
    }

    private static String name(Class<?> message) {
        return message.getSimpleName().replace("13", "");
    }

    /** A message in all forms that it may have. */
    private static Map<Class<?>, HandshakeMessage> forms(HandshakeMessage message) {
        Map<Class<?>, HandshakeMessage> forms = new HashMap<>(Map.of(message.getClass(), message));
        if (message instanceof Certificate13) {
            byte[] plain = message.toBytes().toArray();
            forms.put(CompressedCertificate.class,
                    new CompressedCertificate(CompressCertificate.ZLIB, plain.length, Bytes.of(Zlib.compress(plain))));
        } else if (message instanceof CompressedCertificate compressed) {
            byte[] plain = Zlib.decompress(compressed.compressedCertificateMessage().toArray(), compressed.uncompressedLength()).orElseThrow();
            try {
                forms.put(Certificate13.class, HandshakeCodec.DTLS13.decode(HandshakeType.CERTIFICATE, Bytes.of(plain).reader()));
            } catch (ProtocolException impossible) {
                throw new AssertionError(impossible);
            }
        }
        return forms;
    }

    private void tabulate(Conversation13.Kind kind) throws ProtocolException {
        int steps = 0;
        for (Conversation13 at = after(kind, 0); ; at = after(kind, ++steps)) {
            for (boolean atServer : List.of(false, true)) {
                addRow(kind, steps, atServer, at);
            }
            if (at.next().isEmpty()) {
                return;
            }
        }
    }

    private void addRow(Conversation13.Kind kind, int steps, boolean atServer, Conversation13 at) throws ProtocolException {
        HandshakeState state = at.state(atServer);
        boolean waits = !state.isWaitingForPeer();
        boolean isNew = !tables.get(atServer).containsKey(label(state));
        Row row = tables.get(atServer).computeIfAbsent(
                label(state), any -> new Row(waits ? "–" : String.valueOf(state.readEpoch()), new HashMap<>(), new HashMap<>()));
        if (isNew) {
            for (Class<?> message : MESSAGES) {
                row.others.put(message, waits ? WAITS : outcome(after(kind, steps), atServer, sample(message, state)));
            }
        }
        if (!waits && at.next().equals(Optional.of(atServer))) {
            for (Map.Entry<Class<?>, HandshakeMessage> form : forms(at.told(atServer).flatMap(Said::message).orElseThrow()).entrySet()) {
                row.genuine.computeIfAbsent(form.getKey(), any -> new LinkedHashSet<>())
                        .add(outcome(after(kind, steps), atServer, form.getValue()));
            }
        }
    }

    /** After the handshake requests have a context. */
    private HandshakeMessage sample(Class<?> message, HandshakeState state) {
        if (state instanceof Established && samples.get(message) instanceof CertificateRequest13 request) {
            return new CertificateRequest13(Bytes.of((byte) 1), request.extensions());
        }
        return samples.get(message);
    }

    private static Conversation13 after(Conversation13.Kind kind, int steps) throws ProtocolException {
        Conversation13 conversation = Conversation13.of(kind);
        for (int i = 0; i < steps; i++) {
            conversation.step();
        }
        return conversation;
    }

    private static String outcome(Conversation13 conversation, boolean atServer, HandshakeMessage message) {
        try {
            return label(conversation.tell(atServer, message));
        } catch (ProtocolException refused) {
            return refused.violation() == Violation.UNEXPECTED_HANDSHAKE_MESSAGE ? UNEXPECTED : refused.violation().name();
        }
    }

    /** The name; of a server that is connected, with how far it is in asking who the client is. */
    private static String label(HandshakeState state) {
        if (!(state instanceof Connected13 connected) || !(connected.authentication() instanceof LaterRequests requests)) {
            return state.name();
        }
        String asked = requests.open().isEmpty() ? "" : " Asked";
        String progress = requests.progress().getClass().getSimpleName();
        return state.name() + asked + (Set.of("Idle", "Done").contains(progress) ? "" : " " + progress);
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
        for (Class<?> state : Client13State.class.getPermittedSubclasses()) {
            assertTrue(tables.get(false).containsKey(state.getSimpleName()), state.getSimpleName());
        }
        for (Class<?> state : Server13State.class.getPermittedSubclasses()) {
            assertTrue(tables.get(true).containsKey(state.getSimpleName()), state.getSimpleName());
        }
        for (Class<?> progress : LaterRequests.Progress.class.getPermittedSubclasses()) {
            String name = progress.getSimpleName();
            boolean named = tables.get(true).keySet().stream().anyMatch(state -> state.endsWith(" " + name));
            assertEquals(!Set.of("Idle", "Done").contains(name), named, name);
        }
        assertEquals(Set.copyOf(MESSAGES), samples.keySet());
    }

    @Test
    void each_message_is_taken_by_some_state() {
        for (Class<?> message : MESSAGES) {
            assertTrue(tables.values().stream().flatMap(table -> table.values().stream())
                    .anyMatch(row -> row.cell(message).startsWith("Await") || row.cell(message).startsWith("Connected13")), name(message));
        }
    }

    private String document() {
        StringBuilder out = new StringBuilder(INTRODUCTION);
        for (boolean atServer : List.of(false, true)) {
            out.append(atServer ? "\n## Server\n\n" : "\n## Client\n\n").append("| state | epoch");
            MESSAGES.forEach(message -> out.append(" | ").append(name(message)));
            out.append(" |\n|---").append("|---".repeat(MESSAGES.size() + 1)).append("|\n");
            tables.get(atServer).forEach((state, row) -> {
                out.append("| ").append(state).append(" | ").append(row.epoch);
                MESSAGES.forEach(message -> out.append(" | ").append(row.cell(message)));
                out.append(" |\n");
            });
        }
        out.append("\n## What is done on the way\n");
        for (boolean atServer : List.of(false, true)) {
            out.append(atServer ? "\nServer:\n\n" : "\nClient:\n\n").append("| state | is told | does | next |\n|---|---|---|---|\n");
            actions.get(atServer).forEach(line -> out.append(line).append('\n'));
        }
        return out.append(BESIDE).toString();
    }

    private static final String INTRODUCTION = """
            # DTLS 1.3: every state, every message

            Where a message leads in each state of the handshake and after it. Written by `StateTable13Test`; `-Dupdate=true`
            writes it anew. `·` is `UNEXPECTED_HANDSHAKE_MESSAGE`: the association fails with the alert unexpected_message. Other
            words in capitals are rows of `Violation`. Where a cell names several states it depends on what the message says, and
            on what both ends want. `waits` is a message that is not looked at before the application has decided.

            `epoch` is the one that the state reads; `Connected13` begins with 3 and goes on by one with each KeyUpdate of the
            peer. A client's first state is that of both versions, and so is a server's: a ServerHello or ClientHello that leads to
            DTLS 1.2 is in `state-table-dtls12.md`, and HelloVerifyRequest is a message of that version. After it the client
            takes no HelloRetryRequest any more, and no ServerHello of DTLS 1.3 (`NO_COMMON_VERSION`).

            Behind the gate `AwaitClientHello` gets a second hello at once, and does what `AwaitSecondHello` does. With a
            pre-shared key, a ticket's or one that both were given, no certificates are shown: `AwaitEncryptedExtensions` goes on
            to `AwaitFinished`. A connected server is `Asked` while a request for a certificate is open, `Shown` after the
            certificate, `Asking` while its application decides, `Proved` when the Finished is all that is missing.
            """;
    private static final String BESIDE = """

            ## What does not come to the states

            | what | becomes |
            |---|---|
            | messages that DTLS 1.3 does not have, once it is spoken | `UNKNOWN_HANDSHAKE_MESSAGE`, as are those with numbers that nobody knows |
            | a new message in the clear where protected ones are read | dropped and counted |
            | a new message under other keys than those that the state reads | `MESSAGE_IN_WRONG_EPOCH`: so nothing can follow a Finished or a KeyUpdate in its epoch |
            | change_cipher_spec, once DTLS 1.3 is spoken | dropped and counted |
            | ACK | goes to the flights: what it names is not sent again, and keys change when a KeyUpdate has been acknowledged; before it is known that DTLS 1.3 is spoken it is dropped; under protection `MALFORMED` and, up to epoch 2, `ACK_OF_HIGHER_EPOCH` |
            | a protected record, but early data, with more plaintext than was agreed on | `RECORD_OVER_LIMIT` |
            | application data in epoch 2 | `APPLICATION_DATA_IN_HANDSHAKE` |
            | early data, in epoch 1 | goes to the application of a server that takes it, up to what the ticket allows: `TOO_MUCH_EARLY_DATA` |
            | application data in epoch 3 before the handshake is complete | kept within a bound |
            | close_notify | before the handshake is complete a failure, afterwards answered in kind |
            | user_canceled | nothing, until there are too many: `TOO_MANY_WARNINGS` |
            | every other alert | the end, whatever its level; in the clear only as long as nothing protected was read |

            ## After the handshake

            While a KeyUpdate of ours is not acknowledged nothing new is said: commands wait, up to 64, and so do answers to requests
            for certificates, up to 8 (`TOO_MANY_REQUESTS`). A peer that asks for a KeyUpdate meanwhile gets another afterwards. A
            client that did not offer to be asked later, or came by a key that both were given, takes no CertificateRequest.
            A request is refused in the same way while 32 flights wait to be acknowledged, as each answer is kept until then.
            At most 8 requests are open at a server. In `Shown` and `Proved` nothing but the rest of the answer may come. An
            end that is in its last epoch, 65535, sends no KeyUpdate; a peer that sends one in it is `KEY_UPDATES_EXHAUSTED`.

            ## What a message is refused for, when it is its turn

            Besides `MALFORMED`; the clauses and alerts are in `Violation`.

            | message | rows |
            |---|---|
            | ClientHello | `NO_COMMON_VERSION`, `LEGACY_COOKIE_NOT_EMPTY`, `NULL_COMPRESSION_NOT_OFFERED`, `ILLEGAL_RECORD_SIZE_LIMIT`, `ILLEGAL_MAX_FRAGMENT_LENGTH`, `PRE_SHARED_KEY_NOT_LAST`, `BINDERS_DO_NOT_FIT`, `WRONG_BINDER`, `MISSING_REQUIRED_EXTENSION`, `ILLEGAL_KEY_SHARES`, `ILLEGAL_KEY_SHARE`, `NO_COMMON_CIPHER_SUITE`, `NO_COMMON_GROUP`, `NO_COMMON_SIGNATURE_SCHEME`, `NO_SUITABLE_CREDENTIALS`, `UNKNOWN_SERVER_NAME`, `NO_COMMON_APPLICATION_PROTOCOL` |
            | second ClientHello | `SECOND_HELLO_CHANGED`; at the gate `INVALID_COOKIE` |
            | HelloRetryRequest | `ILLEGAL_SELECTED_VERSION`, `WRONG_LEGACY_VERSION`, `ILLEGAL_RETRY_REQUEST`, `RETRY_WITHOUT_CHANGE`, `UNOFFERED_CIPHER_SUITE`, `UNOFFERED_GROUP`, `UNSOLICITED_EXTENSION`, `MISPLACED_EXTENSION` |
            | ServerHello | `ILLEGAL_SELECTED_VERSION`, `WRONG_LEGACY_VERSION`, `ILLEGAL_SERVER_HELLO`, `UNOFFERED_CIPHER_SUITE`, `UNOFFERED_GROUP`, `ILLEGAL_KEY_SHARE`, `ILLEGAL_PSK_CHOICE`, `UNSOLICITED_EXTENSION`, `MISPLACED_EXTENSION`; after a HelloRetryRequest `CHOICE_CHANGED_AFTER_RETRY`; of DTLS 1.2 `DOWNGRADE_DETECTED`, `OLDER_VERSION_AFTER_EARLY_DATA` |
            | EncryptedExtensions | `UNSOLICITED_EXTENSION`, `MISPLACED_EXTENSION`, `ILLEGAL_EARLY_DATA_ANSWER`, `ILLEGAL_RECORD_SIZE_LIMIT`, `ILLEGAL_MAX_FRAGMENT_LENGTH`, `TWO_RECORD_LIMITS`, `UNOFFERED_APPLICATION_PROTOCOL`, `UNOFFERED_SRTP_PROFILE`, `SRTP_MKI_MISMATCH` |
            | CertificateRequest | `WRONG_REQUEST_CONTEXT`, `MISSING_REQUIRED_EXTENSION`, `MISPLACED_EXTENSION` |
            | Certificate, CompressedCertificate | `WRONG_REQUEST_CONTEXT`, `EMPTY_SERVER_CERTIFICATE`, `CERTIFICATE_DEMANDED`, `UNSOLICITED_EXTENSION`, `CERTIFICATE_UNREADABLE`, `CERTIFICATE_CHAIN_TOO_LONG`, `UNOFFERED_CERTIFICATE_COMPRESSION`, `MALFORMED_COMPRESSION` |
            | CertificateVerify | `UNOFFERED_SIGNATURE_SCHEME`, `WRONG_SIGNATURE_KEY`, `BAD_SIGNATURE`; then whatever the trust policy says, or `CERTIFICATE_REJECTED` |
            | Finished | `WRONG_VERIFY_DATA` |
            | NewSessionTicket | `ILLEGAL_TICKET`, `MISPLACED_EXTENSION` |
            | RequestConnectionId | `CONNECTION_IDS_NOT_AGREED`, `TOO_MANY_CONNECTION_IDS_REQUESTED` |
            | NewConnectionId | `CONNECTION_IDS_NOT_AGREED`, `ILLEGAL_NEW_CONNECTION_ID` |
            | KeyUpdate | `ILLEGAL_KEY_UPDATE`, `KEY_UPDATES_EXHAUSTED`, and for the answer `MESSAGE_SEQ_EXHAUSTED` |
            """;
}
