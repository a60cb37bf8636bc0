package io.puredtls.engine;

import static io.puredtls.engine.RogueClient13.ANYONE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.puredtls.alert.AlertDescription;
import io.puredtls.alert.Violation;
import io.puredtls.config.ClientAuthentication;
import io.puredtls.config.ClientConfig;
import io.puredtls.config.PostHandshakeAuthentication;
import io.puredtls.config.ServerConfig;
import io.puredtls.crypto.credentials.Credentials;
import io.puredtls.crypto.credentials.SelfSigned;
import io.puredtls.crypto.hash.HashAlgorithm;
import io.puredtls.crypto.jca.Jca;
import io.puredtls.crypto.kex.NamedGroup;
import io.puredtls.crypto.schedule13.TrafficSecret;
import io.puredtls.crypto.secret.SecretBytes;
import io.puredtls.crypto.suite.CipherSuite;
import io.puredtls.extension.Extension;
import io.puredtls.extension.ExtensionType;
import io.puredtls.extension.Extensions;
import io.puredtls.extension.SupportedGroups;
import io.puredtls.extension.UnknownExtension;
import io.puredtls.message.CertificateRequest13;
import io.puredtls.message.ClientHello;
import io.puredtls.message.EncryptedExtensions;
import io.puredtls.message.Finished;
import io.puredtls.message.HandshakeMessage;
import io.puredtls.record.ProtocolVersion;
import io.puredtls.simulator.Pair;
import io.puredtls.simulator.SimulatedNetwork.Datagram;
import io.puredtls.transcript.Transcript;
import io.puredtls.transcript.TranscriptFraming;
import io.puredtls.wire.Bytes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What comes after the hellos of DTLS 1.3, and after its handshake. */
class LaterMessages13Test {
    private static final Credentials SERVER = SelfSigned.ecdsaP256("server.test");
    private static final Credentials CLIENT = SelfSigned.ecdsaP256("client.test");

    @Test
    // [RFC9846 §4.2.2#5]
    void a_hello_at_any_other_time_is_unexpected() {
        List<ClientHello> hellos = new ArrayList<>();
        for (Class<? extends HandshakeMessage> before : RogueClient13.FLIGHT) {
            RogueClient13 fresh = RogueClient13.fresh();
            fresh.assertFails(Violation.UNEXPECTED_HANDSHAKE_MESSAGE, fresh.rogue((message, peer) -> {
                if (message instanceof ClientHello hello) {
                    hellos.add(hello);
                }
                if (before.isInstance(message)) {
                    peer.say(hellos.get(0));
                }
                peer.say(message);
            }));
        }
        RogueClient13 connected = RogueClient13.fresh();
        RoguePeer peer = connected.honest();
        peer.sayAfterHandshake(hellos.get(0));
        connected.assertFails(Violation.UNEXPECTED_HANDSHAKE_MESSAGE, peer.talk());
        assertEquals(List.of(AlertDescription.UNEXPECTED_MESSAGE), peer.alerts());
    }

    @Test
    // [RFC9846 §4.3.5#3]
    void filters_of_a_certificate_request_are_passed_over() {
        UnknownExtension filters = new UnknownExtension(new ExtensionType(48), Bytes.ofHex("0009" + "03551d0f" + "0003030204"));
        RogueServer13 fresh = RogueServer13.fresh().client(client -> client.identity(CLIENT));
        fresh.assertConnects(fresh.rogue((message, peer) -> peer.say(message instanceof CertificateRequest13 request
                ? new CertificateRequest13(request.certificateRequestContext(), plus(request.extensions(), filters)) : message)));
    }

    private static Extensions plus(Extensions extensions, Extension more) {
        List<Extension> list = new ArrayList<>(extensions.list());
        list.add(more);
        return new Extensions(list);
    }

    @Test
    // [RFC9846 §4.3.7#2]
    void what_groups_a_server_says_it_has_changes_nothing() {
        for (List<NamedGroup> groups : List.of(List.of(NamedGroup.SECP521R1), List.of(new NamedGroup(0x1234), NamedGroup.SECP256R1))) {
            RogueServer13 fresh = RogueServer13.fresh();
            fresh.assertConnects(fresh.rogue((message, peer) -> peer.say(message instanceof EncryptedExtensions extensions
                    ? new EncryptedExtensions(extensions.extensions().with(new SupportedGroups(groups))) : message)));
            assertEquals(Optional.of(NamedGroup.X25519), fresh.victim.info().orElseThrow().group());
        }
    }

