package io.puredtls.message;

import static io.puredtls.message.ForeignHandshake.Side.CLIENT;
import static io.puredtls.message.ForeignHandshake.Side.SERVER;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.puredtls.alert.ProtocolException;
import io.puredtls.authentication.PeerChain;
import io.puredtls.crypto.jca.Jca;
import io.puredtls.crypto.schedule12.MasterSecret;
import io.puredtls.crypto.schedule12.PreMasterSecret;
import io.puredtls.crypto.secret.SecretBytes;
import io.puredtls.crypto.sign.BadSignatureException;
import io.puredtls.crypto.sign.SignatureScheme;
import io.puredtls.crypto.sign.Verifier;
import io.puredtls.dtls12.SignedParams;
import io.puredtls.extension.ApplicationProtocolName;
import io.puredtls.extension.ApplicationProtocols;
import io.puredtls.extension.ExtendedMasterSecret;
import io.puredtls.extension.ServerName;
import io.puredtls.extension.ServerNameAcknowledged;
import io.puredtls.extension.UseSrtp;
import io.puredtls.message.ForeignHandshake.Said;
import io.puredtls.srtp.SrtpProfile;
import io.puredtls.transcript.Transcript;
import io.puredtls.transcript.TranscriptFraming;
import io.puredtls.wire.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** What OpenSSL said to OpenSSL, read, hashed, derived and verified by our parts; see the README.md beside the vectors. */
class ForeignHandshakeTest {
    static final List<String> names = List.of("rsa-p256", "ecdsa-x25519");

    @ParameterizedTest
    @FieldSource("names")
    void messages_come_whole_and_in_the_order_of_the_rfc(String name) throws ProtocolException {
        ForeignHandshake handshake = ForeignHandshake.read(name);
        assertEquals(
                List.of("CLIENT ClientHello", "SERVER HelloVerifyRequest", "CLIENT ClientHello",
                        "SERVER ServerHello", "SERVER Certificate", "SERVER ServerKeyExchange", "SERVER CertificateRequest",
                        "SERVER ServerHelloDone", "CLIENT Certificate", "CLIENT ClientKeyExchange", "CLIENT CertificateVerify",
                        "CLIENT Finished", "SERVER Finished"),
                handshake.messages().stream().map(said -> said.by() + " " + said.message().type()).toList());
        assertTrue(handshake.fragments() > handshake.messages().size(), "nothing was fragmented");
    }

    @ParameterizedTest
    @FieldSource("names")
    void every_message_is_written_again_as_it_came(String name) throws ProtocolException {
        for (Said said : ForeignHandshake.read(name).messages()) {
            assertEquals(said.raw().body(), said.message().toBytes(), () -> said.message().toString());
        }
    }

    @ParameterizedTest
    @FieldSource("names")
    void second_hello_is_the_first_with_the_cookie(String name) throws ProtocolException {
        ForeignHandshake handshake = ForeignHandshake.read(name);
        ClientHello first = (ClientHello) handshake.messages().get(0).message();
        assertEquals(
                handshake.message(CLIENT, ClientHello.class),
                first.withCookie(handshake.message(SERVER, HelloVerifyRequest.class).cookie()));
    }

    /** [RFC7627 §5.1#1] */
    @ParameterizedTest
    @FieldSource("names")
    void extended_master_secret_follows_from_the_transcript_up_to_client_key_exchange(String name) throws ProtocolException {
        ForeignHandshake handshake = ForeignHandshake.read(name);
        assertTrue(handshake.message(SERVER, ServerHello.class).find(ExtendedMasterSecret.class).isPresent());
        Transcript transcript = transcript(handshake, said -> said.message() instanceof CertificateVerify);
        byte[] agreed = handshake.secret("pre_master_secret").toArray();
        try (MasterSecret master = new PreMasterSecret(SecretBytes.taking(agreed))
                .extended(Jca.PLATFORM, handshake.suite().hash(), transcript.hash())) {
            assertEquals(handshake.secret("master_secret").hex(), master.hexForKeyLog());
        }
    }

