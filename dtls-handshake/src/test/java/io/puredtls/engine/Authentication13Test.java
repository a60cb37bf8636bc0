package io.puredtls.engine;

import static io.puredtls.engine.RogueClient13.each;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.puredtls.alert.AlertDescription;
import io.puredtls.alert.Violation;
import io.puredtls.config.ClientAuthentication;
import io.puredtls.config.ClientConfig;
import io.puredtls.config.PostHandshakeAuthentication;
import io.puredtls.config.PskStore;
import io.puredtls.config.ServerConfig;
import io.puredtls.crypto.credentials.CertificateAuthority;
import io.puredtls.crypto.credentials.CertificateOptions;
import io.puredtls.crypto.credentials.Credentials;
import io.puredtls.crypto.credentials.KeyAlgorithm;
import io.puredtls.crypto.credentials.SelfSigned;
import io.puredtls.crypto.sign.SignatureScheme;
import io.puredtls.event.EngineEvent;
import io.puredtls.extension.CertificateAuthorities;
import io.puredtls.extension.ExtensionType;
import io.puredtls.extension.Extensions;
import io.puredtls.extension.SignatureAlgorithms;
import io.puredtls.extension.UnknownExtension;
import io.puredtls.message.Certificate12;
import io.puredtls.message.Certificate13;
import io.puredtls.message.ClientHello;
import io.puredtls.record.ProtocolVersion;
import io.puredtls.session.PeerIdentity;
import io.puredtls.session.PreSharedKey;
import io.puredtls.session.Session13;
import io.puredtls.session.SessionInfo;
import io.puredtls.simulator.End;
import io.puredtls.simulator.Pair;
import io.puredtls.simulator.SeededEntropy;
import io.puredtls.trust.TrustPolicy;
import io.puredtls.trust.Verdict;
import io.puredtls.wire.Bytes;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** [RFC9846 §4.5] Who shows what to whom in DTLS 1.3, in the handshake and after it. */
class Authentication13Test {
    private static final Instant NOW = Instant.now();
    private static final CertificateOptions AUTHORITY = CertificateOptions.authority(NOW.minusSeconds(3600), NOW.plusSeconds(360_000));
    private static final CertificateOptions ENTITY =
            CertificateOptions.endEntity(NOW.minusSeconds(3600), NOW.plusSeconds(360_000)).names("server.test");
    private static final CertificateAuthority ROOT = CertificateAuthority.create("root", KeyAlgorithm.EC_P256, AUTHORITY);
    private static final CertificateAuthority LOWER = ROOT.issueAuthority("lower", KeyAlgorithm.RSA_2048, AUTHORITY);
    private static final Credentials ISSUED = LOWER.issue("leaf", KeyAlgorithm.EC_P256, ENTITY);
    private static final Credentials P256 = SelfSigned.ecdsaP256("p256.test");
    private static final Credentials P384 = SelfSigned.builder(KeyAlgorithm.EC_P384).name("p384.test").generate();
    private static final Credentials ED25519 = SelfSigned.ed25519("ed25519.test");
    private static final List<String> PROOF = List.of("Certificate", "CertificateVerify", "Finished");

    private static SessionInfo info(End end) {
        return end.engine().info().orElseThrow();
    }

    // What is said, and in what order

    @Test
    // [RFC9846 §4.4.2#1] [RFC9846 §4.5.2#3]
    void both_ends_say_their_messages_in_the_order_of_the_rfc() {
        Overheard server = new Overheard();
        RogueClient13 asking = RogueClient13.fresh().server(each -> each.trace(server));
        asking.assertConnects(asking.honest());
        assertEquals(List.of("EncryptedExtensions", "CertificateRequest", "Certificate", "CertificateVerify", "Finished"), server.typesIn(2));
        Overheard client = new Overheard();
        RogueServer13 asked = RogueServer13.fresh().client(each -> each.trace(client).identity(P256));
        asked.assertConnects(asked.honest());
        assertEquals(PROOF, client.typesIn(2));
    }

