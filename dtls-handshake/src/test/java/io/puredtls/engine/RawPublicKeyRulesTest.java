package io.puredtls.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.puredtls.alert.Violation;
import io.puredtls.config.ClientAuthentication;
import io.puredtls.config.ClientConfig;
import io.puredtls.config.PskStore;
import io.puredtls.config.ServerConfig;
import io.puredtls.crypto.credentials.CertificateType;
import io.puredtls.crypto.credentials.Credentials;
import io.puredtls.crypto.credentials.RawPublicKey;
import io.puredtls.crypto.credentials.SelfSigned;
import io.puredtls.crypto.sign.SignatureScheme;
import io.puredtls.dtls12.CertificateMessage;
import io.puredtls.dtls13.Certificates13;
import io.puredtls.event.EngineEvent;
import io.puredtls.extension.ClientCertificateTypes;
import io.puredtls.extension.Extension;
import io.puredtls.extension.ExtensionType;
import io.puredtls.extension.Extensions;
import io.puredtls.extension.SelectedClientCertificateType;
import io.puredtls.extension.SelectedServerCertificateType;
import io.puredtls.extension.ServerCertificateTypes;
import io.puredtls.message.Certificate13;
import io.puredtls.message.ClientHello;
import io.puredtls.message.EncryptedExtensions;
import io.puredtls.message.HandshakeMessage;
import io.puredtls.message.RawPublicKeyCertificate12;
import io.puredtls.message.ServerHello;
import io.puredtls.negotiate.CredentialsChoice;
import io.puredtls.record.ProtocolVersion;
import io.puredtls.session.PreSharedKey;
import io.puredtls.simulator.SeededEntropy;
import io.puredtls.trust.TrustPolicy;
import io.puredtls.wire.Bytes;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** [RFC7250 §4] What hellos say about raw public keys, and what is not borne of a peer. */
class RawPublicKeyRulesTest {
    private static final CertificateType UNKNOWN = new CertificateType(0xE0);
    private static final Credentials SERVER = SelfSigned.ecdsaP256("server.test");
    private static final Credentials CLIENT = SelfSigned.ecdsaP256("client.test");
    private static final TrustPolicy SERVERS_KEY = TrustPolicy.rawPublicKey(RawPublicKey.of(SERVER.publicKey()));
    private static final TrustPolicy CLIENTS_KEY = TrustPolicy.rawPublicKey(RawPublicKey.of(CLIENT.publicKey()));
    private static final TrustPolicy ANYONE = TrustPolicy.dangerouslyTrustAnyone();
    private static final TrustPolicy ANY_KEY = TrustPolicy.dangerouslyTrustAnyRawPublicKey();

    static List<ProtocolVersion> versions() {
        return List.of(ProtocolVersion.DTLS_1_2, ProtocolVersion.DTLS_1_3);
    }

    /** A client with a raw public key that believes raw public keys, and a server that does so too. */
    private record Ends(ClientConfig.Builder client, ServerConfig.Builder server) {
        static Ends of(ProtocolVersion version) {
            return new Ends(
                    ClientConfig.trusting(SERVERS_KEY).identity(CLIENT.asRawPublicKey()).versions(version).withoutHandshakeLimit().entropy(new SeededEntropy(1)),
                    ServerConfig.identity(SERVER.asRawPublicKey()).clientAuthentication(ClientAuthentication.REQUIRED, CLIENTS_KEY)
                            .versions(version).withoutHandshakeLimit().entropy(new SeededEntropy(2)));
        }

        RoguePeer rogueServer(RoguePeer.Script script) {
            DtlsEngine victim = DtlsEngine.client(client.build(), (datagram, offset, length) -> { });
            victim.start(0);
            return RoguePeer.server(server.build(), victim, script).talk();
        }

        RoguePeer rogueClient(RoguePeer.Script script) {
            DtlsEngine victim = DtlsEngine.server(server.build(), (datagram, offset, length) -> { });
            victim.start(0);
            return RoguePeer.client(client.build(), victim, script).talk();
        }
    }

    private static RoguePeer.Script changing(UnaryOperator<HandshakeMessage> change) {
        return (message, peer) -> peer.say(change.apply(message));
    }

