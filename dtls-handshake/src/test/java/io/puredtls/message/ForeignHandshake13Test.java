package io.puredtls.message;

import static io.puredtls.state.Role.CLIENT;
import static io.puredtls.state.Role.SERVER;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.puredtls.alert.ProtocolException;
import io.puredtls.alert.Violation;
import io.puredtls.authentication.FinishedVerified;
import io.puredtls.authentication.PeerCredentials;
import io.puredtls.authentication.PeerKey;
import io.puredtls.config.ClientConfig;
import io.puredtls.config.Settings;
import io.puredtls.crypto.credentials.RawPublicKey;
import io.puredtls.crypto.hash.HashAlgorithm;
import io.puredtls.crypto.jca.Jca;
import io.puredtls.crypto.kex.PskKind;
import io.puredtls.crypto.schedule13.EarlySecret;
import io.puredtls.crypto.schedule13.TrafficSecret;
import io.puredtls.crypto.secret.SecretBytes;
import io.puredtls.dtls13.CertificateProof;
import io.puredtls.dtls13.Certificates13;
import io.puredtls.extension.Cookie;
import io.puredtls.extension.EarlyData;
import io.puredtls.extension.PreSharedKeys;
import io.puredtls.extension.PskIdentity;
import io.puredtls.extension.SelectedGroup;
import io.puredtls.extension.SelectedPsk;
import io.puredtls.extension.SelectedVersion;
import io.puredtls.extension.ServerKeyShare;
import io.puredtls.message.ForeignConnection13.Acknowledged;
import io.puredtls.message.ForeignConnection13.Content;
import io.puredtls.message.ForeignConnection13.Said;
import io.puredtls.negotiate.CertificateTypes;
import io.puredtls.record.ProtocolVersion;
import io.puredtls.record.RecordNumber;
import io.puredtls.session.ExternalPsk;
import io.puredtls.session.PreSharedKey;
import io.puredtls.state.Role;
import io.puredtls.transcript.Transcript;
import io.puredtls.trust.TrustPolicy;
import io.puredtls.wire.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Set;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What other stacks said to each other in DTLS 1.3, opened, read, hashed and verified by our parts; see the vectors' READMEs. */
class ForeignHandshake13Test {
    private static final Settings SETTINGS = ClientConfig.trusting(TrustPolicy.dangerouslyTrustAnyone()).build().settings();
    private static final Map<String, ForeignConnection13> READ = new HashMap<>();

    static List<String> names() {
        return ForeignCapture13.names();
    }

    /** Captures never change: each is read once. */
    private static ForeignConnection13 connection(String name) {
        return READ.computeIfAbsent(name, ForeignConnection13::read);
    }

    @Test
    void every_stack_and_the_published_handshake_are_here() {
        Map<String, Long> found = names().stream().collect(Collectors.groupingBy(name -> name.split("-dtls13")[0], Collectors.counting()));
        assertEquals(Map.of("illustrated", 1L, "pion", 10L, "wolfssl", 13L, "boringssl", 11L, "nss", 9L, "dimpl", 5L, "mixed", 15L), found);
    }

    @ParameterizedTest
    @MethodSource("names")
    void every_record_of_every_epoch_opens(String name) {
        ForeignConnection13 connection = connection(name);
        assertEquals(0, connection.drops());
        assertTrue(connection.alerts().stream().anyMatch(alert -> alert.by() == SERVER), "the server closed");
        for (Content alert : connection.alerts()) {
            assertEquals("0100", alert.bytes().hex(), "close_notify and no other alert");
        }
    }

    @ParameterizedTest
    @MethodSource("names")
    void lines_come_back_as_they_were_sent(String name) {
        ForeignConnection13 connection = connection(name);
        boolean refused = name.endsWith("early-data-refused"); // opens as well: the server did not look at it
        List<String> there = connection.data().stream().filter(line -> line.by() == CLIENT && !(refused && line.epoch() == 1)).map(Content::text).toList();
        List<String> back = connection.data().stream().filter(line -> line.by() == SERVER).map(Content::text).toList();
        if (name.equals(ForeignCapture13.ILLUSTRATED)) {
            assertEquals(List.of("ping"), there);
            assertEquals(List.of("pong"), back);
        } else {
            assertEquals(connection.capture().echoed(), there);
            assertEquals(connection.capture().echoed(), back);
        }
    }