    @Test
    // [RFC9846 §4.5.1#3] [RFC9846 §4.5.1#4]
    void a_client_without_a_fitting_certificate_says_so_and_finishes() {
        for (Credentials[] own : new Credentials[][] {{}, {RogueClient13.RSA}}) {
            Overheard client = new Overheard();
            RogueServer13 fresh = RogueServer13.fresh().client(each -> each.trace(client).identity(own))
                    .server(each -> each.signatureSchemes(List.of(SignatureScheme.ECDSA_SECP256R1_SHA256)));
            fresh.assertConnects(fresh.honest());
            assertEquals(List.of("Certificate", "Finished"), client.typesIn(2));
            assertEquals(1 + 3, client.lengthOf("Certificate"), "an empty context and an empty list");
        }
    }

    @Test
    // [RFC9846 §4.4.2#8] [RFC9846 §F.1#1]
    void a_key_that_both_were_given_goes_with_no_certificate_in_either_direction_and_none_later() {
        Overheard server = new Overheard();
        RogueClient13 fresh = RogueClient13.fresh().withKey()
                .server(each -> each.trace(server).clientAuthentication(ClientAuthentication.REQUESTED, RogueClient13.ANYONE));
        fresh.assertConnects(fresh.honest());
        assertEquals(List.of("EncryptedExtensions", "Finished"), server.typesIn(2));
        assertThrows(UnsupportedOperationException.class, () -> fresh.victim.requestClientAuthentication(0));
        assertTrue(fresh.victim.isConnected());
    }

    @Test
    // [RFC9846 §4.4.2#7] [RFC9846 §4.5#1]
    void a_session_is_resumed_without_certificates_and_the_client_can_still_be_asked() {
        Session13 session = Families13.session(Families13.authenticating(1));
        Overheard server = new Overheard();
        Pair pair = Families13.authenticating(2).client(client -> client.resume(session)).server(each -> each.trace(server)
                .clientAuthentication(ClientAuthentication.REQUESTED, RogueClient13.ANYONE)).connect();
        Agreement.check(pair);
        assertTrue(info(pair.server()).resumed());
        assertEquals(List.of("EncryptedExtensions", "Finished"), server.typesIn(2));
        pair.server().engine().requestClientAuthentication(pair.now());
        pair.poll().drive(Duration.ofSeconds(5));
        assertEquals(Families13.CLIENT.chain(), info(pair.server()).peer().chain());
    }

    // Later

    private static List<Bytes> contexts(long seed) {
        List<Bytes> contexts = new ArrayList<>();
        RogueClient13 fresh = RogueClient13.fresh().server(server -> server.entropy(new SeededEntropy(seed)));
        RoguePeer rogue = fresh.asked((message, peer) -> {
            if (message instanceof Certificate13 certificate) {
                contexts.add(certificate.certificateRequestContext());
            }
            peer.sayAfterHandshake(message);
        });
        for (int i = 0; i < 3; i++) {
            fresh.victim.requestClientAuthentication(0);
            rogue.talk();
        }
        fresh.assertConnects(rogue);
        return contexts;
    }

    @Test
    // [RFC9846 §4.4.2#2] [RFC9846 §4.4.2#4] [RFC9846 §4.5.1#5]
    void every_later_request_has_a_context_of_its_own_that_nobody_can_guess_and_the_answer_repeats_it() {
        Set<Bytes> all = new HashSet<>(contexts(1));
        assertEquals(4, all.size());
        all.addAll(contexts(2));
        assertEquals(8, all.size());
        all.forEach(each -> assertEquals(16, each.length()));
    }

    @Test
    // [RFC9846 §4.7.2#2]
    void a_client_without_certificates_declines_a_later_request_in_full() {
        Overheard client = new Overheard();
        Pair pair = Families13.authenticating(3).client(each -> each.trace(client).identity()).connect();
        pair.server().engine().requestClientAuthentication(pair.now());
        pair.poll().drive(Duration.ofSeconds(5));
        assertEquals(List.of("Certificate", "Finished"), client.typesIn(3));
        assertTrue(pair.server().events().contains(new EngineEvent.PeerAuthenticated(PeerIdentity.ANONYMOUS)));
        Agreement.checkAndTalk(pair);
    }

