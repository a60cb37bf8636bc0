package io.puredtls.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.puredtls.alert.AlertDescription;
import io.puredtls.alert.ProtocolException;
import io.puredtls.alert.Violation;
import io.puredtls.config.ServerConfig;
import io.puredtls.crypto.credentials.Credentials;
import io.puredtls.crypto.credentials.SelfSigned;
import io.puredtls.event.EngineEvent;
import io.puredtls.extension.Extension;
import io.puredtls.extension.ExtensionType;
import io.puredtls.extension.Extensions;
import io.puredtls.extension.SupportedVersions;
import io.puredtls.message.ClientHello;
import io.puredtls.message.ServerHello;
import io.puredtls.record.ProtocolVersion;
import io.puredtls.simulator.SeededEntropy;
import io.puredtls.wire.Bytes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A server that speaks both versions, and clients that speak the old one. */
class MixedVersions13Test {
    private static final Credentials SERVER = SelfSigned.ecdsaP256("server.test");

    private static ServerConfig both(long seed) {
        return ServerConfig.identity(SERVER).versions(ProtocolVersion.DTLS_1_2, ProtocolVersion.DTLS_1_3).entropy(new SeededEntropy(seed)).build();
    }

    private static ServerHello answer(ClientHello hello, long seed) throws ProtocolException {
        return (ServerHello) new HandClient(both(seed)).say(hello).get(0);
    }

    private static ClientHello with(ClientHello hello, Bytes compressionMethods, Extension more) {
        List<Extension> list = new ArrayList<>(hello.extensions().list());
        list.add(more);
        return new ClientHello(hello.clientVersion(), hello.random(), hello.sessionId(), hello.cookie(), hello.cipherSuites(),
                compressionMethods, new Extensions(list));
    }

    @Test
    // [RFC9846 §4.2.2#15] [RFC9846 §4.3.1#6] [RFC9846 §4.3.1#7]
    void a_hello_of_the_old_version_is_answered_by_the_old_rules() throws ProtocolException {
        ClientHello hello = HandClient.hello();
        SupportedVersions old = new SupportedVersions(List.of(new ProtocolVersion(0x7A7A), ProtocolVersion.DTLS_1_2));
        for (Bytes methods : List.of(Bytes.of((byte) 0), Bytes.of((byte) 1, (byte) 0), Bytes.of((byte) 0, (byte) 64))) {
            ServerHello answer = answer(with(hello, methods, old), 1);
            assertEquals(ProtocolVersion.DTLS_1_2, answer.serverVersion());
            assertEquals(0, answer.compressionMethod());
            assertFalse(answer.extensions().has(ExtensionType.SUPPORTED_VERSIONS));
        }
    }

    @Test
    // [RFC9846 §4.2.3#3] [RFC9846 §4.2.3#4]
    void the_random_of_an_old_answer_is_the_servers_but_for_its_end() throws ProtocolException {
        ClientHello hello = HandClient.hello();
        Bytes one = answer(hello, 1).random();
        Bytes other = answer(hello, 2).random();
        assertEquals("444f574e47524401", one.slice(24, 8).hex());
        assertNotEquals(one.slice(0, 24), other.slice(0, 24));
        assertNotEquals(hello.random().slice(0, 24), one.slice(0, 24));
        for (int quarter = 0; quarter < 24; quarter += 6) {
            assertNotEquals("000000000000", one.slice(quarter, 6).hex());
        }
    }

    /** Neither extensions nor the lack of them: some other thing at the end. */
    @Test
    // [RFC9846 §4.2.2#17] [RFC9846 §4.2.2#18]
    void what_follows_the_compression_methods_is_a_block_of_extensions_or_nothing() throws ProtocolException {
        byte[] body = HandClient.hello().toBytes().toArray();
        byte[] bare = new ClientHello(HandClient.hello().clientVersion(), Bytes.of(new byte[32]), Bytes.EMPTY, Bytes.EMPTY,
                HandClient.hello().cipherSuites(), Bytes.of((byte) 0), Extensions.NONE).toBytes().toArray();
        assertNotEquals(Optional.of(Violation.MALFORMED), failure(body).map(EngineEvent.Failed::violation));
        assertNotEquals(Optional.of(Violation.MALFORMED), failure(bare).map(EngineEvent.Failed::violation));
        byte[] halfASuite = bare.clone();
        halfASuite[2 + 32 + 1 + 1 + 1] -= 1;
        for (byte[] malformed : List.of(Arrays.copyOf(body, body.length + 1), Arrays.copyOf(body, body.length - 1),
                Arrays.copyOf(bare, bare.length + 1), Arrays.copyOf(bare, bare.length + 3), halfASuite)) {
            if (malformed.length == bare.length + 3) {
                malformed[bare.length + 1] = 2; // a block of two bytes, of which one is there
            }
            EngineEvent.Failed failed = failure(malformed).orElseThrow();
            assertEquals(Violation.MALFORMED, failed.violation());
            assertEquals(Optional.of(AlertDescription.DECODE_ERROR), failed.alert());
            assertTrue(failed.sent());
        }
    }

    private static Optional<EngineEvent.Failed> failure(byte[] body) {
        try (DtlsEngine server = DtlsEngine.server(both(1), (datagram, offset, length) -> { })) {
            server.start(0);
            byte[] datagram = Forged.hello(body);
            server.receive(datagram, 0, datagram.length, 0);
            return server.pollEvent().filter(EngineEvent.Failed.class::isInstance).map(EngineEvent.Failed.class::cast);
        }
    }
}
