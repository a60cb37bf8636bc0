package io.puredtls.dtls12;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.puredtls.alert.ProtocolException;
import io.puredtls.alert.Violation;
import io.puredtls.config.LegacyTickets;
import io.puredtls.config.TicketPolicy;
import io.puredtls.crypto.suite.CipherSuite;
import io.puredtls.extension.ExtendedMasterSecret;
import io.puredtls.extension.Extension;
import io.puredtls.extension.ExtensionType;
import io.puredtls.extension.SessionTicket;
import io.puredtls.extension.SessionTicketPromised;
import io.puredtls.message.ClientHello;
import io.puredtls.message.Finished;
import io.puredtls.message.HandshakeMessage;
import io.puredtls.message.NewSessionTicket12;
import io.puredtls.message.ServerHello;
import io.puredtls.session.SessionStore;
import io.puredtls.session.TicketKeys;
import io.puredtls.simulator.SeededEntropy;
import io.puredtls.wire.Bytes;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** [RFC5246 §7.3] [RFC5077 §3.1] The abbreviated handshake's diagrams, and a ticket's way into the full one, an arrow a test. */
class ResumedStatesTest {
    private static final boolean CLIENT = false;
    private static final boolean SERVER = true;
    private static final Finished WRONG = new Finished(Bytes.of(new byte[12]));

    private static TicketPolicy sealed() {
        return TicketPolicy.sealedBy(TicketKeys.rotating(new SeededEntropy(9), Duration.ofDays(1)));
    }

    private static Conversation full() {
        return Conversation.withTicket(sealed(), builder -> builder);
    }

    private static void assertArrow(Conversation conversation, boolean end, String from, String to, String... effects) throws ProtocolException {
        conversation.untilActs(end);
        assertEquals(from, conversation.state(end).name());
        conversation.context(end).effects();
        conversation.step();
        assertEquals(to, conversation.state(end).name());
        assertEquals(List.of(effects), conversation.context(end).effects());
    }

    private static void assertRefused(Conversation conversation, boolean end, HandshakeMessage message, Violation violation) {
        conversation.context(end).effects();
        assertEquals(violation, assertThrows(ProtocolException.class, () -> conversation.tell(end, message)).violation());
        assertEquals(List.of(), conversation.context(end).effects());
    }

    private static ClientHello hello(Conversation conversation) {
        return (ClientHello) conversation.context(CLIENT).said().element().message().orElseThrow();
    }

    private static ServerHello answer(Conversation conversation) throws ProtocolException {
        conversation.untilActs(CLIENT);
        return (ServerHello) conversation.context(SERVER).said().element().message().orElseThrow();
    }

    // The server

    @Test
    void a_hello_with_a_good_ticket_leads_to_both_hellos_and_the_servers_proof() throws ProtocolException {
        assertArrow(Conversation.resumed(), SERVER, "AwaitClientHello", "AwaitResumedChangeCipherSpec", "accept ClientHello",
                "send ServerHello", "send NewSessionTicket", "send change_cipher_spec", "write epoch 1", "send Finished");
    }

    /** The server's keys to read begin with the client's change_cipher_spec, and its proof is the last word. */
    @Test
    void the_clients_proof_ends_the_servers_handshake() throws ProtocolException {
        Conversation conversation = Conversation.resumed().until(SERVER, "AwaitResumedChangeCipherSpec");
        assertArrow(conversation, SERVER, "AwaitResumedChangeCipherSpec", "AwaitResumedFinished", "read epoch 1");
        assertRefused(conversation, SERVER, WRONG, Violation.WRONG_VERIFY_DATA);
        assertArrow(conversation, SERVER, "AwaitResumedFinished", "Connected12", "accept Finished");
    }