    @Test
    // [RFC9846 §4.7.2#3]
    void an_answer_to_a_later_request_is_not_interrupted() {
        Overheard client = new Overheard();
        Pair pair = Families13.authenticating(4).client(each -> each.trace(client)).connect();
        for (int i = 0; i < 3; i++) {
            pair.server().engine().requestClientAuthentication(pair.now());
            pair.server().engine().updateKeys(pair.now());
            pair.client().engine().updateKeys(pair.now());
        }
        pair.poll().drive(Duration.ofSeconds(60));
        List<String> later = client.messages().stream().filter(each -> each.epoch() > 2).map(Overheard.Message::type).toList();
        int answers = 0;
        for (int i = 0; i < later.size(); i++) {
            if (later.get(i).equals("Certificate")) {
                assertEquals(PROOF, later.subList(i, i + PROOF.size()));
                answers++;
            }
        }
        assertEquals(3, answers, later.toString());
        Agreement.checkAndTalk(pair);
    }

    @Test
    // [RFC9846 §4.7.2#5]
    void a_server_that_has_asked_takes_other_messages_meanwhile() {
        Pair pair = Families13.authenticating(5).connect().drive(Duration.ofSeconds(5));
        pair.server().engine().requestClientAuthentication(pair.now()); // and it is not polled yet
        pair.client().engine().updateKeys(pair.now());
        for (int i = 0; i < 20; i++) {
            pair.send(true, new byte[] {(byte) i});
        }
        pair.poll().drive(Duration.ofSeconds(60));
        assertEquals(20, pair.server().received().size());
        assertTrue(pair.server().events().contains(new EngineEvent.KeysUpdated(EngineEvent.Direction.RECEIVE)));
        assertEquals(Families13.CLIENT.chain(), info(pair.server()).peer().chain());
    }

    // Chains and choices

    private static Certificate13.Entry entry(X509Certificate certificate) {
        try {
            return new Certificate13.Entry(Bytes.of(certificate.getEncoded()), Extensions.NONE);
        } catch (CertificateEncodingException impossible) {
            throw new AssertionError(impossible);
        }
    }

    @Test
    // [RFC9846 §4.5.1#10] [RFC9846 §4.5.1#11]
    void a_chain_is_shown_from_the_end_entity_upwards_whatever_order_it_was_configured_in() {
        List<X509Certificate> upwards = List.of(ISSUED.chain().get(0), LOWER.certificate(), ROOT.certificate());
        Credentials shuffled = Credentials.of(ISSUED.privateKey(), List.of(ROOT.certificate(), LOWER.certificate(), ISSUED.chain().get(0)));
        Pair pair = Pair.dtls13(6).server(ServerConfig.identity(shuffled)
                .versions(ProtocolVersion.DTLS_1_3)).connect();
        assertEquals(upwards, info(pair.client()).peer().chain());
    }

    @Test
    // [RFC9846 §4.5.1#12] [RFC9846 §4.5.1.3#5]
    void certificates_after_the_first_may_be_in_any_order_and_some_may_be_of_no_use() {
        TrustPolicy trust = TrustPolicy.roots(ROOT.certificate());
        for (List<X509Certificate> rest : List.of(
                List.of(P256.chain().get(0), LOWER.certificate()), List.of(ROOT.certificate(), LOWER.certificate()),
                List.of(LOWER.certificate(), LOWER.certificate(), RogueClient13.RSA.chain().get(0)))) {
            List<Certificate13.Entry> entries = new ArrayList<>(List.of(entry(ISSUED.chain().get(0))));
            rest.forEach(each -> entries.add(entry(each)));
            List<Verdict> verdicts = new ArrayList<>();
            RogueClient13 fresh = RogueClient13.fresh().client(client -> client.identity(ISSUED))
                    .server(server -> server.clientAuthentication(ClientAuthentication.REQUIRED, (chain, expectation) -> {
                        verdicts.add(trust.evaluate(chain, expectation));
                        return verdicts.get(0);
                    }));
            fresh.assertConnects(fresh.rogue((message, peer) -> peer.say(
                    each(Certificate13.class, own -> new Certificate13(Bytes.EMPTY, entries)).apply(message))));
            assertEquals(List.of(new Verdict.Trusted()), verdicts);
        }
    }