    @ParameterizedTest
    @FieldSource("names")
    void verify_data_of_both_ends_follows_from_the_transcript(String name) throws ProtocolException {
        ForeignHandshake handshake = ForeignHandshake.read(name);
        try (MasterSecret master = handshake.masterSecret()) {
            Transcript beforeClients = transcript(handshake, said -> said.message() instanceof Finished);
            assertArrayEquals(
                    handshake.message(CLIENT, Finished.class).verifyData().toArray(), master.clientVerifyData(beforeClients.hash()));
            Transcript beforeServers = transcript(handshake, said -> said.by() == SERVER && said.message() instanceof Finished);
            assertArrayEquals(
                    handshake.message(SERVER, Finished.class).verifyData().toArray(), master.serverVerifyData(beforeServers.hash()));
        }
    }

    @ParameterizedTest
    @FieldSource("names")
    void protected_records_open_and_carry_what_was_typed(String name) throws ProtocolException {
        ForeignHandshake handshake = ForeignHandshake.read(name);
        assertEquals("from the client\n", handshake.applicationData(CLIENT));
        assertEquals("from the server\n", handshake.applicationData(SERVER));
        assertTrue(handshake.protectedRecords().size() >= 6, "two Finished, two lines, two close_notify");
        assertEquals(1, handshake.last(CLIENT, Finished.class).raw().epoch());
        assertEquals(1, handshake.last(SERVER, Finished.class).raw().epoch());
    }

    @ParameterizedTest
    @FieldSource("names")
    void server_signed_both_randoms_and_its_share(String name) throws Exception {
        ForeignHandshake handshake = ForeignHandshake.read(name);
        ServerKeyExchange exchange = handshake.message(SERVER, ServerKeyExchange.class);
        var key = PeerChain.decode(handshake.message(SERVER, Certificate12.class).certificateList()).publicKey();
        byte[] content = SignedParams.content(handshake.randoms(), exchange.params());
        Verifier.verify(Jca.PLATFORM, exchange.algorithm(), key, content, exchange.signature().toArray());
        content[0] ^= 1;
        assertThrows(BadSignatureException.class,
                () -> Verifier.verify(Jca.PLATFORM, exchange.algorithm(), key, content, exchange.signature().toArray()));
    }

    @ParameterizedTest
    @FieldSource("names")
    void client_signed_the_messages_before_its_certificate_verify(String name) throws Exception {
        ForeignHandshake handshake = ForeignHandshake.read(name);
        CertificateVerify verify = handshake.message(CLIENT, CertificateVerify.class);
        var key = PeerChain.decode(handshake.message(CLIENT, Certificate12.class).certificateList()).publicKey();
        byte[] messages = transcript(handshake, said -> said.message() instanceof CertificateVerify).messages();
        Verifier.verify(Jca.PLATFORM, verify.algorithm(), key, messages, verify.signature().toArray());
        byte[] more = transcript(handshake, said -> said.message() instanceof Finished).messages();
        assertThrows(BadSignatureException.class,
                () -> Verifier.verify(Jca.PLATFORM, verify.algorithm(), key, more, verify.signature().toArray()));
    }

    @ParameterizedTest
    @FieldSource("names")
    void exported_keying_material_is_what_both_ends_exported(String name) throws ProtocolException {
        ForeignHandshake handshake = ForeignHandshake.read(name);
        try (MasterSecret master = handshake.masterSecret();
                SecretBytes exported = master.export(handshake.exporterLabel(), handshake.randoms(), 40)) {
            assertEquals(handshake.secret("exported").hex(), HexFormat.of().formatHex(exported.view()));
        }
    }

    static final List<String> byKey = List.of("psk-aes-128-ccm-8", "ecdhe-psk-chacha20-poly1305");

