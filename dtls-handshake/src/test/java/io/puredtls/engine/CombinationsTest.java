package io.puredtls.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.puredtls.alert.AlertDescription;
import io.puredtls.alert.Violation;
import io.puredtls.config.ClientAuthentication;
import io.puredtls.config.LegacyCipherSuites;
import io.puredtls.config.ServerConfig;
import io.puredtls.config.UnknownNames;
import io.puredtls.crypto.credentials.Credentials;
import io.puredtls.crypto.credentials.KeyAlgorithm;
import io.puredtls.crypto.credentials.SelfSigned;
import io.puredtls.crypto.jca.Jca;
import io.puredtls.crypto.kex.NamedGroup;
import io.puredtls.crypto.sign.SignatureScheme;
import io.puredtls.crypto.suite.CipherSuite;
import io.puredtls.event.EngineEvent;
import io.puredtls.record.ProtocolVersion;
import io.puredtls.session.PeerIdentity;
import io.puredtls.session.SessionInfo;
import io.puredtls.simulator.End;
import io.puredtls.simulator.Pair;
import io.puredtls.srtp.SrtpKeys;
import io.puredtls.srtp.SrtpProfile;
import io.puredtls.trust.TrustPolicy;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What two ends can agree on in DTLS 1.2, all of it. */
class CombinationsTest {
    private static final TrustPolicy ANYONE = TrustPolicy.dangerouslyTrustAnyone();
    private static final Credentials ECDSA = SelfSigned.ecdsaP256("ecdsa.test");
    private static final Credentials P384 = SelfSigned.builder(KeyAlgorithm.EC_P384).name("p384.test").generate();
    private static final Credentials ED25519 = SelfSigned.ed25519("ed25519.test");
    private static final Credentials RSA = SelfSigned.builder(KeyAlgorithm.RSA_2048).name("rsa.test").generate();
    private static final List<Credentials> ALL = List.of(ECDSA, RSA, ED25519, P384);

    private static Pair server(Credentials... credentials) {
        return Pair.seeded(1).server(ServerConfig.identity(credentials).versions(ProtocolVersion.DTLS_1_2));
    }

    @Test
    void every_suite_in_every_group_connects_with_and_without_client_certificate() {
        List<CipherSuite> suites = CipherSuite.KNOWN.stream().filter(suite -> !suite.isForDtls13() && !suite.isByKey()).toList();
        assertEquals(8, suites.stream().filter(CipherSuite::isLegacy).count());
        List<NamedGroup> groups = NamedGroup.KNOWN.stream().filter(NamedGroup::isForDtls12).toList();
        assertEquals(18, suites.size());
        assertEquals(5, groups.size());
        Seeds.each(suites.size() * groups.size() * 2L, trial -> {
            CipherSuite suite = suites.get((int) trial % suites.size());
            NamedGroup group = groups.get((int) trial / suites.size() % groups.size());
            boolean authenticated = trial / suites.size() / groups.size() == 1;
            Pair pair = server(ECDSA, RSA)
                    .server(server -> server.groups(List.of(group)).legacyCipherSuites(LegacyCipherSuites.CBC).cipherSuites(suites))
                    .client(client -> client.legacyCipherSuites(LegacyCipherSuites.CBC).cipherSuites(List.of(suite)).identity(ED25519));
            if (authenticated) {
                pair.server(server -> server.clientAuthentication(ClientAuthentication.REQUIRED, ANYONE));
            }
            pair.connect();
            Agreement.checkAndTalk(pair);
            assertEquals(suite, info(pair.client()).cipherSuite());
            assertEquals(Optional.of(group), info(pair.server()).group());
            assertEquals(authenticated ? ED25519.chain() : List.of(), info(pair.server()).peer().chain());
        });
    }

    private static SessionInfo info(End end) {
        return end.engine().info().orElseThrow();
    }

