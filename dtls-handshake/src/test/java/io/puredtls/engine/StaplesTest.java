package io.puredtls.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.puredtls.alert.AlertDescription;
import io.puredtls.alert.Violation;
import io.puredtls.config.CertificateCompression;
import io.puredtls.config.ClientAuthentication;
import io.puredtls.config.ClientConfig;
import io.puredtls.config.PostHandshakeAuthentication;
import io.puredtls.config.ServerConfig;
import io.puredtls.crypto.credentials.Certificates;
import io.puredtls.crypto.credentials.Credentials;
import io.puredtls.event.EngineEvent;
import io.puredtls.extension.Extension;
import io.puredtls.extension.ExtensionType;
import io.puredtls.extension.Extensions;
import io.puredtls.extension.SignedCertificateTimestamps;
import io.puredtls.extension.StapledOcspResponse;
import io.puredtls.extension.StatusRequestAcknowledged;
import io.puredtls.extension.UnknownExtension;
import io.puredtls.message.Certificate12;
import io.puredtls.message.Certificate13;
import io.puredtls.message.CertificateStatus;
import io.puredtls.message.ClientHello;
import io.puredtls.message.HandshakeMessage;
import io.puredtls.message.ServerHello;
import io.puredtls.record.ProtocolVersion;
import io.puredtls.simulator.End;
import io.puredtls.simulator.Pair;
import io.puredtls.simulator.SeededEntropy;
import io.puredtls.trust.Expectation;
import io.puredtls.trust.OcspStapling;
import io.puredtls.trust.PkixTrust;
import io.puredtls.trust.Staple;
import io.puredtls.trust.Stapled;
import io.puredtls.trust.TrustPolicy;
import io.puredtls.trust.Verdict;
import io.puredtls.wire.Bytes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** [RFC6066 §8] [RFC6962 §3.3] [RFC9846 §4.5.1.1] OCSP responses and timestamps go along with certificates, in both versions. */
class StaplesTest {
    static final List<ProtocolVersion> versions = List.of(ProtocolVersion.DTLS_1_2, ProtocolVersion.DTLS_1_3);

    private static final Path VECTORS = Path.of("..", "testvectors", "ocsp");
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2027-03-04T05:06:07Z"), ZoneOffset.UTC);
    private static final TrustPolicy ANYONE = TrustPolicy.dangerouslyTrustAnyone();
    private static final List<byte[]> TIMESTAMPS = List.of(new byte[] {1, 2, 3}, new byte[47]);
    private static final List<Bytes> AS_SHOWN = TIMESTAMPS.stream().map(Bytes::of).toList();

    private static Credentials server() {
        return Credentials.fromPem(VECTORS.resolve("server.pem"), VECTORS.resolve("server.key.pem"));
    }

    private static byte[] response(String name) {
        try {
            return Files.readAllBytes(VECTORS.resolve(name + ".der"));
        } catch (IOException missing) {
            throw new UncheckedIOException(missing);
        }
    }

    private static PkixTrust roots() {
        return TrustPolicy.roots(Certificates.fromPem(VECTORS.resolve("root.pem")));
    }

    /** Wants everything, believes everybody, and remembers what it was shown. */
    private static final class Curious implements TrustPolicy {
        private final List<Stapled> shown = new ArrayList<>();

        @Override
        public Verdict evaluate(List<X509Certificate> chain, Expectation expectation) {
            shown.add(expectation.stapled());
            return new Verdict.Trusted();
        }

        @Override
        public Set<Staple> staples() {
            return Set.of(Staple.values());
        }
    }

    private static Pair pair(ProtocolVersion version, TrustPolicy trust, Credentials shown) {
        return Pair.seeded(1)
                .client(ClientConfig.trusting(trust).versions(version).serverName("server.test").clock(CLOCK))
                .server(ServerConfig.identity(shown).versions(version).clock(CLOCK));
    }

    private static void assertConnects(Pair pair) {
        pair.connect();
        assertTrue(pair.isConnected(), () -> pair.client().events() + " " + pair.server().events());
    }