    private static void assertFails(Violation expected, RoguePeer rogue) {
        List<EngineEvent> events = rogue.victimEvents();
        assertTrue(!events.isEmpty() && events.get(events.size() - 1) instanceof EngineEvent.Failed, () -> "instead of " + expected + ": " + events);
        EngineEvent.Failed failed = (EngineEvent.Failed) events.get(events.size() - 1);
        assertEquals(expected, failed.violation(), failed.message());
        assertEquals(expected.alert(), failed.alert());
        assertTrue(failed.sent());
    }

    // What a client offers

    private static ClientHello hello(ProtocolVersion version, TrustPolicy trust, Credentials... own) {
        List<ClientHello> said = new ArrayList<>();
        Ends ends = new Ends(ClientConfig.trusting(trust).identity(own).versions(version).entropy(new SeededEntropy(1)), Ends.of(version).server);
        ends.rogueClient((message, peer) -> said.add((ClientHello) message));
        return said.get(0);
    }

    @ParameterizedTest
    @MethodSource("versions")
    // [RFC7250 §4.1#1] [RFC7250 §4.1#2]
    void a_client_offers_to_show_what_it_has_and_says_nothing_of_certificates_alone(ProtocolVersion version) {
        CertificateType key = CertificateType.RAW_PUBLIC_KEY;
        assertEquals(Optional.empty(), hello(version, SERVERS_KEY).find(ClientCertificateTypes.class));
        assertEquals(Optional.empty(), hello(version, SERVERS_KEY, CLIENT).find(ClientCertificateTypes.class));
        assertEquals(Optional.of(List.of(key)), hello(version, ANYONE, CLIENT.asRawPublicKey()).find(ClientCertificateTypes.class).map(ClientCertificateTypes::types));
        assertEquals(Optional.of(List.of(CertificateType.X509, key)),
                hello(version, ANYONE, CLIENT, CLIENT.asRawPublicKey(), SERVER).find(ClientCertificateTypes.class).map(ClientCertificateTypes::types));
    }

    @ParameterizedTest
    @MethodSource("versions")
    // [RFC7250 §4.1#3] [RFC7250 §4.1#4]
    void a_client_offers_to_judge_what_its_policy_judges_and_says_nothing_of_certificates_alone(ProtocolVersion version) {
        CertificateType key = CertificateType.RAW_PUBLIC_KEY;
        assertEquals(Optional.empty(), hello(version, ANYONE, CLIENT.asRawPublicKey()).find(ServerCertificateTypes.class));
        assertEquals(Optional.of(List.of(key)), hello(version, SERVERS_KEY).find(ServerCertificateTypes.class).map(ServerCertificateTypes::types));
        assertEquals(Optional.of(List.of(key, CertificateType.X509)),
                hello(version, TrustPolicy.either(SERVERS_KEY, ANYONE)).find(ServerCertificateTypes.class).map(ServerCertificateTypes::types));
    }

    // What a server answers

    /** The answer to the two extensions, of an honest handshake up to it. */
    private static Set<Extension> answer(ProtocolVersion version, ClientConfig.Builder client, ServerConfig.Builder server) {
        Set<Extension> said = new HashSet<>();
        new Ends(client.versions(version).entropy(new SeededEntropy(1)), server.versions(version).entropy(new SeededEntropy(2)))
                .rogueServer((message, peer) -> {
                    extensions(message).stream().flatMap(each -> each.list().stream())
                            .filter(each -> each instanceof SelectedClientCertificateType || each instanceof SelectedServerCertificateType).forEach(said::add);
                    peer.say(message);
                });
        return said;
    }

    private static Optional<Extensions> extensions(HandshakeMessage message) {
        if (message instanceof ServerHello hello) {
            return Optional.of(hello.extensions());
        }
        return message instanceof EncryptedExtensions encrypted ? Optional.of(encrypted.extensions()) : Optional.empty();
    }