    @Test
    void every_kind_of_key_authenticates_servers_and_clients() {
        for (Credentials server : ALL) {
            for (Credentials client : ALL) {
                Pair pair = server(server)
                        .server(each -> each.clientAuthentication(ClientAuthentication.REQUIRED, ANYONE))
                        .client(each -> each.identity(client)).connect();
                Agreement.checkAndTalk(pair);
                assertEquals(server.chain(), info(pair.client()).peer().chain());
                assertEquals(client.chain(), info(pair.server()).peer().chain());
            }
        }
    }

    /** In this version a scheme names a hash, and the key may be on any curve that both know. */
    @Test
    // [RFC9846 §4.3.3#18]
    void a_scheme_of_one_curve_signs_with_a_key_on_another() {
        for (SignatureScheme scheme : List.of(SignatureScheme.ECDSA_SECP256R1_SHA256, SignatureScheme.ECDSA_SECP521R1_SHA512)) {
            Pair pair = server(P384).client(client -> client.signatureSchemes(List.of(scheme)).identity(P384))
                    .server(server -> server.signatureSchemes(List.of(scheme)).clientAuthentication(ClientAuthentication.REQUIRED, ANYONE)).connect();
            Agreement.check(pair);
            assertEquals(Optional.of(scheme), info(pair.client()).signatureScheme());
            assertEquals(P384.chain(), info(pair.server()).peer().chain());
        }
    }

    @Test
    // [RFC9846 §4.3.3#19]
    void every_signature_scheme_connects() {
        for (SignatureScheme scheme : SignatureScheme.available(Jca.PLATFORM).stream().filter(SignatureScheme::isForDtls12).toList()) {
            Optional<Credentials> signer = ALL.stream().filter(each -> scheme.keyKind().equals(Optional.of(each.keyKind()))).findFirst();
            if (signer.isPresent()) {
                Pair pair = server(signer.get()).client(client -> client.signatureSchemes(List.of(scheme))).connect();
                Agreement.check(pair);
                assertEquals(Optional.of(scheme), info(pair.client()).signatureScheme());
                assertEquals(Optional.of(scheme), info(pair.server()).signatureScheme());
            }
        }
    }

    @Test
    // [RFC6066 §3#1] [RFC6066 §3#8] [RFC6066 §3#9]
    void the_name_asked_for_chooses_the_credentials() {
        for (Credentials wanted : ALL) {
            String name = wanted.dnsNames().get(0);
            Pair pair = server(ECDSA, RSA, ED25519, P384).client(client -> client.serverName(name)).connect();
            Agreement.check(pair);
            assertEquals(wanted.chain(), info(pair.client()).peer().chain(), name);
            assertEquals(Optional.of(name), info(pair.server()).serverName());
        }
    }

    @Test
    void the_suite_chooses_the_credentials_where_no_name_is_asked_for() {
        Pair rsa = server(ECDSA, RSA)
                .client(client -> client.cipherSuites(List.of(CipherSuite.TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256))).connect();
        assertEquals(RSA.chain(), info(rsa.client()).peer().chain());
        assertEquals(ECDSA.chain(), info(server(RSA, ECDSA).connect().client()).peer().chain(), "by the server's order of suites");
    }

    @Test
    // [RFC6066 §3#4] [RFC6066 §3#5]
    void an_unknown_name_is_answered_by_the_default_or_refused() {
        Pair lenient = server(ECDSA, RSA).client(client -> client.serverName("other.test")).connect();
        assertEquals(ECDSA.chain(), info(lenient.client()).peer().chain());
        Pair strict = server(ECDSA, RSA).server(server -> server.unknownNames(UnknownNames.REFUSE))
                .client(client -> client.serverName("other.test")).connect();
        assertFailed(strict.server(), Violation.UNKNOWN_SERVER_NAME, AlertDescription.UNRECOGNIZED_NAME, true);
        assertFailed(strict.client(), Violation.PEER_ALERT, AlertDescription.UNRECOGNIZED_NAME, false);
    }