    /** [RFC4279 §2] [RFC5489 §2] */
    @ParameterizedTest
    @FieldSource("byKey")
    void handshake_with_a_pre_shared_key_is_read_and_its_proofs_and_records_are_right(String name) throws ProtocolException {
        ForeignHandshake handshake = ForeignHandshake.read(name);
        assertEquals(
                List.of("CLIENT ClientHello", "SERVER HelloVerifyRequest", "CLIENT ClientHello", "SERVER ServerHello",
                        "SERVER ServerKeyExchange", "SERVER ServerHelloDone", "CLIENT ClientKeyExchange", "CLIENT Finished", "SERVER Finished"),
                handshake.messages().stream().map(said -> said.by() + " " + said.message().type()).toList());
        every_message_is_written_again_as_it_came(name);
        verify_data_of_both_ends_follows_from_the_transcript(name);
        protected_records_open_and_carry_what_was_typed(name);
        PskServerKeyExchange server = handshake.message(SERVER, PskServerKeyExchange.class);
        PskClientKeyExchange client = handshake.message(CLIENT, PskClientKeyExchange.class);
        assertEquals(Bytes.of("which device?".getBytes(StandardCharsets.US_ASCII)), server.hint());
        assertEquals(handshake.secret("psk_identity"), client.identity());
        assertEquals(handshake.suite().keyExchange().isEphemeral(), server.params().isPresent());
        assertEquals(handshake.suite().keyExchange().isEphemeral(), client.share().isPresent());
    }

    /** [RFC4279 §2] As many zeros as the key has bytes, and the key. */
    @Test
    void master_secret_follows_from_a_pre_shared_key_alone() throws ProtocolException {
        ForeignHandshake handshake = ForeignHandshake.read("psk-aes-128-ccm-8");
        Transcript transcript = transcript(handshake, said -> said.message() instanceof Finished);
        try (SecretBytes key = SecretBytes.taking(handshake.secret("psk").toArray());
                MasterSecret master = PreMasterSecret.ofKey(key).extended(Jca.PLATFORM, handshake.suite().hash(), transcript.hash())) {
            assertEquals(handshake.secret("master_secret").hex(), master.hexForKeyLog());
        }
    }

    @Test
    void rsa_handshake_agreed_on_a_protocol_and_on_srtp() throws ProtocolException {
        ForeignHandshake handshake = ForeignHandshake.read("rsa-p256");
        ServerHello answer = handshake.message(SERVER, ServerHello.class);
        assertEquals(List.of(ApplicationProtocolName.bytes("echo")), answer.find(ApplicationProtocols.class).orElseThrow().names());
        assertEquals(List.of(SrtpProfile.SRTP_AEAD_AES_128_GCM), answer.find(UseSrtp.class).orElseThrow().profiles());
        assertEquals(SignatureScheme.RSA_PSS_RSAE_SHA256, handshake.message(SERVER, ServerKeyExchange.class).algorithm());
    }

    @Test
    void ecdsa_handshake_agreed_on_the_name() throws ProtocolException {
        ForeignHandshake handshake = ForeignHandshake.read("ecdsa-x25519");
        ClientHello hello = handshake.message(CLIENT, ClientHello.class);
        assertEquals("handshake.test", hello.find(ServerName.class).orElseThrow().hostName());
        assertTrue(handshake.message(SERVER, ServerHello.class).find(ServerNameAcknowledged.class).isPresent());
    }

    /** Our transcript of everything said before the first message that {@code end} names; first hello and cookie do not count. */
    static Transcript transcript(ForeignHandshake handshake, Predicate<Said> end) {
        Transcript transcript = new Transcript();
        for (Said said : handshake.messages()) {
            if (end.test(said)) {
                break;
            }
            transcript.append(said.raw().type(), said.raw().messageSeq(), said.raw().body());
            if (said.message() instanceof HelloVerifyRequest) {
                transcript.restart();
            } else if (said.message() instanceof ServerHello) {
                transcript.begin(Jca.PLATFORM, handshake.suite().hash(), TranscriptFraming.DTLS12);
            }
        }
        return transcript;
    }
}