    private static void assertBadStatus(End judge, End other) {
        assertEquals(Violation.BAD_CERTIFICATE_STATUS, failure(judge).violation(), failure(judge).message());
        assertEquals(Optional.of(AlertDescription.BAD_CERTIFICATE_STATUS_RESPONSE), failure(other).alert());
    }

    private static EngineEvent.Failed failure(End end) {
        return end.events().stream().filter(EngineEvent.Failed.class::isInstance).map(EngineEvent.Failed.class::cast)
                .findFirst().orElseThrow(() -> new AssertionError("nothing failed: " + end.events()));
    }

    /** [RFC6066 §8#1] [RFC6066 §8#4] [RFC6066 §8#7] [RFC6066 §8#12] */
    @ParameterizedTest
    @FieldSource("versions")
    void a_response_that_is_required_is_asked_for_shown_and_judged(ProtocolVersion version) {
        PkixTrust requiring = roots().withOcsp(OcspStapling.REQUIRED);
        assertConnects(pair(version, requiring, server().withOcspResponse(response("good"))));
        for (Credentials bad : List.of(server().withOcspResponse(response("unknown")), server())) {
            Pair refused = pair(version, requiring, bad).connect();
            assertBadStatus(refused.client(), refused.server());
        }
    }

    @ParameterizedTest
    @FieldSource("versions")
    void where_it_is_not_required_only_a_bad_one_is_refused(ProtocolVersion version) {
        PkixTrust checking = roots().withOcsp(OcspStapling.CHECKED);
        assertConnects(pair(version, checking, server()));
        Pair refused = pair(version, checking, server().withOcspResponse(response("of-other"))).connect();
        assertBadStatus(refused.client(), refused.server());
    }

    @ParameterizedTest
    @FieldSource("versions")
    void a_policy_gets_what_it_wants_as_it_came(ProtocolVersion version) {
        Curious curious = new Curious();
        Credentials shown = server().withOcspResponse(new byte[] {9, 8, 7}).withSignedCertificateTimestamps(TIMESTAMPS);
        assertConnects(pair(version, curious, shown));
        assertConnects(pair(version, curious, server().withSignedCertificateTimestamps(TIMESTAMPS)));
        assertConnects(pair(version, curious, server()));
        assertEquals(List.of(new Stapled(Optional.of(Bytes.of((byte) 9, (byte) 8, (byte) 7)), AS_SHOWN),
                new Stapled(Optional.empty(), AS_SHOWN), Stapled.NOTHING), curious.shown);
    }

    @ParameterizedTest
    @FieldSource("versions")
    void the_application_is_asked_with_all_of_it(ProtocolVersion version) {
        TrustPolicy asking = new TrustPolicy() {
            @Override
            public Verdict evaluate(List<X509Certificate> chain, Expectation expectation) {
                return new Verdict.Ask();
            }

            @Override
            public Set<Staple> staples() {
                return Set.of(Staple.OCSP_RESPONSE);
            }
        };
        Pair pair = pair(version, asking, server().withOcspResponse(new byte[] {9}).withSignedCertificateTimestamps(TIMESTAMPS));
        pair.connect(Duration.ofSeconds(1));
        EngineEvent.TrustAsked asked = pair.client().events().stream().filter(EngineEvent.TrustAsked.class::isInstance)
                .map(EngineEvent.TrustAsked.class::cast).findFirst().orElseThrow();
        assertEquals(new Stapled(Optional.of(Bytes.of((byte) 9)), List.of()), asked.expectation().stapled());
    }