    private static void assertFailed(End end, Violation violation, AlertDescription alert, boolean sent) {
        EngineEvent.Failed failed = end.failure().orElseThrow(() -> new AssertionError("it did not fail: " + end.events()));
        assertEquals(violation, failed.violation(), failed.message());
        assertEquals(Optional.of(alert), failed.alert());
        assertEquals(sent, failed.sent());
        assertFalse(end.isConnected());
    }

    @Test
    void a_client_that_is_not_asked_stays_anonymous() {
        Pair pair = server(ECDSA).client(client -> client.identity(RSA)).connect();
        Agreement.checkAndTalk(pair);
        assertEquals(PeerIdentity.ANONYMOUS, info(pair.server()).peer());
    }

    @Test
    void a_client_that_is_asked_may_stay_anonymous_or_show_its_certificate() {
        Pair anonymous = server(ECDSA).server(server -> server.clientAuthentication(ClientAuthentication.REQUESTED, ANYONE)).connect();
        Agreement.checkAndTalk(anonymous);
        assertEquals(PeerIdentity.ANONYMOUS, info(anonymous.server()).peer());
        Pair known = server(ECDSA).server(server -> server.clientAuthentication(ClientAuthentication.REQUESTED, ANYONE))
                .client(client -> client.identity(RSA)).connect();
        Agreement.checkAndTalk(known);
        assertEquals(RSA.chain(), info(known.server()).peer().chain());
    }

    @Test
    void a_client_without_the_certificate_it_must_have_is_refused() {
        Pair pair = server(ECDSA).server(server -> server.clientAuthentication(ClientAuthentication.REQUIRED, ANYONE)).connect();
        assertFailed(pair.server(), Violation.CERTIFICATE_MISSING, AlertDescription.HANDSHAKE_FAILURE, true);
        assertFailed(pair.client(), Violation.PEER_ALERT, AlertDescription.HANDSHAKE_FAILURE, false);
    }

    @Test
    void a_client_shows_the_first_credentials_that_the_server_can_check() {
        Pair pair = server(ECDSA)
                .server(server -> server.clientAuthentication(ClientAuthentication.REQUIRED, ANYONE)
                        .signatureSchemes(List.of(SignatureScheme.ECDSA_SECP256R1_SHA256)))
                .client(client -> client.identity(RSA, ED25519, ECDSA)).connect();
        assertEquals(ECDSA.chain(), info(pair.server()).peer().chain());
    }

    @Test
    void a_client_prefers_credentials_of_the_issuers_that_the_server_names() {
        Pair pair = server(ECDSA)
                .server(server -> server.clientAuthentication(ClientAuthentication.REQUIRED, ANYONE).acceptableIssuers(ED25519.chain()))
                .client(client -> client.identity(RSA, ED25519)).connect();
        assertEquals(ED25519.chain(), info(pair.server()).peer().chain());
    }

    @Test
    void nothing_in_common_is_said_in_the_right_words() {
        Pair suites = server(ECDSA).server(each -> each.cipherSuites(List.of(CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256)))
                .client(each -> each.cipherSuites(List.of(CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384))).connect();
        assertFailed(suites.server(), Violation.NO_COMMON_CIPHER_SUITE, AlertDescription.HANDSHAKE_FAILURE, true);
        assertFailed(suites.client(), Violation.PEER_ALERT, AlertDescription.HANDSHAKE_FAILURE, false);
        Pair groups = server(ECDSA).server(each -> each.groups(List.of(NamedGroup.X25519)))
                .client(each -> each.groups(List.of(NamedGroup.SECP256R1))).connect();
        assertFailed(groups.server(), Violation.NO_COMMON_GROUP, AlertDescription.HANDSHAKE_FAILURE, true);
        Pair schemes = server(ED25519).client(each -> each.signatureSchemes(List.of(SignatureScheme.ECDSA_SECP256R1_SHA256)))
                .server(each -> each.signatureSchemes(List.of(SignatureScheme.ED25519))).connect();
        assertFailed(schemes.server(), Violation.NO_COMMON_SIGNATURE_SCHEME, AlertDescription.HANDSHAKE_FAILURE, true);
        Pair keys = server(RSA)
                .client(each -> each.cipherSuites(List.of(CipherSuite.TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256))
                        .signatureSchemes(List.of(SignatureScheme.ECDSA_SECP256R1_SHA256))).connect();
        assertFailed(keys.server(), Violation.NO_SUITABLE_CREDENTIALS, AlertDescription.HANDSHAKE_FAILURE, true);
    }