    @ParameterizedTest
    @MethodSource("versions")
    // [RFC7250 §4.2#2] [RFC7250 §4.2#5]
    void a_server_answers_what_was_offered_and_what_takes_place(ProtocolVersion version) {
        Extension client = new SelectedClientCertificateType(CertificateType.RAW_PUBLIC_KEY);
        Extension server = new SelectedServerCertificateType(CertificateType.RAW_PUBLIC_KEY);
        Credentials own = CLIENT.asRawPublicKey();
        assertEquals(Set.of(client, server), answer(version, Ends.of(version).client, Ends.of(version).server));
        assertEquals(Set.of(server), answer(version, Ends.of(version).client, ServerConfig.identity(SERVER.asRawPublicKey())), "nobody is asked");
        assertEquals(Set.of(server), answer(version, ClientConfig.trusting(SERVERS_KEY).identity(own), ServerConfig.identity(SERVER.asRawPublicKey())
                .clientAuthentication(ClientAuthentication.REQUESTED, ANYONE)), "nothing that counts could be shown");
        assertEquals(Set.of(client), answer(version, ClientConfig.trusting(ANYONE).identity(own),
                ServerConfig.identity(SERVER).clientAuthentication(ClientAuthentication.REQUIRED, CLIENTS_KEY)));
        assertEquals(Set.of(), answer(version, ClientConfig.trusting(ANYONE).identity(CLIENT),
                ServerConfig.identity(SERVER).clientAuthentication(ClientAuthentication.REQUIRED, ANYONE)));
        assertEquals(Set.of(new SelectedServerCertificateType(CertificateType.X509)), answer(version,
                ClientConfig.trusting(TrustPolicy.either(SERVERS_KEY, ANYONE)), ServerConfig.identity(SERVER)));
    }

    @ParameterizedTest
    @MethodSource("versions")
    void a_server_that_shows_nothing_says_nothing(ProtocolVersion version) {
        PreSharedKey key = PreSharedKey.of(new byte[] {1}, new byte[32]);
        assertEquals(Set.of(), answer(version, ClientConfig.trusting(SERVERS_KEY).preSharedKeys(key),
                ServerConfig.identity().preSharedKeys(PskStore.of(key))));
    }

    // What a client does not bear

    private static RoguePeer.Script answering(Extension... others) {
        return changing(message -> {
            if (message instanceof ServerHello hello && hello.extensions().has(ExtensionType.SERVER_CERTIFICATE_TYPE)) {
                return new ServerHello(hello.serverVersion(), hello.random(), hello.sessionId(), hello.cipherSuite(), hello.compressionMethod(),
                        with(hello.extensions(), others));
            }
            return message instanceof EncryptedExtensions encrypted ? new EncryptedExtensions(with(encrypted.extensions(), others)) : message;
        });
    }

    private static Extensions with(Extensions extensions, Extension... others) {
        Extensions changed = extensions;
        for (Extension other : others) {
            changed = changed.with(other);
        }
        return changed;
    }

    @ParameterizedTest
    @MethodSource("versions")
    // [RFC7250 §4.2#3]
    void an_answer_that_was_not_offered_is_illegal(ProtocolVersion version) {
        for (CertificateType type : List.of(CertificateType.X509, UNKNOWN)) {
            assertFails(Violation.UNOFFERED_CERTIFICATE_TYPE, Ends.of(version).rogueServer(answering(new SelectedServerCertificateType(type))));
            assertFails(Violation.UNOFFERED_CERTIFICATE_TYPE, Ends.of(version).rogueServer(answering(new SelectedClientCertificateType(type))));
        }
    }

    @ParameterizedTest
    @MethodSource("versions")
    void an_answer_to_nothing_is_unsolicited(ProtocolVersion version) {
        Ends ends = new Ends(ClientConfig.trusting(SERVERS_KEY).versions(version).entropy(new SeededEntropy(1)),
                ServerConfig.identity(SERVER.asRawPublicKey()).versions(version).entropy(new SeededEntropy(2)));
        assertFails(Violation.UNSOLICITED_EXTENSION, ends.rogueServer(answering(new SelectedClientCertificateType(CertificateType.RAW_PUBLIC_KEY))));
    }

    /** Then certificates are meant, and this client believes none. */
    @ParameterizedTest
    @MethodSource("versions")
    void a_server_that_does_not_answer_and_shows_certificates_is_not_believed(ProtocolVersion version) {
        Ends ends = new Ends(Ends.of(version).client, ServerConfig.identity(SERVER, SERVER.asRawPublicKey()).versions(version).entropy(new SeededEntropy(2)));
        RoguePeer rogue = new Ends(ends.client, ends.server).rogueServer(changing(message -> switch (message.type().code()) {
            case 2 -> message instanceof ServerHello hello ? without(hello) : message; // else another hello is asked for
            case 8 -> new EncryptedExtensions(((EncryptedExtensions) message).extensions().without(ExtensionType.SERVER_CERTIFICATE_TYPE));
            case 11 -> message instanceof Certificate13
                    ? Certificates13.message(Bytes.EMPTY, Optional.of(new CredentialsChoice(SERVER, SignatureScheme.ECDSA_SECP256R1_SHA256)), Set.of())
                    : CertificateMessage.of(SERVER);
            default -> message;
        }));
        assertFails(Violation.NO_COMMON_CERTIFICATE_TYPE, rogue);
    }