    @Test
    // [RFC9846 §4.3.6#1]
    void a_client_that_did_not_offer_it_is_not_asked_later() {
        for (PostHandshakeAuthentication offered : PostHandshakeAuthentication.values()) {
            RogueClient13 fresh = RogueClient13.fresh().client(client -> client.postHandshakeAuthentication(offered))
                    .server(server -> server.clientAuthentication(ClientAuthentication.NONE, ANYONE));
            RoguePeer peer = fresh.honest();
            List<String> asked = new ArrayList<>();
            peer.afterHandshake((message, rogue) -> asked.add(message.getClass().getSimpleName()));
            if (offered == PostHandshakeAuthentication.OFFERED) {
                fresh.victim.requestClientAuthentication(0);
            } else {
                assertThrows(UnsupportedOperationException.class, () -> fresh.victim.requestClientAuthentication(0));
            }
            peer.talk();
            assertEquals(offered == PostHandshakeAuthentication.OFFERED, !asked.isEmpty());
        }
    }

    /** The transcript is put together by hand: both ends being ours they would err alike. */
    @Test
    // [RFC9846 §4.1#3]
    void a_later_authentication_goes_on_from_the_handshake_and_not_from_the_one_before() throws Exception {
        List<String> secrets = new ArrayList<>();
        ClientConfig client = ClientConfig.trusting(ANYONE).versions(ProtocolVersion.DTLS_1_3).identity(CLIENT)
                .cipherSuites(List.of(CipherSuite.TLS_AES_128_GCM_SHA256)).groups(List.of(NamedGroup.X25519))
                .postHandshakeAuthentication(PostHandshakeAuthentication.OFFERED).dangerouslyLogSecrets(secrets::add).build();
        ServerConfig server = ServerConfig.identity(SERVER).clientAuthentication(ClientAuthentication.NONE, ANYONE).build();
        Dialogue13 dialogue = Dialogue13.of(client, server);
        List<HandshakeMessage> handshake = new ArrayList<>(List.of(dialogue.byClient.get(0)));
        dialogue.byServer.stream().takeWhile(message -> !message.getClass().getSimpleName().equals("NewSessionTicket")).forEach(handshake::add);
        handshake.add(dialogue.byClient.get(1));
        assertEquals(2, dialogue.byClient.size());
        try (TrafficSecret traffic = clientTraffic(secrets)) {
            for (int i = 0; i < 3; i++) {
                List<HandshakeMessage> exchange = dialogue.askLater();
                assertEquals(List.of("CertificateRequest13", "Certificate13", "CertificateVerify", "Finished"), Dialogue13.names(exchange));
                List<HandshakeMessage> covered = new ArrayList<>(handshake);
                covered.addAll(exchange.subList(0, 3));
                assertEquals(Bytes.of(traffic.verifyData(hash(covered))), ((Finished) exchange.get(3)).verifyData());
            }
        }
    }

    private static byte[] hash(List<HandshakeMessage> messages) {
        Transcript transcript = new Transcript();
        transcript.begin(Jca.PLATFORM, HashAlgorithm.SHA256, TranscriptFraming.DTLS13);
        messages.forEach(message -> transcript.append(message.type(), 0, message.toBytes()));
        return transcript.hash();
    }

    private static TrafficSecret clientTraffic(List<String> secrets) {
        String line = secrets.stream().filter(each -> each.startsWith("CLIENT_TRAFFIC_SECRET_0")).findFirst().orElseThrow();
        return TrafficSecret.of(Jca.PLATFORM, HashAlgorithm.SHA256, SecretBytes.taking(Bytes.ofHex(line.split(" ")[2]).toArray()));
    }

    @Test
    // [RFC9846 §4.2.4#9]
    void a_second_hello_that_leads_to_another_suite_than_the_request_named_is_refused() {
        for (boolean changed : new boolean[] {false, true}) {
            Pair pair = Families13.plain(5).client(client -> client.cipherSuites(
                    List.of(CipherSuite.TLS_AES_128_GCM_SHA256, CipherSuite.TLS_AES_256_GCM_SHA384)));
            pair.middle((number, datagram) -> List.of(changed && number == 2 ? withoutFirstSuite(datagram) : datagram)).connect();
            if (changed) {
                assertEquals(Violation.SECOND_HELLO_CHANGED, pair.server().failure().orElseThrow().violation());
                assertFalse(pair.isConnected());
            } else {
                Agreement.check(pair);
                assertEquals(CipherSuite.TLS_AES_128_GCM_SHA256, pair.server().engine().info().orElseThrow().cipherSuite());
            }
        }
    }

    /** The suite that was chosen becomes one that nobody knows. */
    private static Datagram withoutFirstSuite(Datagram datagram) {
        byte[] bytes = datagram.bytes();
        int suites = 13 + 12 + 2 + 32 + 1 + 1 + 2;
        int length = (bytes[suites - 2] & 0xFF) << 8 | bytes[suites - 1] & 0xFF;
        for (int i = suites; i < suites + length; i += 2) {
            if (bytes[i] == 0x13 && bytes[i + 1] == 0x01) {
                bytes[i] = 0x7A;
                return datagram;
            }
        }
        throw new AssertionError("no TLS_AES_128_GCM_SHA256 in " + Arrays.toString(bytes));
    }
}
