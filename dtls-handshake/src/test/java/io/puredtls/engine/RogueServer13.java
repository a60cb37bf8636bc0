package io.puredtls.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.puredtls.alert.AlertDescription;
import io.puredtls.alert.AlertLevel;
import io.puredtls.alert.Violation;
import io.puredtls.config.ClientAuthentication;
import io.puredtls.config.ClientConfig;
import io.puredtls.config.Grease;
import io.puredtls.config.PostHandshakeAuthentication;
import io.puredtls.config.PskStore;
import io.puredtls.config.ServerConfig;
import io.puredtls.crypto.credentials.Credentials;
import io.puredtls.crypto.credentials.KeyAlgorithm;
import io.puredtls.crypto.credentials.SelfSigned;
import io.puredtls.crypto.kex.NamedGroup;
import io.puredtls.crypto.suite.CipherSuite;
import io.puredtls.event.EngineEvent;
import io.puredtls.extension.Cookie;
import io.puredtls.extension.Extension;
import io.puredtls.extension.ExtensionType;
import io.puredtls.extension.Extensions;
import io.puredtls.extension.SelectedVersion;
import io.puredtls.message.Certificate13;
import io.puredtls.message.CertificateRequest13;
import io.puredtls.message.CertificateVerify;
import io.puredtls.message.EncryptedExtensions;
import io.puredtls.message.Finished;
import io.puredtls.message.HandshakeMessage;
import io.puredtls.message.HelloRetryRequest;
import io.puredtls.message.ServerHello;
import io.puredtls.record.ContentType;
import io.puredtls.record.DropReason;
import io.puredtls.record.ProtocolVersion;
import io.puredtls.session.PreSharedKey;
import io.puredtls.simulator.SeededEntropy;
import io.puredtls.trust.TrustPolicy;
import io.puredtls.wire.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** One DTLS 1.3 client, and a server that does to it what its script says. */
final class RogueServer13 {
    static final TrustPolicy ANYONE = TrustPolicy.dangerouslyTrustAnyone();
    static final Credentials SERVER = SelfSigned.ecdsaP256("server.test");
    static final Credentials RSA = SelfSigned.builder(KeyAlgorithm.RSA_2048).name("rsa.test").generate();
    static final PreSharedKey KEY = PreSharedKey.of(Agreement.bytes("name"), Agreement.bytes("thirty-two bytes, or about that."));
    static final List<Class<? extends HandshakeMessage>> FLIGHT = List.of(
            ServerHello.class, EncryptedExtensions.class, CertificateRequest13.class, Certificate13.class, CertificateVerify.class, Finished.class);

    final List<String> delivered = new ArrayList<>();
    final ClientConfig.Builder clientConfig = ClientConfig.trusting(ANYONE).versions(ProtocolVersion.DTLS_1_3).withoutHandshakeLimit()
            .groups(List.of(NamedGroup.X25519, NamedGroup.SECP256R1)).grease(Grease.NONE)
            .cipherSuites(List.of(CipherSuite.TLS_AES_128_GCM_SHA256, CipherSuite.TLS_AES_256_GCM_SHA384))
            .postHandshakeAuthentication(PostHandshakeAuthentication.OFFERED).entropy(new SeededEntropy(1));
    private final ServerConfig.Builder serverConfig = ServerConfig.identity(SERVER).versions(ProtocolVersion.DTLS_1_3)
            .clientAuthentication(ClientAuthentication.REQUESTED, ANYONE).entropy(new SeededEntropy(2));
    DtlsEngine victim;

    RogueServer13 client(Consumer<ClientConfig.Builder> options) {
        options.accept(clientConfig);
        return this;
    }

    RogueServer13 server(Consumer<ServerConfig.Builder> options) {
        options.accept(serverConfig);
        return this;
    }

    static RogueServer13 fresh() {
        return new RogueServer13();
    }

    static void speakingBoth(ClientConfig.Builder client) {
        client.versions(ProtocolVersion.DTLS_1_2, ProtocolVersion.DTLS_1_3).cipherSuites(List.of(
                CipherSuite.TLS_AES_128_GCM_SHA256, CipherSuite.TLS_AES_256_GCM_SHA384, CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256));
    }

    RoguePeer rogue(RoguePeer.Script script) {
        victim = DtlsEngine.client(clientConfig.build(), (datagram, offset, length) -> delivered.add(new String(datagram, offset, length)));
        victim.start(0);
        return RoguePeer.server(serverConfig.build(), victim, script).talk();
    }

    RoguePeer honest() {
        return rogue((message, peer) -> peer.say(message));
    }

    static RoguePeer.Script changing(UnaryOperator<HandshakeMessage> change) {
        return (message, peer) -> peer.say(change.apply(message));
    }

    void assertFails(Violation expected, RoguePeer rogue) {
        EngineEvent last = rogue.victimEvents().isEmpty() ? null : rogue.victimEvents().get(rogue.victimEvents().size() - 1);
        assertTrue(last instanceof EngineEvent.Failed, () -> "instead of " + expected + ": " + rogue.victimEvents().size() + " events");
        EngineEvent.Failed failed = (EngineEvent.Failed) last;
        assertEquals(expected, failed.violation(), failed.message());
        assertEquals(expected.alert(), failed.alert());
        assertEquals(expected.alert().stream().toList(), rogue.alerts());
        assertTrue(victim.isOver());
        assertEquals(List.of(), delivered);
    }

    void assertEachFails(Violation expected, UnaryOperator<HandshakeMessage> change) {
        assertFails(expected, rogue(changing(change)));
    }

    void assertWaits(RoguePeer rogue) {
        assertFalse(victim.isConnected());
        assertFalse(victim.isOver(), () -> rogue.victimEvents().toString());
    }

