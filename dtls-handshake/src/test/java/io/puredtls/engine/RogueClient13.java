package io.puredtls.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.puredtls.alert.AlertDescription;
import io.puredtls.alert.AlertLevel;
import io.puredtls.alert.Violation;
import io.puredtls.config.ClientAuthentication;
import io.puredtls.config.ClientConfig;
import io.puredtls.config.CookiePolicy;
import io.puredtls.config.EarlyDataOffer;
import io.puredtls.config.Grease;
import io.puredtls.config.PostHandshakeAuthentication;
import io.puredtls.config.PskStore;
import io.puredtls.config.ServerConfig;
import io.puredtls.crypto.credentials.Credentials;
import io.puredtls.crypto.credentials.KeyAlgorithm;
import io.puredtls.crypto.credentials.SelfSigned;
import io.puredtls.crypto.kex.NamedGroup;
import io.puredtls.event.EngineEvent;
import io.puredtls.extension.Extension;
import io.puredtls.extension.ExtensionType;
import io.puredtls.extension.Extensions;
import io.puredtls.extension.PreSharedKeys;
import io.puredtls.message.Certificate13;
import io.puredtls.message.CertificateVerify;
import io.puredtls.message.ClientHello;
import io.puredtls.message.Finished;
import io.puredtls.message.HandshakeMessage;
import io.puredtls.record.ContentType;
import io.puredtls.record.ProtocolVersion;
import io.puredtls.session.PreSharedKey;
import io.puredtls.session.Session13;
import io.puredtls.simulator.SeededEntropy;
import io.puredtls.trust.TrustPolicy;
import io.puredtls.wire.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** One DTLS 1.3 server, and a client that does to it what its script says. */
final class RogueClient13 {
    static final TrustPolicy ANYONE = TrustPolicy.dangerouslyTrustAnyone();
    static final Credentials SERVER = SelfSigned.ecdsaP256("server.test");
    static final Credentials CLIENT = SelfSigned.ecdsaP256("client.test");
    static final Credentials RSA = SelfSigned.builder(KeyAlgorithm.RSA_2048).name("rsa.test").generate();
    static final PreSharedKey KEY = PreSharedKey.of(Agreement.bytes("name"), Agreement.bytes("thirty-two bytes, or about that."));
    static final List<Class<? extends HandshakeMessage>> FLIGHT = List.of(Certificate13.class, CertificateVerify.class, Finished.class);

    final List<String> delivered = new ArrayList<>();
    final ClientConfig.Builder clientConfig = ClientConfig.trusting(ANYONE).versions(ProtocolVersion.DTLS_1_3).identity(CLIENT)
            .groups(List.of(NamedGroup.X25519, NamedGroup.SECP256R1)).grease(Grease.NONE)
            .postHandshakeAuthentication(PostHandshakeAuthentication.OFFERED).entropy(new SeededEntropy(2));
    final ServerConfig.Builder serverConfig = ServerConfig.identity(SERVER).versions(ProtocolVersion.DTLS_1_3)
            .clientAuthentication(ClientAuthentication.REQUIRED, ANYONE).withoutHandshakeLimit().entropy(new SeededEntropy(1));
    DtlsEngine victim;

    RogueClient13 client(Consumer<ClientConfig.Builder> options) {
        options.accept(clientConfig);
        return this;
    }

    RogueClient13 server(Consumer<ServerConfig.Builder> options) {
        options.accept(serverConfig);
        return this;
    }

    static RogueClient13 fresh() {
        return new RogueClient13();
    }

    RoguePeer rogue(RoguePeer.Script script) {
        victim = DtlsEngine.server(serverConfig.build(), (datagram, offset, length) -> delivered.add(new String(datagram, offset, length)));
        victim.start(0);
        return RoguePeer.client(clientConfig.build(), victim, script).talk();
    }

    RoguePeer honest() {
        return rogue((message, peer) -> peer.say(message));
    }

    void assertFails(Violation expected, RoguePeer rogue) {
        EngineEvent last = rogue.victimEvents().isEmpty() ? null : rogue.victimEvents().get(rogue.victimEvents().size() - 1);
        assertTrue(last instanceof EngineEvent.Failed, () -> "instead of " + expected + ": " + rogue.victimEvents().size() + " events");
        EngineEvent.Failed failed = (EngineEvent.Failed) last;
        assertEquals(expected, failed.violation(), failed.message());
        assertEquals(expected.alert().stream().toList(), rogue.alerts());
        assertTrue(victim.isOver());
        assertEquals(List.of(), delivered);
    }