    @ParameterizedTest
    @MethodSource("names")
    void every_message_is_written_again_as_it_came(String name) {
        ForeignConnection13 connection = connection(name);
        for (Said said : connection.messages()) {
            said.message().ifPresent(message -> assertEquals(said.raw().body(), message.toBytes(), message::toString));
        }
    }

    @ParameterizedTest
    @MethodSource("names")
    void what_was_negotiated_is_what_the_readme_says(String name) {
        ForeignConnection13 connection = connection(name);
        ServerHello hello = connection.message(SERVER, ServerHello.class);
        assertEquals(connection.suite(), hello.cipherSuite());
        assertEquals(ProtocolVersion.DTLS_1_3, hello.find(SelectedVersion.class).orElseThrow().version());
        assertEquals(
                connection.capture().value("group").orElseThrow(),
                hello.find(ServerKeyShare.class).orElseThrow().serverShare().group().toString());
    }

    @ParameterizedTest
    @MethodSource("names")
    void messages_come_in_the_order_of_the_rfc(String name) {
        String spoken = connection(name).messages().stream().map(Said::toString).collect(Collectors.joining("\n", "", "\n"));
        assertTrue(spoken.matches(
                """
                CLIENT ClientHello
                (SERVER HelloRetryRequest
                CLIENT ClientHello
                )?SERVER ServerHello
                SERVER EncryptedExtensions
                ((SERVER CertificateRequest
                )?SERVER Certificate
                SERVER CertificateVerify
                )?SERVER Finished
                (CLIENT EndOfEarlyData
                )?(CLIENT Certificate
                (CLIENT CertificateVerify
                )?)?CLIENT Finished
                ((SERVER NewSessionTicket|SERVER KeyUpdate|CLIENT KeyUpdate)
                |SERVER CertificateRequest
                CLIENT Certificate
                CLIENT CertificateVerify
                CLIENT Finished
                )*"""), spoken);
    }

    /** [RFC9846 §4.5.3] The hash is that of the first hello's where there were two: [RFC9846 §4.1]. */
    @ParameterizedTest
    @MethodSource("names")
    void finished_of_both_ends_is_verified(String name) throws ProtocolException {
        ForeignConnection13 connection = connection(name);
        for (Role role : Role.values()) {
            try (TrafficSecret secret = connection.secret(role, 2)) {
                Said said = connection.messages(role, Finished.class).get(0);
                Finished finished = (Finished) said.message().orElseThrow();
                FinishedVerified.check(finished, secret.verifyData(connection.transcript(each -> each == said).hash()));
                Transcript more = connection.transcript(each -> each != said && connection.messages().indexOf(each) > connection.messages().indexOf(said));
                ProtocolException wrong = assertThrows(ProtocolException.class, () -> FinishedVerified.check(finished, secret.verifyData(more.hash())));
                assertEquals(Violation.WRONG_VERIFY_DATA, wrong.violation());
            }
        }
    }

    @ParameterizedTest
    @MethodSource("names")
    // [RFC9846 §4.5.2#4] [RFC9846 §4.5.2#5]
    void certificate_verify_of_both_ends_is_verified(String name) throws ProtocolException {
        ForeignConnection13 connection = connection(name);
        boolean withoutCertificates = connection.message(SERVER, ServerHello.class).find(SelectedPsk.class).isPresent();
        assertEquals(withoutCertificates ? 0 : 1, connection.messages(SERVER, CertificateVerify.class).size());
        boolean clientAsked = name.matches(".*(client-auth|raw-public-keys|/fragments|short-header|pha|boringssl-client-pion-server)");
        assertEquals(clientAsked ? 1 : 0, connection.messages(CLIENT, CertificateVerify.class).size());
        for (Role role : Role.values()) {
            for (Said said : connection.messages(role, CertificateVerify.class)) {
                byte[] hash = name.endsWith("pha") && role == CLIENT
                        ? later(connection, said).hash() : connection.transcript(each -> each == said).hash();
                CertificateVerify verify = (CertificateVerify) said.message().orElseThrow();
                PeerCredentials shown = shown(connection, role);
                CertificateProof.check(role, verify, shown, SETTINGS, hash);
                Role other = role == CLIENT ? SERVER : CLIENT;
                ProtocolException bad = assertThrows(ProtocolException.class, () -> CertificateProof.check(other, verify, shown, SETTINGS, hash));
                assertEquals(Violation.BAD_SIGNATURE, bad.violation());
            }
        }
    }

