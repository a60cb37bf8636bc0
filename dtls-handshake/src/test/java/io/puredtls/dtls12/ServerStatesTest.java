package io.puredtls.dtls12;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.puredtls.alert.ProtocolException;
import io.puredtls.alert.Violation;
import io.puredtls.event.Decision;
import io.puredtls.message.Certificate12;
import io.puredtls.message.Finished;
import io.puredtls.wire.Bytes;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The server's diagram, an arrow a test: where it goes and what it does on the way. */
class ServerStatesTest {
    private static final boolean SERVER = true;

    private static void assertArrow(Conversation conversation, String from, String to, String... effects) throws ProtocolException {
        conversation.untilActs(SERVER);
        assertEquals(from, conversation.state(SERVER).name());
        conversation.step();
        assertEquals(to, conversation.state(SERVER).name());
        assertEquals(List.of(effects), conversation.context(SERVER).effects());
    }

    private static Conversation at(Conversation conversation, String state) throws ProtocolException {
        return conversation.until(SERVER, state);
    }

    @Test
    void a_hello_leads_to_a_flight_with_a_request_where_clients_are_asked() throws ProtocolException {
        assertArrow(Conversation.full(), "AwaitClientHello", "AwaitClientCertificate", "accept ClientHello",
                "send ServerHello", "send Certificate", "send CertificateStatus", "send ServerKeyExchange", "send CertificateRequest",
                "send ServerHelloDone");
    }

    @Test
    void a_hello_leads_to_a_flight_without_a_request_where_they_are_not() throws ProtocolException {
        assertArrow(Conversation.plain(), "AwaitClientHello", "AwaitClientKeyExchange", "accept ClientHello",
                "send ServerHello", "send Certificate", "send ServerKeyExchange", "send ServerHelloDone");
    }

    @Test
    void a_certificate_leads_to_the_key_exchange() throws ProtocolException {
        Conversation conversation = at(Conversation.full(), "AwaitClientCertificate");
        assertArrow(conversation, "AwaitClientCertificate", "AwaitClientKeyExchange", "accept Certificate");
    }

    @Test
    void a_key_exchange_leads_to_the_proof_of_the_certificates_key() throws ProtocolException {
        Conversation conversation = at(Conversation.full(), "AwaitClientKeyExchange");
        assertArrow(conversation, "AwaitClientKeyExchange", "AwaitCertificateVerify", "accept ClientKeyExchange");
    }

    @Test
    void a_key_exchange_without_a_certificate_leads_to_the_change_of_keys() throws ProtocolException {
        assertArrow(at(Conversation.plain(), "AwaitClientKeyExchange"),
                "AwaitClientKeyExchange", "AwaitChangeCipherSpec", "accept ClientKeyExchange");
        assertArrow(at(Conversation.anonymous(), "AwaitClientKeyExchange"),
                "AwaitClientKeyExchange", "AwaitChangeCipherSpec", "accept ClientKeyExchange");
    }

    @Test
    void a_proof_leads_to_a_question() throws ProtocolException {
        Conversation conversation = at(Conversation.full(), "AwaitCertificateVerify");
        assertArrow(conversation, "AwaitCertificateVerify", "AwaitTrust", "accept CertificateVerify", "emit TrustAsked");
    }

    @Test
    void trust_leads_to_the_change_of_keys() throws ProtocolException {
        Conversation conversation = at(Conversation.full(), "AwaitTrust");
        assertArrow(conversation, "AwaitTrust", "AwaitChangeCipherSpec");
    }

    @Test
    void a_change_cipher_spec_lets_the_new_epoch_be_read() throws ProtocolException {
        Conversation conversation = at(Conversation.full(), "AwaitChangeCipherSpec");
        assertEquals(0, conversation.state(SERVER).readEpoch());
        assertArrow(conversation, "AwaitChangeCipherSpec", "AwaitFinished", "read epoch 1");
        assertEquals(1, conversation.state(SERVER).readEpoch());
    }

    @Test
    void a_right_finished_connects_and_is_answered_in_kind() throws ProtocolException {
        Conversation conversation = at(Conversation.full(), "AwaitFinished");
        assertArrow(conversation, "AwaitFinished", "Connected12",
                "accept Finished", "send change_cipher_spec", "write epoch 1", "send Finished");
    }

    @Test
    void a_wrong_finished_does_nothing_but_fail() throws ProtocolException {
        Conversation conversation = at(Conversation.full(), "AwaitFinished");
        ProtocolException thrown =
                assertThrows(ProtocolException.class, () -> conversation.tell(SERVER, new Finished(Bytes.of(new byte[12]))));
        assertEquals(Violation.WRONG_VERIFY_DATA, thrown.violation());
        assertEquals(List.of(), conversation.context(SERVER).effects());
    }

    @Test
    void an_empty_certificate_is_enough_where_one_is_wished_for_and_not_where_it_is_required() throws ProtocolException {
        Conversation wished = at(Conversation.anonymous(), "AwaitClientCertificate");
        assertEquals("AwaitClientKeyExchange", wished.tell(SERVER, new Certificate12(List.of())).name());
        Conversation required = at(Conversation.full(), "AwaitClientCertificate");
        ProtocolException thrown = assertThrows(ProtocolException.class, () -> required.tell(SERVER, new Certificate12(List.of())));
        assertEquals(Violation.CERTIFICATE_MISSING, thrown.violation());
    }

    @Test
    void refusal_fails_in_the_applications_words() throws ProtocolException {
        Conversation conversation = at(Conversation.full(), "AwaitTrust");
        ProtocolException thrown = assertThrows(ProtocolException.class, () ->
                conversation.state(SERVER).resolve(new Decision.Refuse("no"), conversation.context(SERVER)));
        assertEquals(Violation.CERTIFICATE_REJECTED, thrown.violation());
        assertEquals(List.of(), conversation.context(SERVER).effects());
    }

    @Test
    void both_ends_export_the_same() throws ProtocolException {
        Conversation conversation = Conversation.full().until(false, "Connected12");
        try (var client = ((Connected12) conversation.state(false)).export("EXPORTER-x", 32);
                var server = ((Connected12) conversation.state(SERVER)).export("EXPORTER-x", 32)) {
            assertEquals(client, server);
        }
    }
}