    /** [RFC5077 §3.3#4] */
    @Test
    void a_full_handshakes_ticket_goes_to_a_client_that_has_proved_itself() throws ProtocolException {
        Conversation conversation = full().until(SERVER, "AwaitFinished");
        assertRefused(conversation, SERVER, WRONG, Violation.WRONG_VERIFY_DATA);
        assertArrow(conversation, SERVER, "AwaitFinished", "Connected12", "accept Finished",
                "send NewSessionTicket", "send change_cipher_spec", "write epoch 1", "send Finished");
    }

    /** [RFC5077 §3.2#3] [RFC5077 §3.2#4] [RFC5077 §3.3#1] [RFC5077 §3.3#2] [RFC5077 §3.4#1] */
    @Test
    void a_ticket_is_promised_to_who_wants_one_beside_no_session_id() throws ProtocolException {
        ServerHello promising = answer(full());
        assertTrue(promising.extensions().has(SessionTicketPromised.class));
        assertEquals(Bytes.EMPTY, promising.sessionId());
        Conversation unwanted = Conversation.withTicket(sealed(), builder -> builder.legacyTickets(LegacyTickets.REFUSED));
        assertFalse(answer(unwanted).extensions().has(SessionTicketPromised.class));
        while (unwanted.next().isPresent()) {
            unwanted.step();
        }
        assertFalse(unwanted.context(SERVER).effects().contains("send NewSessionTicket"));
    }

    @Test
    void a_server_with_a_store_says_a_session_id_and_promises_no_ticket() throws ProtocolException {
        ServerHello answer = answer(Conversation.withTicket(TicketPolicy.storedIn(SessionStore.inMemory(1)), builder -> builder));
        assertEquals(32, answer.sessionId().length());
        assertFalse(answer.extensions().has(SessionTicketPromised.class));
    }

    @Test
    void a_server_that_gives_nothing_promises_nothing() throws ProtocolException {
        for (TicketPolicy policy : List.of(TicketPolicy.NONE, sealed().withCount(0), TicketPolicy.storedIn(SessionStore.inMemory(1)).withCount(0))) {
            ServerHello answer = answer(Conversation.withTicket(policy, builder -> builder));
            assertEquals(Bytes.EMPTY, answer.sessionId());
            assertFalse(answer.extensions().has(SessionTicketPromised.class));
        }
    }

    /** [RFC5077 §3.4#5] [RFC7627 §5.3#8] */
    @Test
    void a_server_that_resumes_says_the_clients_session_id_and_extended_master_secret() throws ProtocolException {
        Conversation conversation = Conversation.resumed();
        Bytes id = hello(conversation).sessionId();
        ServerHello answer = answer(conversation);
        assertEquals(id, answer.sessionId());
        assertTrue(answer.extensions().has(ExtendedMasterSecret.class));
    }

    // The client

    /** [RFC5077 §3.2#1] [RFC5077 §3.2#2] */
    @Test
    void a_client_asks_for_a_ticket_where_it_wants_one() {
        assertEquals(Optional.of(SessionTicket.WANTED), hello(full()).find(SessionTicket.class));
        assertEquals(Optional.empty(), hello(Conversation.plain()).find(SessionTicket.class));
    }

    /** [RFC5077 §3.4#4] [RFC7627 §5.3#3] [RFC6066 §1.1#2] */
    @Test
    void a_client_that_has_a_ticket_says_it_with_a_session_id_that_it_makes_up() {
        ClientHello hello = hello(Conversation.resumed());
        assertFalse(hello.find(SessionTicket.class).orElseThrow().ticket().isEmpty());
        assertEquals(32, hello.sessionId().length());
        assertTrue(hello.extensions().has(ExtendedMasterSecret.class));
        assertEquals(types(hello(full())), types(hello), "all that a full handshake would begin with");
    }

    private static List<ExtensionType> types(ClientHello hello) {
        return hello.extensions().list().stream().map(Extension::type).toList();
    }

