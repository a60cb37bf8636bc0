package io.puredtls.dtls12;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.puredtls.alert.ProtocolException;
import io.puredtls.alert.Violation;
import io.puredtls.config.ClientConfig;
import io.puredtls.config.ServerConfig;
import io.puredtls.crypto.credentials.SelfSigned;
import io.puredtls.crypto.hash.HashAlgorithm;
import io.puredtls.crypto.jca.Jca;
import io.puredtls.event.Decision;
import io.puredtls.message.Certificate12;
import io.puredtls.message.ClientHello;
import io.puredtls.message.Finished;
import io.puredtls.message.HandshakeMessage;
import io.puredtls.message.HelloVerifyRequest;
import io.puredtls.record.ProtocolVersion;
import io.puredtls.state.HandshakeState;
import io.puredtls.transcript.TranscriptFraming;
import io.puredtls.trust.Verdict;
import io.puredtls.wire.Bytes;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The client's diagram, an arrow a test: where it goes and what it does on the way. */
class ClientStatesTest {
    private static final boolean CLIENT = false;

    /** Takes the next thing and checks where it leads and what is done. */
    private static void assertArrow(Conversation conversation, String from, String to, String... effects) throws ProtocolException {
        conversation.untilActs(CLIENT);
        assertEquals(from, conversation.state(CLIENT).name());
        conversation.step();
        assertEquals(to, conversation.state(CLIENT).name());
        assertEquals(List.of(effects), conversation.context(CLIENT).effects());
    }

    private static Conversation at(Conversation conversation, String state) throws ProtocolException {
        return conversation.until(CLIENT, state);
    }

    @Test
    void the_beginning_sends_a_hello_without_a_cookie() {
        Conversation conversation = Conversation.plain();
        assertEquals("AwaitServerAnswer", conversation.state(CLIENT).name());
        assertEquals(List.of("send ClientHello"), conversation.context(CLIENT).effects());
        ClientHello hello = (ClientHello) conversation.context(CLIENT).said().element().message().orElseThrow();
        assertEquals(Bytes.EMPTY, hello.cookie());
        assertEquals(Bytes.EMPTY, hello.sessionId());
        assertEquals(ProtocolVersion.DTLS_1_2, hello.clientVersion());
    }

    @Test
    void a_cookie_is_sent_back_in_the_same_hello_and_what_was_said_before_does_not_count() throws ProtocolException {
        Conversation conversation = Conversation.plain();
        ClientHello first = (ClientHello) conversation.context(CLIENT).said().remove().message().orElseThrow();
        conversation.context(CLIENT).effects();
        Bytes cookie = Bytes.of(new byte[] {1, 2, 3});
        HandshakeState next = conversation.tell(CLIENT, new HelloVerifyRequest(ProtocolVersion.DTLS_1_0, cookie));
        assertEquals("AwaitServerAnswer", next.name());
        assertEquals(List.of("send ClientHello"), conversation.context(CLIENT).effects());
        var again = conversation.context(CLIENT).said().remove();
        assertEquals(first.withCookie(cookie), again.message().orElseThrow());
        assertEquals(1, again.messageSeq());
        conversation.context(CLIENT).transcript().begin(Jca.PLATFORM, HashAlgorithm.SHA256, TranscriptFraming.DTLS12);
        byte[] transcript = conversation.context(CLIENT).transcript().messages();
        assertEquals(12 + again.message().orElseThrow().toBytes().length(), transcript.length, "one hello alone");
    }

    @Test
    void a_server_hello_leads_to_its_certificate() throws ProtocolException {
        Conversation conversation = at(Conversation.full(), "AwaitServerAnswer");
        assertArrow(conversation, "AwaitServerAnswer", "AwaitServerCertificate", "accept ServerHello");
    }

    @Test
    void a_certificate_leads_to_the_key_exchange_by_way_of_its_status_if_there_is_one() throws ProtocolException {
        Conversation conversation = at(Conversation.full(), "AwaitServerCertificate");
        assertArrow(conversation, "AwaitServerCertificate", "AwaitCertificateStatus", "accept Certificate");
        assertArrow(conversation, "AwaitCertificateStatus", "AwaitServerKeyExchange", "accept CertificateStatus");
        assertArrow(at(Conversation.plain(), "AwaitServerCertificate"), "AwaitServerCertificate", "AwaitServerKeyExchange", "accept Certificate");
    }

    @Test
    void a_key_exchange_leads_to_the_request_if_there_is_one() throws ProtocolException {
        Conversation conversation = at(Conversation.full(), "AwaitServerKeyExchange");
        assertArrow(conversation, "AwaitServerKeyExchange", "AwaitCertificateRequest", "accept ServerKeyExchange");
    }