    /** [RFC9846 §4.4.2] [RFC9846 §4.7.2] In DTLS 1.3 servers ask clients as well, in the handshake and later; in DTLS 1.2 they cannot. */
    @ParameterizedTest
    @FieldSource("versions")
    void clients_show_what_servers_ask_for(ProtocolVersion version) {
        Curious curious = new Curious();
        Credentials shown = server().withOcspResponse(new byte[] {9}).withSignedCertificateTimestamps(TIMESTAMPS);
        Pair pair = pair(version, ANYONE, server())
                .client(client -> client.identity(shown).postHandshakeAuthentication(
                        version.equals(ProtocolVersion.DTLS_1_3) ? PostHandshakeAuthentication.OFFERED : PostHandshakeAuthentication.REFUSED)
                        .certificateCompression(CertificateCompression.ZLIB))
                .server(server -> server.clientAuthentication(ClientAuthentication.REQUIRED, curious).certificateCompression(CertificateCompression.ZLIB));
        assertConnects(pair);
        Stapled all = new Stapled(Optional.of(Bytes.of((byte) 9)), AS_SHOWN);
        if (version.equals(ProtocolVersion.DTLS_1_2)) {
            assertEquals(List.of(Stapled.NOTHING), curious.shown);
            return;
        }
        pair.server().engine().requestClientAuthentication(pair.now());
        pair.poll().drive(Duration.ofSeconds(1));
        assertEquals(List.of(all, all), curious.shown);
    }

    @Test
    void a_server_refuses_a_client_whose_response_is_bad() {
        Pair pair = pair(ProtocolVersion.DTLS_1_3, ANYONE, server())
                .client(client -> client.identity(server().withOcspResponse(response("pretended"))))
                .server(server -> server.clientAuthentication(ClientAuthentication.REQUIRED, roots().withOcsp(OcspStapling.CHECKED)));
        pair.connect().drive(Duration.ofSeconds(1));
        assertBadStatus(pair.server(), pair.client());
    }

    // What servers say, and what they must not

    private final List<HandshakeMessage> said = new ArrayList<>();
    private DtlsEngine victim;

    private RoguePeer server(ProtocolVersion version, TrustPolicy trust, Credentials shown, UnaryOperator<HandshakeMessage> change) {
        victim = DtlsEngine.client(ClientConfig.trusting(trust).versions(version).serverName("server.test").clock(CLOCK).withoutHandshakeLimit()
                .entropy(new SeededEntropy(1)).build(), (datagram, offset, length) -> {
                });
        victim.start(0);
        return RoguePeer.server(ServerConfig.identity(shown).versions(version).entropy(new SeededEntropy(2)).build(), victim, (message, peer) -> {
            said.add(message);
            peer.say(change.apply(message));
        }).talk();
    }

    private void assertFails(Violation expected, RoguePeer rogue) {
        assertTrue(victim.isOver(), () -> rogue.victimEvents().toString());
        EngineEvent.Failed failed = (EngineEvent.Failed) rogue.victimEvents().get(rogue.victimEvents().size() - 1);
        assertEquals(expected, failed.violation(), failed.message());
    }

    private static HandshakeMessage withAnswer(HandshakeMessage message, Extension answer) {
        if (!(message instanceof ServerHello hello)) {
            return message;
        }
        return new ServerHello(hello.serverVersion(), hello.random(), hello.sessionId(), hello.cipherSuite(), 0, hello.extensions().with(answer));
    }

    /** [RFC6066 §8#7] [RFC6066 §8#8] */
    @Test
    void in_dtls_1_2_the_response_is_announced_and_follows_the_certificate() {
        Credentials shown = server().withOcspResponse(response("good")).withSignedCertificateTimestamps(TIMESTAMPS);
        server(ProtocolVersion.DTLS_1_2, new Curious(), shown, message -> message);
        ServerHello hello = (ServerHello) said.get(0);
        assertTrue(hello.extensions().has(StatusRequestAcknowledged.class));
        assertEquals(Optional.of(new SignedCertificateTimestamps(AS_SHOWN)), hello.find(SignedCertificateTimestamps.class));
        assertEquals(Certificate12.class, said.get(1).getClass());
        assertEquals(new CertificateStatus(new StapledOcspResponse(Bytes.of(response("good")))), said.get(2));
    }