    /** [RFC5077 §3.3#1] [RFC5077 §3.3#2] */
    @Test
    void a_ticket_comes_where_it_was_promised_and_nowhere_else() throws ProtocolException {
        NewSessionTicket12 ticket = new NewSessionTicket12(60, Bytes.of(new byte[9]));
        Conversation promised = full().until(CLIENT, "AwaitNewSessionTicket");
        assertRefused(promised, CLIENT, WRONG, Violation.UNEXPECTED_HANDSHAKE_MESSAGE);
        assertFalse(promised.state(CLIENT).awaitsChangeCipherSpec());
        assertRefused(Conversation.plain().until(CLIENT, "AwaitChangeCipherSpec"), CLIENT, ticket, Violation.UNEXPECTED_HANDSHAKE_MESSAGE);
    }

    /** [RFC5077 §3.3#3] [RFC5077 §3.3#5] */
    @Test
    void a_ticket_is_a_session_once_the_servers_proof_that_covers_it_is_right() throws ProtocolException {
        Conversation conversation = full();
        assertArrow(conversation.until(CLIENT, "AwaitNewSessionTicket"), CLIENT, "AwaitNewSessionTicket", "AwaitChangeCipherSpec",
                "accept NewSessionTicket");
        conversation.until(CLIENT, "AwaitFinished");
        assertRefused(conversation, CLIENT, WRONG, Violation.WRONG_VERIFY_DATA);
        assertTrue(conversation.context(CLIENT).resumable().isEmpty());
        assertArrow(conversation, CLIENT, "AwaitFinished", "Connected12", "accept Finished");
        ((Connected12) conversation.state(CLIENT)).afterHandshake(conversation.context(CLIENT));
        assertEquals(1, conversation.context(CLIENT).resumable().size());
    }

    /** [RFC5077 §3.3#7] */
    @Test
    void a_client_whose_session_is_resumed_has_the_last_word() throws ProtocolException {
        Conversation conversation = Conversation.resumed().until(CLIENT, "AwaitNewSessionTicket");
        assertArrow(conversation, CLIENT, "AwaitNewSessionTicket", "AwaitResumedChangeCipherSpec", "accept NewSessionTicket");
        assertArrow(conversation, CLIENT, "AwaitResumedChangeCipherSpec", "AwaitResumedFinished", "read epoch 1");
        assertRefused(conversation, CLIENT, WRONG, Violation.WRONG_VERIFY_DATA);
        assertArrow(conversation, CLIENT, "AwaitResumedFinished", "Connected12", "accept Finished",
                "send change_cipher_spec", "write epoch 1", "send Finished");
    }

    @Test
    void a_server_cannot_resume_under_another_suite() throws ProtocolException {
        Conversation conversation = Conversation.resumed();
        ServerHello answer = answer(conversation);
        assertRefused(conversation, CLIENT, new ServerHello(answer.serverVersion(), answer.random(), answer.sessionId(),
                CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384, 0, answer.extensions()), Violation.RESUMED_WITH_ANOTHER_SUITE);
    }

    /** [RFC7627 §5.3#10] Also where servers without it are borne. */
    @Test
    void a_server_cannot_resume_without_extended_master_secret() throws ProtocolException {
        Conversation conversation = Conversation.resumed(client -> client.dangerouslyAllowLegacyMasterSecret());
        ServerHello answer = answer(conversation);
        assertRefused(conversation, CLIENT, new ServerHello(answer.serverVersion(), answer.random(), answer.sessionId(), answer.cipherSuite(), 0,
                answer.extensions().without(ExtensionType.EXTENDED_MASTER_SECRET)), Violation.MISSING_EXTENDED_MASTER_SECRET);
    }

    @Test
    void another_session_id_is_a_full_handshake() throws ProtocolException {
        Conversation conversation = Conversation.resumed();
        ServerHello answer = answer(conversation);
        for (Bytes id : List.of(Bytes.EMPTY, Bytes.of(new byte[32]))) {
            assertEquals("AwaitServerCertificate", Conversation.resumed().tell(CLIENT, new ServerHello(
                    answer.serverVersion(), answer.random(), id, answer.cipherSuite(), 0, answer.extensions())).name());
        }
    }
}