    void assertConnects(RoguePeer rogue) {
        assertTrue(victim.isConnected(), () -> rogue.victimEvents().toString());
        rogue.sayRecord(3, ContentType.APPLICATION_DATA, Agreement.bytes("data"));
        rogue.talk();
        assertEquals(List.of("data"), delivered);
    }

    static <T> UnaryOperator<HandshakeMessage> each(Class<T> type, java.util.function.Function<T, HandshakeMessage> change) {
        return message -> type.isInstance(message) ? change.apply(type.cast(message)) : message;
    }

    /** A second ServerHello is not heard, and its place stays empty. */
    void assertFailsByOrder(RoguePeer rogue) {
        assertFalse(victim.isConnected());
        assertEquals(1, victim.stats().drops(DropReason.STALE_MESSAGE), () -> rogue.victimEvents().toString());
    }

    void assertFailsAfterwards(Violation expected, RoguePeer rogue) {
        EngineEvent.Failed failed = (EngineEvent.Failed) rogue.victimEvents().get(rogue.victimEvents().size() - 1);
        assertEquals(expected, failed.violation(), failed.message());
        assertTrue(victim.isOver());
    }

    static void sayIn(int epoch, Class<? extends HandshakeMessage> chosen, HandshakeMessage message, RoguePeer peer) {
        if (chosen.isInstance(message)) {
            Bytes body = message.toBytes();
            peer.transcript().append(message.type(), peer.nextSeq(), body);
            peer.sayUnder(epoch, message.type(), peer.nextSeq(), body);
            peer.skipSeq();
        } else {
            peer.say(message);
        }
    }

    static ServerHello with(ServerHello hello, UnaryOperator<List<Extension>> change) {
        return new ServerHello(hello.serverVersion(), hello.random(), hello.sessionId(), hello.cipherSuite(), hello.compressionMethod(),
                new Extensions(change.apply(new ArrayList<>(hello.extensions().list()))));
    }

    static List<Extension> plus(List<Extension> list, Extension more) {
        list.add(more);
        return list;
    }

    static List<Extension> instead(List<Extension> list, Extension other) {
        list.replaceAll(each -> each.type().equals(other.type()) ? other : each);
        return list;
    }

    static List<Extension> minus(List<Extension> list, ExtensionType type) {
        list.removeIf(each -> each.type().equals(type));
        return list;
    }

    void assertHello(Violation expected, UnaryOperator<ServerHello> change) {
        assertEachFails(expected, message -> message instanceof ServerHello hello ? change.apply(hello) : message);
    }

    static ServerHello suite(ServerHello hello, CipherSuite suite) {
        return new ServerHello(hello.serverVersion(), hello.random(), hello.sessionId(), suite, 0, hello.extensions());
    }

    static HelloRetryRequest retry(Extension... extensions) {
        List<Extension> list = new ArrayList<>(List.of(new SelectedVersion(ProtocolVersion.DTLS_1_3)));
        list.addAll(List.of(extensions));
        return new HelloRetryRequest(ProtocolVersion.DTLS_1_2, Bytes.EMPTY, CipherSuite.TLS_AES_128_GCM_SHA256, 0, new Extensions(list));
    }

    static RoguePeer.Script asking(HelloRetryRequest... requests) {
        return (message, peer) -> {
            if (message instanceof ServerHello) {
                for (HelloRetryRequest request : requests) {
                    peer.sayUnder(0, request.type(), peer.nextSeq(), request.toBytes());
                    peer.skipSeq();
                }
            }
        };
    }

    void assertRetry(Violation expected, HelloRetryRequest request) {
        assertFails(expected, rogue(asking(request)));
    }

    static final Cookie COOKIE = new Cookie(Bytes.of(new byte[8]));

    /** A server that has no share of the client's, so that it asks for one, and then chooses otherwise. */
    RoguePeer afterRetry(RoguePeer.Script script) {
        return server(server -> server.groups(List.of(NamedGroup.SECP256R1))).rogue(script);
    }

    RogueServer13 withKey() {
        return client(client -> client.preSharedKeys(KEY)).server(server -> server.preSharedKeys(PskStore.of(KEY)));
    }

    void assertExtensions(Violation expected, Extension more) {
        assertEachFails(expected, each(EncryptedExtensions.class,
                message -> new EncryptedExtensions(new Extensions(plus(new ArrayList<>(message.extensions().list()), more)))));
    }

    void assertCertificate(Violation expected, java.util.function.Function<Certificate13, HandshakeMessage> change) {
        assertEachFails(expected, each(Certificate13.class, change));
    }

    static Certificate13 chain(Credentials credentials) {
        try {
            return new Certificate13(Bytes.EMPTY, List.of(new Certificate13.Entry(Bytes.of(credentials.chain().get(0).getEncoded()), Extensions.NONE)));
        } catch (java.security.cert.CertificateEncodingException impossible) {
            throw new AssertionError(impossible);
        }
    }

    void assertProof(Violation expected, java.util.function.Function<CertificateVerify, HandshakeMessage> change) {
        assertEachFails(expected, each(CertificateVerify.class, change));
    }

    static byte[] plaintext(ContentType type, byte[] content) {
        byte[] datagram = new byte[13 + content.length];
        datagram[0] = (byte) type.code();
        datagram[1] = (byte) 0xFE;
        datagram[2] = (byte) 0xFD;
        datagram[10] = 99;
        datagram[12] = (byte) content.length;
        System.arraycopy(content, 0, datagram, 13, content.length);
        return datagram;
    }

    static byte[] alert(AlertLevel level, AlertDescription description) {
        return new byte[] {(byte) level.code(), (byte) description.code()};
    }
}