    @Test
    // [RFC9846 §E#3]
    void the_older_version_takes_chains_in_any_order_too() {
        TrustPolicy trust = TrustPolicy.roots(ROOT.certificate());
        List<Verdict> verdicts = new ArrayList<>();
        RogueClient13 fresh = RogueClient13.fresh().client(client -> client.identity(ISSUED).versions(ProtocolVersion.DTLS_1_2)
                .postHandshakeAuthentication(PostHandshakeAuthentication.REFUSED)).server(server -> server.versions(ProtocolVersion.DTLS_1_2)
                .clientAuthentication(ClientAuthentication.REQUIRED, (chain, expectation) -> {
                    verdicts.add(trust.evaluate(chain, expectation));
                    return verdicts.get(0);
                }));
        List<Bytes> shuffled = new ArrayList<>();
        for (X509Certificate each : List.of(ISSUED.chain().get(0), ROOT.certificate(), P256.chain().get(0), LOWER.certificate())) {
            shuffled.add(entry(each).certData());
        }
        RoguePeer rogue = fresh.rogue((message, peer) -> peer.say(each(Certificate12.class, own -> new Certificate12(shuffled)).apply(message)));
        assertEquals(List.of(new Verdict.Trusted()), verdicts, () -> rogue.victimEvents().toString());
        assertTrue(fresh.victim.isConnected());
    }

    @Test
    // [RFC9846 §4.5.1.2#2]
    void an_end_shows_a_certificate_whose_key_signs_in_a_way_that_the_peer_can_check() {
        Credentials[] all = {P256, RogueClient13.RSA, ED25519, P384};
        SignatureScheme[] schemes = {SignatureScheme.ECDSA_SECP256R1_SHA256, SignatureScheme.RSA_PSS_RSAE_SHA256,
            SignatureScheme.ED25519, SignatureScheme.ECDSA_SECP384R1_SHA384};
        for (int i = 0; i < all.length; i++) {
            SignatureScheme only = schemes[i];
            Pair server = Pair.dtls13(7).server(ServerConfig.identity(all)
                    .versions(ProtocolVersion.DTLS_1_3)).client(client -> client.signatureSchemes(List.of(only))).connect();
            assertEquals(all[i].chain(), info(server.client()).peer().chain());
            Pair client = Pair.dtls13(8).client(each -> each.identity(all)).server(ServerConfig.identity(all[i])
                    .versions(ProtocolVersion.DTLS_1_3).signatureSchemes(List.of(only))
                    .clientAuthentication(ClientAuthentication.REQUIRED, RogueClient13.ANYONE)).connect();
            assertEquals(all[i].chain(), info(client.server()).peer().chain());
        }
        RogueClient13.fresh().assertHello(Violation.NO_SUITABLE_CREDENTIALS, hello -> RogueClient13.with(hello, list -> RogueClient13.instead(
                list, new SignatureAlgorithms(List.of(SignatureScheme.RSA_PSS_RSAE_SHA256)))));
    }

    @Test
    // [RFC9846 §4.5.1.2#3]
    void a_certificate_of_an_issuer_that_the_peer_names_is_preferred_and_another_shown_where_there_is_none() {
        Credentials other = SelfSigned.ecdsaP256("server.test");
        for (boolean vouched : new boolean[] {true, false}) {
            X509Certificate named = vouched ? ROOT.certificate() : RogueClient13.RSA.chain().get(0);
            Pair client = Pair.dtls13(9).client(each -> each.identity(other, ISSUED)).server(server -> server
                    .acceptableIssuers(List.of(named)).clientAuthentication(ClientAuthentication.REQUIRED, RogueClient13.ANYONE)).connect();
            assertEquals((vouched ? ISSUED : other).chain(), info(client.server()).peer().chain());
            List<X509Certificate> shown = new ArrayList<>();
            RogueClient13 fresh = RogueClient13.fresh();
            fresh.victim = DtlsEngine.server(ServerConfig.identity(other, ISSUED)
                    .versions(ProtocolVersion.DTLS_1_3).build(), (datagram, offset, length) -> { });
            fresh.victim.start(0);
            RoguePeer.client(ClientConfig.trusting((chain, expectation) -> {
                shown.addAll(chain);
                return new Verdict.Trusted();
            }).versions(ProtocolVersion.DTLS_1_3).build(), fresh.victim, (message, peer) -> peer.say(each(ClientHello.class,
                    hello -> RogueClient13.with(hello, list -> RogueClient13.plus(list, new CertificateAuthorities(
                            List.of(Bytes.of(named.getSubjectX500Principal().getEncoded())))))).apply(message))).talk();
            assertEquals((vouched ? ISSUED : other).chain(), shown);
        }
    }