    @ParameterizedTest
    @FieldSource("versions")
    // [RFC6066 §8#11]
    void nothing_is_shown_that_was_not_asked_for(ProtocolVersion version) {
        Credentials shown = server().withOcspResponse(response("good")).withSignedCertificateTimestamps(TIMESTAMPS);
        server(version, ANYONE, shown, message -> message);
        assertTrue(victim.isConnected());
        assertEquals(List.of(), said.stream().filter(CertificateStatus.class::isInstance).toList());
        for (HandshakeMessage message : said) {
            if (message instanceof ServerHello hello) {
                assertEquals(List.of(), hello.extensions().list().stream().map(each -> each.type().code()).filter(code -> code == 5 || code == 18).toList());
            } else if (message instanceof Certificate13 certificate) {
                assertEquals(Extensions.NONE, certificate.certificateList().get(0).extensions());
            }
        }
    }

    /** [RFC6066 §8#2] What is asked for in another way than by OCSP is not answered. */
    @ParameterizedTest
    @FieldSource("versions")
    void another_type_of_status_is_not_ours(ProtocolVersion version) {
        DtlsEngine engine = DtlsEngine.server(ServerConfig.identity(server().withOcspResponse(response("good"))).versions(version)
                .entropy(new SeededEntropy(2)).build(), (datagram, offset, length) -> {
                });
        engine.start(0);
        RoguePeer rogue = RoguePeer.client(ClientConfig.trusting(roots().withOcsp(OcspStapling.REQUIRED)).serverName("server.test").versions(version)
                .clock(CLOCK).entropy(new SeededEntropy(1)).build(), engine, (message, peer) -> peer.say(message instanceof ClientHello hello
                        ? hello.withExtensions(hello.extensions().with(new UnknownExtension(ExtensionType.STATUS_REQUEST, Bytes.ofHex("0200")))) : message)).talk();
        assertEquals(Violation.BAD_CERTIFICATE_STATUS, rogue.stopped().orElseThrow().violation());
    }

    /** [RFC6066 §8#8] [RFC6066 §8#10] [RFC6066 §8#11] It may, and need not. */
    @Test
    void a_status_that_was_announced_may_stay_away_and_one_that_was_not_may_not_come() {
        RoguePeer announced = server(ProtocolVersion.DTLS_1_2, roots().withOcsp(OcspStapling.CHECKED), server(),
                message -> withAnswer(message, new StatusRequestAcknowledged()));
        assertTrue(victim.isConnected(), () -> announced.victimEvents().toString());
        assertFails(Violation.UNEXPECTED_HANDSHAKE_MESSAGE, server(ProtocolVersion.DTLS_1_2, roots().withOcsp(OcspStapling.CHECKED),
                server().withOcspResponse(response("good")), message -> message instanceof ServerHello hello
                        ? new ServerHello(hello.serverVersion(), hello.random(), hello.sessionId(), hello.cipherSuite(), 0,
                                hello.extensions().without(ExtensionType.STATUS_REQUEST)) : message));
        assertFails(Violation.UNSOLICITED_EXTENSION, server(ProtocolVersion.DTLS_1_2, ANYONE, server(),
                message -> withAnswer(message, new StatusRequestAcknowledged())));
        assertFails(Violation.UNSOLICITED_EXTENSION, server(ProtocolVersion.DTLS_1_2, ANYONE, server(),
                message -> withAnswer(message, new SignedCertificateTimestamps(AS_SHOWN))));
    }

    /** [RFC9846 §4.5.1#7] */
    @Test
    void beside_a_certificate_of_dtls_1_3_nothing_stands_that_was_not_asked_for() {
        for (Extension extension : List.of(new StapledOcspResponse(Bytes.of(response("good"))), new SignedCertificateTimestamps(AS_SHOWN))) {
            assertFails(Violation.UNSOLICITED_EXTENSION, server(ProtocolVersion.DTLS_1_3, ANYONE, server(), message ->
                    message instanceof Certificate13 plain ? new Certificate13(plain.certificateRequestContext(), List.of(new Certificate13.Entry(
                            plain.certificateList().get(0).certData(), new Extensions(List.of(extension))))) : message));
        }
        assertFails(Violation.MISPLACED_EXTENSION, server(ProtocolVersion.DTLS_1_3, roots().withOcsp(OcspStapling.CHECKED), server(),
                message -> withAnswer(message, new StatusRequestAcknowledged())));
    }
}