    private static ServerHello without(ServerHello hello) {
        return new ServerHello(hello.serverVersion(), hello.random(), hello.sessionId(), hello.cipherSuite(), hello.compressionMethod(),
                hello.extensions().without(ExtensionType.SERVER_CERTIFICATE_TYPE));
    }

    private static RoguePeer.Script showing(Bytes... keys) {
        return changing(message -> {
            if (message instanceof Certificate13 certificate) {
                return new Certificate13(certificate.certificateRequestContext(),
                        List.of(keys).stream().map(key -> new Certificate13.Entry(key, Extensions.NONE)).toList());
            }
            return message instanceof RawPublicKeyCertificate12 ? new RawPublicKeyCertificate12(keys[0]) : message;
        });
    }

    @ParameterizedTest
    @MethodSource("versions")
    void what_is_no_key_is_refused_at_either_end(ProtocolVersion version) {
        Bytes key = Bytes.of(SERVER.publicKey().getEncoded());
        for (Bytes bad : List.of(Bytes.of(new byte[1]), key.slice(0, key.length() - 1), Bytes.ofHex(key.hex() + "00"))) {
            assertFails(Violation.RAW_PUBLIC_KEY_UNREADABLE, Ends.of(version).rogueServer(showing(bad)));
            assertFails(Violation.RAW_PUBLIC_KEY_UNREADABLE, Ends.of(version).rogueClient(showing(bad)));
        }
    }

    /** The key of somebody else proves nothing: who shows it cannot sign by it. */
    @ParameterizedTest
    @MethodSource("versions")
    void a_key_is_worth_nothing_without_its_signature(ProtocolVersion version) {
        Bytes other = Bytes.of(SelfSigned.ecdsaP256("other").publicKey().getEncoded());
        Ends ends = new Ends(Ends.of(version).client, Ends.of(version).server);
        assertFails(Violation.BAD_SIGNATURE, ends.rogueServer(showing(other)));
        ServerConfig.Builder careless = ServerConfig.identity(SERVER.asRawPublicKey())
                .clientAuthentication(ClientAuthentication.REQUIRED, ANY_KEY).versions(version).entropy(new SeededEntropy(2));
        assertFails(Violation.BAD_SIGNATURE, new Ends(Ends.of(version).client, careless).rogueClient(showing(other)));
    }

    @Test
    // [RFC9846 §4.5.1#13]
    void a_second_entry_with_a_raw_public_key_is_illegal() {
        Bytes key = Bytes.of(SERVER.publicKey().getEncoded());
        assertFails(Violation.RAW_PUBLIC_KEY_NOT_ALONE, Ends.of(ProtocolVersion.DTLS_1_3).rogueServer(showing(key, key)));
        assertFails(Violation.RAW_PUBLIC_KEY_NOT_ALONE, Ends.of(ProtocolVersion.DTLS_1_3).rogueClient(showing(key, key)));
    }

    @Test
    void an_empty_key_of_the_server_is_refused_in_dtls_1_2() {
        assertFails(Violation.EMPTY_SERVER_CERTIFICATE, Ends.of(ProtocolVersion.DTLS_1_2).rogueServer(showing(Bytes.EMPTY)));
        assertFails(Violation.CERTIFICATE_MISSING, Ends.of(ProtocolVersion.DTLS_1_2).rogueClient(showing(Bytes.EMPTY)));
    }

    // What a server passes over

    @ParameterizedTest
    @MethodSource("versions")
    void types_that_nobody_knows_are_passed_over(ProtocolVersion version) {
        List<CertificateType> types = List.of(UNKNOWN, CertificateType.RAW_PUBLIC_KEY);
        RoguePeer rogue = Ends.of(version).rogueClient(changing(message -> message instanceof ClientHello hello ? new ClientHello(
                hello.clientVersion(), hello.random(), hello.sessionId(), hello.cookie(), hello.cipherSuites(), hello.compressionMethods(),
                with(hello.extensions(), new ServerCertificateTypes(types), new ClientCertificateTypes(types))) : message));
        assertTrue(rogue.victimEvents().stream().anyMatch(EngineEvent.Connected.class::isInstance), () -> rogue.victimEvents().toString());
        assertFalse(rogue.victimEvents().stream().anyMatch(EngineEvent.Failed.class::isInstance));
    }
}
