package io.puredtls.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.puredtls.alert.AlertDescription;
import io.puredtls.alert.Violation;
import io.puredtls.config.ClientConfig;
import io.puredtls.config.ServerConfig;
import io.puredtls.crypto.kex.NamedGroup;
import io.puredtls.engine.HelloGate.Verdict;
import io.puredtls.extension.Cookie;
import io.puredtls.fragment.HandshakeHeader;
import io.puredtls.message.ClientHello;
import io.puredtls.record.ContentType;
import io.puredtls.record.ProtocolVersion;
import io.puredtls.record.format.PlaintextHeader;
import io.puredtls.simulator.SeededEntropy;
import io.puredtls.wire.Bytes;
import io.puredtls.wire.DecodeException;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** [RFC9147 §5.1] [RFC9147 §11] The cookies of DTLS 1.3. */
class HelloGate13Test {
    private static final byte[] PEER = {10, 0, 0, 1, 0x12, 0x34};
    private static final byte[] OTHER_PEER = {10, 0, 0, 2, 0x12, 0x34};
    private static final long LIFETIME = Duration.ofMinutes(10).toNanos();
    private static final int HEADERS = PlaintextHeader.LENGTH + HandshakeHeader.LENGTH;

    private final byte[] reply = new byte[HelloGate.MAX_REPLY];

    private static HelloGate gate(long seed) {
        return new HelloGate(ServerConfig.identity(Families13.CLIENT).versions(ProtocolVersion.DTLS_1_3).entropy(new SeededEntropy(seed)).build(), 0);
    }

    /** A client that has said its first hello. */
    private static final class Caller {
        private final DtlsEngine client = DtlsEngine.client(
                ClientConfig.trusting(Families13.ANYONE).versions(ProtocolVersion.DTLS_1_3).applicationProtocols("a protocol of our own")
                        .groups(List.of(NamedGroup.X25519)).entropy(new SeededEntropy(3)).build(),
                (datagram, offset, length) -> { });
        private final byte[] first;

        Caller() {
            client.start(0);
            first = poll();
        }

        private byte[] poll() {
            byte[] out = new byte[2000];
            return Arrays.copyOf(out, client.pollDatagram(out, 0, 0));
        }

        /** What it says when a gate asks it for another hello, at {@code now} of the gate. */
        byte[] second(HelloGate gate, long now) {
            byte[] request = new byte[HelloGate.MAX_REPLY];
            Verdict.Reply asked = assertInstanceOf(Verdict.Reply.class, gate.inspect(first.clone(), 0, first.length, PEER, now, request));
            assertEquals(ContentType.HANDSHAKE.code(), request[0]);
            client.receive(request, 0, asked.length(), 0);
            return poll();
        }
    }

    private static ClientHello hello(byte[] datagram) {
        try {
            return ClientHello.decode(Bytes.of(datagram, HEADERS, datagram.length - HEADERS).reader());
        } catch (DecodeException impossible) {
            throw new AssertionError(impossible);
        }
    }

    private static byte[] cookie(byte[] second) {
        return hello(second).find(Cookie.class).orElseThrow().cookie().toArray();
    }

    private Verdict inspect(HelloGate gate, byte[] datagram, byte[] peer, long now) {
        return gate.inspect(datagram.clone(), 0, datagram.length, peer, now, reply);
    }

    private void assertAdmitted(HelloGate gate, byte[] second, long now) {
        assertInstanceOf(Verdict.Admit.class, inspect(gate, second, PEER, now));
    }

    /** The handshake ends with an illegal_parameter, and nothing is kept. */
    private void assertRefused(HelloGate gate, byte[] second, byte[] peer, long now) {
        Verdict.Refuse said = assertInstanceOf(Verdict.Refuse.class, inspect(gate, second, peer, now));
        assertEquals(Violation.INVALID_COOKIE, said.violation());
        assertEquals(PlaintextHeader.LENGTH + 2, said.length());
        assertEquals(ContentType.ALERT.code(), reply[0]);
        assertEquals(AlertDescription.ILLEGAL_PARAMETER.code(), reply[PlaintextHeader.LENGTH + 1]);
        assertEquals(0, gate.partialBytes());
    }

    @Test
    // [RFC9147 §11#3]
    void a_cookie_is_good_for_its_address_alone() {
        HelloGate gate = gate(7);
        byte[] second = new Caller().second(gate, 0);
        assertRefused(gate, second, OTHER_PEER, 0);
        assertRefused(gate, second, Arrays.copyOf(PEER, 5), 0);
        assertAdmitted(gate, second, 0);
    }

    @Test
    // [RFC9147 §11#4] [RFC9147 §5.1#3] [RFC9147 §5.1#20]
    void a_cookie_that_another_made_or_of_which_a_byte_was_changed_ends_the_handshake() {
        HelloGate gate = gate(7);
        byte[] second = new Caller().second(gate, 0);
        assertRefused(gate(8), second, PEER, 0);
        int at = indexOf(second, cookie(second));
        for (int i = 0; i < cookie(second).length; i++) {
            byte[] changed = second.clone();
            changed[at + i] ^= 1;
            assertRefused(gate, changed, PEER, 0);
        }
        assertAdmitted(gate, second, 0);
    }

    private static int indexOf(byte[] all, byte[] part) {
        OptionalInt found = IntStream.range(0, all.length - part.length + 1)
                .filter(at -> Arrays.equals(all, at, at + part.length, part, 0, part.length)).findFirst();
        return found.orElseThrow();
    }

    @Test
    // [RFC9147 §5.1#10]
    void a_cookie_lives_through_one_change_of_keys_and_not_through_two() {
        for (long made : new long[] {0, 1, LIFETIME - 1, LIFETIME, 5 * LIFETIME + 3}) {
            HelloGate gate = gate(7);
            byte[] second = new Caller().second(gate, made);
            assertAdmitted(gate, second, made + LIFETIME);
            assertRefused(gate, second, PEER, made + 2 * LIFETIME);
        }
    }

    /** Nothing is kept of a hello, and the answer has a length that does not depend on it and is less than the hello's. */
    @Test
    // [RFC9147 §11#5]
    void a_first_hello_leaves_nothing_and_its_answer_is_shorter() {
        HelloGate gate = gate(7);
        Caller caller = new Caller();
        Verdict.Reply once = assertInstanceOf(Verdict.Reply.class, inspect(gate, caller.first, PEER, 0));
        byte[] said = Arrays.copyOf(reply, once.length());
        for (int i = 0; i < 1000; i++) {
            inspect(gate, caller.first, new byte[] {10, 0, (byte) (i >> 8), (byte) i, 1, 1}, 0);
        }
        inspect(gate, caller.first, PEER, 0);
        assertTrue(Arrays.equals(said, Arrays.copyOf(reply, once.length())), "the same hello has the same answer");
        assertTrue(once.length() < caller.first.length);
        assertEquals(0, gate.partialBytes());
    }

    @Test
    // [RFC9147 §11#6]
    void a_cookie_tells_nothing_of_the_hello_but_its_hash() {
        byte[] second = new Caller().second(gate(7), 0);
        String cookie = HexFormat.of().formatHex(cookie(second));
        assertEquals(2 * (2 + 2 + 32 + CookieKeys.COOKIE_LENGTH), cookie.length());
        byte[] first = new Caller().first;
        for (int at = HEADERS; at + 4 <= first.length; at++) {
            String part = HexFormat.of().formatHex(first, at, at + 4);
            assertFalse(cookie.contains(part), "the hello's bytes at " + at);
        }
    }
}