    private static PeerCredentials shown(ForeignConnection13 connection, Role role) throws ProtocolException {
        CertificateTypes types = CertificateTypes.read(
                connection.message(CLIENT, ClientHello.class), connection.message(SERVER, EncryptedExtensions.class).extensions());
        return Certificates13.shown(connection.message(role, Certificate13.class), role == CLIENT ? types.ofClient() : types.ofServer(), Set.of());
    }

    /** [RFC7250 §3] The keys are those of the vectors' README. */
    @Test
    void both_ends_show_the_raw_public_keys_that_they_were_given() throws ProtocolException {
        ForeignConnection13 connection = connection("boringssl-dtls13/raw-public-keys");
        assertEquals(new PeerKey(RawPublicKey.fromPem(pem("MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEq0uxtqcO0rnkgJTO2XZ4KCZdJgciV8CoWSnVrePdGsVGfnNsbk9gJJixPPFJnUx5bgQdlvBav0ZECz5F2tq0TA=="))), shown(connection, SERVER));
        assertEquals(new PeerKey(RawPublicKey.fromPem(pem("MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAECmQy6ev/EVLlVnncTsxjJ2vf/KVDYXIOZRipegY72Bx59IbLjADUJD2979KjRSWaVavBC3VwPOnfin/v/aiQgw=="))), shown(connection, CLIENT));
    }

    private static String pem(String base64) {
        return "-----BEGIN PUBLIC KEY-----\n" + base64 + "\n-----END PUBLIC KEY-----\n";
    }

    /** [RFC9147 §7] An ACK names records that its receiver has sent; [RFC9846 §4.4] in a handshake, of epochs no later than its own. */
    @ParameterizedTest
    @MethodSource("names")
    void acknowledgements_name_records_that_were_sent(String name) {
        ForeignConnection13 connection = connection(name);
        assertTrue(connection.acks().stream().anyMatch(ack -> ack.by() == SERVER), "the client's last flight was acknowledged");
        for (Acknowledged ack : connection.acks()) {
            assertEquals(List.of(), ack.neverSent(), ack::toString);
            assertFalse(ack.numbers().isEmpty(), ack::toString);
            if (ack.epoch() <= 3) {
                assertTrue(ack.numbers().stream().allMatch(number -> number.epoch() <= ack.epoch()), ack::toString);
            }
        }
    }

    /** [RFC9147 §8] Where a side announced new keys it used them: the records opened under {@code TrafficSecret.next()}. */
    @ParameterizedTest
    @MethodSource("names")
    void announced_keys_are_used(String name) {
        ForeignConnection13 connection = connection(name);
        for (Role role : Role.values()) {
            int announced = connection.messages(role, KeyUpdate.class).size();
            int doubled = name.endsWith("key-updates-twice") && role == SERVER ? connection.doubledKeyUpdates() : 0;
            assertEquals(announced - doubled, connection.laterEpochs(role), role + " announced " + announced);
        }
    }

    @ParameterizedTest
    @MethodSource("names")
    void second_hello_is_what_the_retry_asked_for(String name) {
        ForeignConnection13 connection = connection(name);
        List<Said> retries = connection.messages(SERVER, HelloRetryRequest.class);
        if (retries.isEmpty()) {
            assertEquals(1, connection.messages(CLIENT, ClientHello.class).size());
            return;
        }
        HelloRetryRequest retry = (HelloRetryRequest) retries.get(0).message().orElseThrow();
        ClientHello first = (ClientHello) connection.messages(CLIENT, ClientHello.class).get(0).message().orElseThrow();
        ClientHello second = (ClientHello) connection.messages(CLIENT, ClientHello.class).get(1).message().orElseThrow();
        assertEquals(retry.find(Cookie.class), second.find(Cookie.class));
        assertEquals(first.random(), second.random());
        retry.find(SelectedGroup.class).ifPresent(wanted ->
                assertEquals(wanted.group().toString(), connection.capture().value("group").orElseThrow()));
    }