    void assertEachFails(Violation expected, UnaryOperator<HandshakeMessage> change) {
        assertFails(expected, rogue((message, peer) -> peer.say(change.apply(message))));
    }

    void assertWaits(RoguePeer rogue) {
        assertFalse(victim.isConnected());
        assertFalse(victim.isOver(), () -> rogue.victimEvents().toString());
    }

    void assertConnects(RoguePeer rogue) {
        assertTrue(victim.isConnected(), () -> rogue.victimEvents().toString());
        assertTrue(rogue.isConnected(), () -> rogue.stopped().toString());
        rogue.sayRecord(3, ContentType.APPLICATION_DATA, Agreement.bytes("data"));
        rogue.talk();
        assertEquals(List.of("data"), delivered);
    }

    static <T> UnaryOperator<HandshakeMessage> each(Class<T> type, Function<T, HandshakeMessage> change) {
        return message -> type.isInstance(message) ? change.apply(type.cast(message)) : message;
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

    void assertHello(Violation expected, UnaryOperator<ClientHello> change) {
        assertEachFails(expected, each(ClientHello.class, change::apply));
    }

    static ClientHello with(ClientHello hello, UnaryOperator<List<Extension>> change) {
        return hello.withExtensions(new Extensions(change.apply(new ArrayList<>(hello.extensions().list()))));
    }

    static List<Extension> instead(List<Extension> list, Extension other) {
        list.replaceAll(each -> each.type().equals(other.type()) ? other : each);
        return list;
    }

    static List<Extension> minus(List<Extension> list, ExtensionType type) {
        list.removeIf(each -> each.type().equals(type));
        return list;
    }

    static List<Extension> plus(List<Extension> list, Extension more) {
        list.add(more);
        return list;
    }

    static ClientHello copy(ClientHello hello, ProtocolVersion version, Bytes sessionId, Bytes cookie, Bytes compression) {
        return new ClientHello(version, hello.random(), sessionId, cookie, hello.cipherSuites(), compression, hello.extensions());
    }

    /** The server wants a share in secp256r1, the client sent one in x25519. */
    void assertSecond(Violation expected, UnaryOperator<ClientHello> change) {
        List<HandshakeMessage> hellos = new ArrayList<>();
        server(server -> server.groups(List.of(NamedGroup.SECP256R1))).assertEachFails(expected, each(ClientHello.class, hello -> {
            hellos.add(hello);
            return hellos.size() == 2 ? change.apply(hello) : hello;
        }));
    }

    RogueClient13 withKey() {
        return client(client -> client.preSharedKeys(KEY))
                .server(server -> server.clientAuthentication(ClientAuthentication.NONE, ANYONE).preSharedKeys(PskStore.of(KEY)));
    }

    static PreSharedKeys keys(ClientHello hello) {
        return hello.find(PreSharedKeys.class).orElseThrow();
    }

    static Certificate13 chain(Credentials credentials) {
        try {
            return new Certificate13(Bytes.EMPTY, List.of(new Certificate13.Entry(Bytes.of(credentials.chain().get(0).getEncoded()), Extensions.NONE)));
        } catch (java.security.cert.CertificateEncodingException impossible) {
            throw new AssertionError(impossible);
        }
    }

    static Session13 session() {
        return Families13.session(Families13.plain(0).server(server -> server.cookiePolicy(CookiePolicy.NEVER).earlyData(Families13.ACCEPTED)));
    }

    RogueClient13 early(Session13 session) {
        return client(client -> client.resume(session).earlyData(EarlyDataOffer.OFFERED))
                .server(server -> server.clientAuthentication(ClientAuthentication.NONE, ANYONE).tickets(Families13.tickets())
                        .cookiePolicy(CookiePolicy.NEVER).earlyData(Families13.ACCEPTED));
    }

    static byte[] alert(AlertLevel level, AlertDescription description) {
        return new byte[] {(byte) level.code(), (byte) description.code()};
    }

    RoguePeer asked(RoguePeer.Script later) {
        RoguePeer rogue = server(server -> server.clientAuthentication(ClientAuthentication.NONE, ANYONE)).honest();
        rogue.afterHandshake(later);
        victim.requestClientAuthentication(0);
        return rogue.talk();
    }

    static void assertLater(Violation expected, UnaryOperator<HandshakeMessage> change) {
        RogueClient13 fresh = fresh();
        fresh.assertFails(expected, fresh.asked((message, peer) -> peer.sayAfterHandshake(change.apply(message))));
    }
}