    @Test
    void a_request_leads_to_the_end_of_the_flight() throws ProtocolException {
        Conversation conversation = at(Conversation.full(), "AwaitCertificateRequest");
        assertArrow(conversation, "AwaitCertificateRequest", "AwaitServerHelloDone", "accept CertificateRequest");
    }

    @Test
    void the_end_of_the_flight_leads_to_a_question() throws ProtocolException {
        Conversation conversation = at(Conversation.full(), "AwaitServerHelloDone");
        assertArrow(conversation, "AwaitServerHelloDone", "AwaitTrust", "accept ServerHelloDone", "emit TrustAsked");
    }

    @Test
    void trust_leads_to_a_flight_that_proves_who_we_are() throws ProtocolException {
        Conversation conversation = at(Conversation.full(), "AwaitTrust");
        assertArrow(conversation, "AwaitTrust", "AwaitChangeCipherSpec",
                "send Certificate", "send ClientKeyExchange", "send CertificateVerify", "send change_cipher_spec", "write epoch 1", "send Finished");
    }

    @Test
    void without_a_request_and_a_question_the_end_of_the_flight_leads_to_ours_at_once() throws ProtocolException {
        Conversation conversation = at(Conversation.plain(), "AwaitCertificateRequest");
        assertArrow(conversation, "AwaitCertificateRequest", "AwaitChangeCipherSpec",
                "accept ServerHelloDone", "send ClientKeyExchange", "send change_cipher_spec", "write epoch 1", "send Finished");
    }

    @Test
    void a_request_without_anything_to_show_is_answered_by_an_empty_list() throws ProtocolException {
        Conversation conversation = at(Conversation.anonymous(), "AwaitServerHelloDone");
        assertArrow(conversation, "AwaitServerHelloDone", "AwaitChangeCipherSpec", "accept ServerHelloDone",
                "send Certificate", "send ClientKeyExchange", "send change_cipher_spec", "write epoch 1", "send Finished");
        HandshakeMessage certificate = conversation.context(CLIENT).said().element().message().orElseThrow();
        assertEquals(new Certificate12(List.of()), certificate);
    }

    @Test
    void a_change_cipher_spec_lets_the_new_epoch_be_read() throws ProtocolException {
        Conversation conversation = at(Conversation.full(), "AwaitChangeCipherSpec");
        conversation.untilActs(CLIENT);
        conversation.context(CLIENT).effects();
        assertEquals(0, conversation.state(CLIENT).readEpoch());
        assertArrow(conversation, "AwaitChangeCipherSpec", "AwaitFinished", "read epoch 1");
        assertEquals(1, conversation.state(CLIENT).readEpoch());
    }

    @Test
    void a_right_finished_connects() throws ProtocolException {
        Conversation conversation = at(Conversation.full(), "AwaitFinished");
        assertArrow(conversation, "AwaitFinished", "Connected12", "accept Finished");
        assertInstanceOf(Connected12.class, conversation.state(CLIENT));
    }

    @Test
    void a_wrong_finished_does_nothing_but_fail() throws ProtocolException {
        Conversation conversation = at(Conversation.full(), "AwaitFinished");
        ProtocolException thrown =
                assertThrows(ProtocolException.class, () -> conversation.tell(CLIENT, new Finished(Bytes.of(new byte[12]))));
        assertEquals(Violation.WRONG_VERIFY_DATA, thrown.violation());
        assertEquals(List.of(), conversation.context(CLIENT).effects());
    }

    @Test
    void distrust_fails_in_the_policys_words() throws ProtocolException {
        Conversation conversation = at(Conversation.between(
                ClientConfig.trusting((chain, expectation) -> new Verdict.Untrusted(Violation.CERTIFICATE_WAS_REVOKED, "since May")),
                ServerConfig.identity(SelfSigned.ecdsaP256("server.test"))), "AwaitCertificateRequest");
        ProtocolException thrown = assertThrows(ProtocolException.class, () -> conversation.untilActs(CLIENT).step());
        assertEquals(Violation.CERTIFICATE_WAS_REVOKED, thrown.violation());
        assertEquals("since May", thrown.getMessage());
        assertEquals(List.of("accept ServerHelloDone"), conversation.context(CLIENT).effects());
    }

    @Test
    void refusal_fails_in_the_applications_words() throws ProtocolException {
        Conversation conversation = at(Conversation.full(), "AwaitTrust");
        ProtocolException thrown = assertThrows(ProtocolException.class, () ->
                conversation.state(CLIENT).resolve(new Decision.Refuse("no"), conversation.context(CLIENT)));
        assertEquals(Violation.CERTIFICATE_REJECTED, thrown.violation());
        assertEquals(List.of(), conversation.context(CLIENT).effects());
    }

    @Test
    void connected_without_proof_cannot_be() {
        assertThrows(NullPointerException.class, () -> new Connected12(null, null, null, null, SessionPart.NONE));
    }
}