    /** [RFC9258 §5.1] Both keys that BoringSSL made of one, by the names and the binders that it sent. */
    @ParameterizedTest
    @ValueSource(strings = {"boringssl-dtls13/imported-psk", "boringssl-dtls13/imported-psk-sha384"})
    void binders_of_imported_keys_are_verified(String name) {
        ForeignConnection13 connection = connection(name);
        ClientHello hello = connection.message(CLIENT, ClientHello.class);
        PreSharedKeys offered = hello.find(PreSharedKeys.class).orElseThrow();
        byte[] body = hello.toBytes().toArray();
        byte[] truncated = Arrays.copyOf(body, body.length - offered.bindersLength());
        byte[] given = Bytes.ofHex(connection.capture().value("psk").orElseThrow()).toArray();
        List<PreSharedKey> imported = ExternalPsk.of(ascii(connection.capture().value("psk_identity").orElseThrow()), given)
                .withContext(ascii(connection.capture().value("psk_context").orElseThrow())).imported();
        assertEquals(imported.stream().map(PreSharedKey::identity).toList(), offered.identities().stream().map(PskIdentity::identity).toList());
        for (int i = 0; i < imported.size(); i++) {
            PreSharedKey key = imported.get(i);
            byte[] hash = new Transcript().hashWithTruncatedHello(Jca.PLATFORM, key.hash(), body.length, truncated);
            try (EarlySecret secret = EarlySecret.of(Jca.PLATFORM, key.hash(), key.key())) {
                assertArrayEquals(secret.binder(PskKind.IMPORTED, hash), offered.binders().get(i).toArray());
                assertFalse(Arrays.equals(secret.binder(PskKind.EXTERNAL, hash), offered.binders().get(i).toArray()));
            }
        }
        int chosen = connection.message(SERVER, ServerHello.class).find(SelectedPsk.class).orElseThrow().selectedIdentity();
        assertEquals(connection.suite().hash(), imported.get(chosen).hash());
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** [RFC9846 §4.3.11.2] */
    @ParameterizedTest
    @ValueSource(strings = {"pion-dtls13/psk", "wolfssl-dtls13/psk", "nss-dtls13/psk"})
    void binder_of_an_external_key_is_verified(String name) {
        ForeignConnection13 connection = connection(name);
        Said said = connection.messages(CLIENT, ClientHello.class).get(0);
        PreSharedKeys offered = ((ClientHello) said.message().orElseThrow()).find(PreSharedKeys.class).orElseThrow();
        int chosen = connection.message(SERVER, ServerHello.class).find(SelectedPsk.class).orElseThrow().selectedIdentity();
        String identity = connection.capture().value("psk_identity").orElseThrow();
        assertEquals(Bytes.of(identity.getBytes()), offered.identities().get(chosen).identity());
        byte[] body = said.raw().body().toArray();
        byte[] truncated = Arrays.copyOf(body, body.length - offered.bindersLength());
        byte[] hash = new Transcript().hashWithTruncatedHello(Jca.PLATFORM, HashAlgorithm.SHA256, body.length, truncated);
        byte[] key = Bytes.ofHex(connection.capture().value("psk").orElseThrow()).toArray();
        try (SecretBytes psk = SecretBytes.taking(key); EarlySecret secret = EarlySecret.of(Jca.PLATFORM, HashAlgorithm.SHA256, psk)) {
            assertArrayEquals(secret.binder(PskKind.EXTERNAL, hash), offered.binders().get(chosen).toArray());
            assertFalse(Arrays.equals(secret.binder(PskKind.RESUMPTION, hash), offered.binders().get(chosen).toArray()));
        }
    }

    /** [RFC9846 §4.3.11.1] The ticket comes back as the identity, its age plus what the ticket says is to be added. */
    @ParameterizedTest
    @ValueSource(strings = {"pion", "wolfssl", "boringssl", "nss"})
    void ticket_comes_back_in_the_connection_that_it_resumes(String stack) {
        List<NewSessionTicket> tickets = connection(stack + "-dtls13/resumption-ticket").messages(SERVER, NewSessionTicket.class).stream()
                .map(said -> (NewSessionTicket) said.message().orElseThrow()).toList();
        ForeignConnection13 resumed = connection(stack + "-dtls13/resumption-resumed");
        PskIdentity identity = resumed.message(CLIENT, ClientHello.class).find(PreSharedKeys.class).orElseThrow().identities().get(0);
        NewSessionTicket ticket = tickets.stream().filter(each -> each.ticket().equals(identity.identity())).findFirst().orElseThrow();
        long age = identity.obfuscatedTicketAge() - ticket.ticketAgeAdd() & 0xFFFFFFFFL;
        assertTrue(age < 60_000, "resumed after " + age + " ms");
    }

    /** [RFC9846 §4.7.2] The context is the request's; the transcript is the handshake's with what followed on the request. */
    @Test
    // [RFC9846 §4.5#1]
    void later_authentication_is_verified_under_application_keys() throws ProtocolException {
        ForeignConnection13 connection = connection("wolfssl-dtls13/pha");
        CertificateRequest13 request = connection.message(SERVER, CertificateRequest13.class);
        assertFalse(request.certificateRequestContext().isEmpty());
        assertEquals(request.certificateRequestContext(), connection.message(CLIENT, Certificate13.class).certificateRequestContext());
        Said said = connection.messages(CLIENT, Finished.class).get(1);
        assertEquals(3, said.raw().epoch());
        try (TrafficSecret secret = connection.secret(CLIENT, 3)) {
            FinishedVerified.check((Finished) said.message().orElseThrow(), secret.verifyData(later(connection, said).hash()));
        }
    }

    /** The transcript of a later authentication before {@code end}. */
    private static Transcript later(ForeignConnection13 connection, Said end) {
        Transcript transcript = connection.transcript(said -> false).copy();
        for (Said said : connection.messages().stream().filter(each -> each.raw().epoch() >= 3).toList()) {
            if (said == end) {
                break;
            }
            if (!said.is(NewSessionTicket.class) && !said.is(KeyUpdate.class)) {
                transcript.append(said.raw().type(), said.raw().messageSeq(), said.raw().body());
            }
        }
        return transcript;
    }

    @ParameterizedTest
    @ValueSource(strings = {"wolfssl-dtls13/early-data-accepted", "nss-dtls13/early-data-accepted"})
    void accepted_early_data_opens_in_epoch_1(String name) {
        ForeignConnection13 connection = connection(name);
        assertEquals(List.of("early"), connection.data().stream().filter(line -> line.epoch() == 1).map(Content::text).toList());
        assertTrue(connection.message(SERVER, EncryptedExtensions.class).extensions().has(EarlyData.class));
    }

    @Test
    void refused_early_data_is_not_offered_with_the_cookie() {
        ForeignConnection13 connection = connection("wolfssl-dtls13/early-data-refused");
        List<Said> hellos = connection.messages(CLIENT, ClientHello.class);
        assertTrue(((ClientHello) hellos.get(0).message().orElseThrow()).extensions().has(EarlyData.class));
        assertFalse(((ClientHello) hellos.get(1).message().orElseThrow()).extensions().has(EarlyData.class));
        assertFalse(connection.message(SERVER, EncryptedExtensions.class).extensions().has(EarlyData.class));
        assertEquals(List.of("early"), connection.data().stream().filter(line -> line.epoch() == 1).map(Content::text).toList());
    }

    /** [RFC9146 §3] Of the lengths that the READMEs say; where one is empty, the records of that direction have none. */
    @Test
    void connection_ids_are_in_every_protected_record() {
        assertEquals(List.of(8, 4), connectionIds("pion-dtls13/cid"));
        assertEquals(List.of(8, 4), connectionIds("wolfssl-dtls13/cid"));
        assertEquals(List.of(8, 4), connectionIds("mixed-dtls13/pion-client-wolfssl-server"));
        assertEquals(List.of(0, 4), connectionIds("mixed-dtls13/wolfssl-client-pion-server"));
    }

    private static List<Integer> connectionIds(String name) {
        ForeignConnection13 connection = connection(name);
        assertEquals(0, connection.drops()); // the cursor takes no record with another one, or without
        return List.of(
                ForeignConnection13.connectionId(connection.message(CLIENT, ClientHello.class).extensions()).orElseThrow().length(),
                ForeignConnection13.connectionId(connection.message(SERVER, ServerHello.class).extensions()).orElseThrow().length());
    }

    @ParameterizedTest
    @ValueSource(strings = {"pion-dtls13/fragments", "wolfssl-dtls13/fragments", "boringssl-dtls13/fragments", "dimpl-dtls13/client-auth",
        "wolfssl-dtls13/aes256-mlkem", "mixed-dtls13/pion-client-boringssl-server"})
    void fragments_make_whole_messages(String name) {
        ForeignConnection13 connection = connection(name);
        assertTrue(connection.fragments() > connection.messages().size(), "nothing was fragmented");
    }

    /** [RFC9147 §5] A server does not echo legacy_session_id; wolfSSL, as its crate is built, does where it resumes. */
    @ParameterizedTest
    @MethodSource("names")
    void session_id_is_echoed_by_wolfssl_alone(String name) {
        ForeignConnection13 connection = connection(name);
        boolean echoed = name.matches("wolfssl-dtls13/(resumption-resumed|early-data-.*)");
        ClientHello hello = connection.message(CLIENT, ClientHello.class);
        ServerHello answer = connection.message(SERVER, ServerHello.class);
        assertEquals(echoed ? 32 : 0, answer.sessionId().length());
        assertEquals(echoed ? hello.sessionId() : Bytes.EMPTY, answer.sessionId());
    }

    /** [RFC9147 §5.6] has no EndOfEarlyData; NSS sends it, counts it in the transcript, and so its Finished has message_seq 2. */
    @ParameterizedTest
    @MethodSource("names")
    void end_of_early_data_is_said_by_nss_alone(String name) {
        ForeignConnection13 connection = connection(name);
        List<Said> unknown = connection.messages().stream().filter(said -> said.message().isEmpty()).toList();
        if (!name.equals("nss-dtls13/early-data-accepted")) {
            assertEquals(List.of(), unknown);
            return;
        }
        assertEquals(List.of("CLIENT EndOfEarlyData"), unknown.stream().map(Said::toString).toList());
        assertEquals(1, unknown.get(0).raw().epoch());
        assertEquals(Bytes.EMPTY, unknown.get(0).raw().body());
        assertEquals(2, connection.messages(CLIENT, Finished.class).get(0).raw().messageSeq());
        ProtocolException refused = assertThrows(ProtocolException.class,
                () -> HandshakeCodec.DTLS13.decode(unknown.get(0).raw().type(), unknown.get(0).raw().body().reader()));
        assertEquals(Violation.UNKNOWN_HANDSHAKE_MESSAGE, refused.violation());
    }

    /** [RFC9147 §8] lets a side send one KeyUpdate before its ACK; dimpl sends two in a datagram, and both lead to one epoch. */
    @Test
    void two_key_updates_before_an_acknowledgement_are_dimpls() {
        assertEquals(1, connection("dimpl-dtls13/key-updates-twice").doubledKeyUpdates());
        for (String name : names()) {
            if (!name.endsWith("key-updates-twice")) {
                assertEquals(0, connection(name).doubledKeyUpdates(), name);
            }
        }
    }

    /** Late ACKs of NSS name all since the start, the ServerHello's plaintext record too. */
    @ParameterizedTest
    @MethodSource("names")
    void plaintext_records_are_acknowledged_by_nss_alone(String name) {
        boolean named = connection(name).acks().stream().anyMatch(ack -> ack.numbers().contains(new RecordNumber(0, 0)));
        assertEquals(name.matches("nss-dtls13/(key-update|resumption-ticket|resumption-resumed|short-header)"), named);
    }
}