    @Test
    void the_application_protocol_is_the_servers_first_that_the_client_offers() {
        Pair pair = server(ECDSA).server(server -> server.applicationProtocols("c", "b"))
                .client(client -> client.applicationProtocols("a", "b", "c")).connect();
        Agreement.check(pair);
        assertEquals(Optional.of("c"), info(pair.client()).applicationProtocol());
        Pair none = server(ECDSA).client(client -> client.applicationProtocols("a")).connect();
        Agreement.check(none);
        assertEquals(Optional.empty(), info(none.client()).applicationProtocol());
        Pair apart = server(ECDSA).server(server -> server.applicationProtocols("x"))
                .client(client -> client.applicationProtocols("a")).connect();
        assertFailed(apart.server(), Violation.NO_COMMON_APPLICATION_PROTOCOL, AlertDescription.NO_APPLICATION_PROTOCOL, true);
        assertFailed(apart.client(), Violation.PEER_ALERT, AlertDescription.NO_APPLICATION_PROTOCOL, false);
    }

    /** [RFC5764 §4.1.1#1] */
    @Test
    void srtp_profile_and_identifier_are_agreed_on_and_both_ends_cut_the_same_keys() {
        byte[] mki = {1, 2, 3};
        for (SrtpProfile profile : SrtpProfile.KNOWN) {
            Pair pair = server(ECDSA).server(server -> server.srtp(profile))
                    .client(client -> client.srtp(SrtpProfile.KNOWN.toArray(new SrtpProfile[0])).srtpMki(mki)).connect();
            Agreement.check(pair);
            assertEquals(Optional.of(profile), info(pair.client()).srtpProfile());
            assertEquals("010203", info(pair.client()).srtpMki());
            assertEquals("010203", info(pair.server()).srtpMki());
            try (SrtpKeys client = keys(pair.client(), profile); SrtpKeys server = keys(pair.server(), profile)) {
                assertEquals(client, server);
                assertEquals(profile.keyLength(), client.clientKey().length());
                assertFalse(client.clientKey().equals(client.serverKey()));
            }
        }
    }

    private static SrtpKeys keys(End end, SrtpProfile profile) {
        try (var material = end.engine().exportKeyingMaterial(SrtpKeys.EXPORTER_LABEL, SrtpKeys.exportLength(profile))) {
            return SrtpKeys.split(profile, material);
        }
    }

    @Test
    void srtp_is_left_out_where_only_one_end_wants_it() {
        Pair pair = server(ECDSA).client(client -> client.srtp(SrtpProfile.SRTP_AEAD_AES_128_GCM)).connect();
        Agreement.check(pair);
        assertEquals(Optional.empty(), info(pair.client()).srtpProfile());
        assertEquals("", info(pair.server()).srtpMki());
    }

    /** [RFC7627 §5.2#1] [RFC7627 §5.2#2] */
    @Test
    void a_session_tells_that_its_secret_is_bound_to_the_handshake() {
        Pair pair = server(ECDSA).connect();
        assertTrue(info(pair.client()).extendedMasterSecret());
        assertTrue(info(pair.server()).extendedMasterSecret());
    }

    @Test
    void a_server_without_a_gate_connects_too() {
        Pair pair = server(ECDSA).withoutGate().connect();
        Agreement.checkAndTalk(pair);
        assertEquals(4, pair.network().log().subList(0, 4).size());
    }
}