    @Test
    // [RFC9846 §4.5.1.2#5] [RFC9846 §9.2#6]
    void a_client_says_which_server_it_wants_and_is_shown_that_ones_certificate() {
        for (Credentials wanted : List.of(P384, P256, ED25519)) {
            String name = wanted.dnsNames().get(0);
            Pair pair = Pair.dtls13(10).client(client -> client.serverName(name)).server(ServerConfig.identity(ED25519, P256, P384)
                    .versions(ProtocolVersion.DTLS_1_3)).connect();
            assertEquals(wanted.chain(), info(pair.client()).peer().chain());
            assertEquals(name, info(pair.server()).serverName().orElseThrow());
        }
        assertTrue(info(Pair.dtls13(10).connect().server()).serverName().isEmpty());
    }

    /** The client of this test has not offered it itself, and would refuse an answer to it. */
    @Test
    // [RFC9846 §4.5.1.1#2] [RFC9846 §4.5.1.1#3]
    void status_request_v2_in_a_hello_is_taken_and_means_nothing() {
        for (Bytes body : List.of(Bytes.ofHex("000702000400000000"), Bytes.EMPTY, Bytes.of((byte) 9))) {
            RogueClient13 fresh = RogueClient13.fresh();
            fresh.assertConnects(fresh.rogue((message, peer) -> peer.say(each(ClientHello.class, hello -> RogueClient13.with(hello,
                    list -> RogueClient13.plus(list, new UnknownExtension(new ExtensionType(17), body)))).apply(message))));
        }
    }

    @Test
    // [RFC9846 §4.5.1.2#9]
    void a_chain_that_is_not_accepted_ends_the_handshake_with_an_alert_about_certificates() {
        TrustPolicy others = TrustPolicy.roots(P384.chain().get(0));
        Pair server = Pair.dtls13(11).server(each -> each.clientAuthentication(ClientAuthentication.REQUIRED, others))
                .client(each -> each.identity(P256)).connect();
        assertFailed(server.server(), Violation.CERTIFICATE_NOT_TRUSTED, AlertDescription.UNKNOWN_CA);
        Pair client = Pair.dtls13(12).client(ClientConfig.trusting(TrustPolicy.roots(P256.chain().get(0)))
                .versions(ProtocolVersion.DTLS_1_3).serverName("other.test"))
                .server(ServerConfig.identity(P256).versions(ProtocolVersion.DTLS_1_3)).connect();
        assertFailed(client.client(), Violation.CERTIFICATE_NAME_MISMATCH, AlertDescription.BAD_CERTIFICATE);
    }

    private static void assertFailed(End end, Violation violation, AlertDescription alert) {
        EngineEvent.Failed failed = end.failure().orElseThrow();
        assertEquals(violation, failed.violation(), failed.message());
        assertEquals(alert, failed.alert().orElseThrow());
        assertTrue(failed.sent());
        assertFalse(end.isConnected());
    }

    /** A server that has nothing but pre-shared keys says the same of a key it does not have as of one that is wrong. */
    @Test
    // [RFC9846 §6.2#5]
    void nobody_learns_which_pre_shared_keys_there_are() {
        List<RoguePeer.HeardAlert> heard = new ArrayList<>();
        for (String name : List.of("name", "nobody")) {
            DtlsEngine server = DtlsEngine.server(ServerConfig.identity().versions(ProtocolVersion.DTLS_1_3)
                    .preSharedKeys(PskStore.of(RogueClient13.KEY)).build(), (datagram, offset, length) -> { });
            server.start(0);
            RoguePeer rogue = RoguePeer.client(ClientConfig.trusting(RogueClient13.ANYONE)
                    .versions(ProtocolVersion.DTLS_1_3)
                    .preSharedKeys(PreSharedKey.of(Agreement.bytes(name), Agreement.bytes("not the key of that name"))).build(),
                    server, (message, peer) -> peer.say(message)).talk();
            heard.addAll(rogue.heardAlerts());
        }
        assertEquals(2, heard.size());
        assertEquals(heard.get(0), heard.get(1));
        assertEquals(AlertDescription.DECRYPT_ERROR, heard.get(0).description());
    }
}
