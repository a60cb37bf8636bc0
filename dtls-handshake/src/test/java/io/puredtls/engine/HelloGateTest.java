package io.puredtls.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.puredtls.config.ClientConfig;
import io.puredtls.config.CookiePolicy;
import io.puredtls.config.ServerConfig;
import io.puredtls.crypto.credentials.Credentials;
import io.puredtls.crypto.credentials.SelfSigned;
import io.puredtls.crypto.jca.Jca;
import io.puredtls.crypto.suite.CipherSuite;
import io.puredtls.engine.HelloGate.Verdict;
import io.puredtls.extension.Extensions;
import io.puredtls.fragment.HandshakeHeader;
import io.puredtls.message.ClientHello;
import io.puredtls.message.HelloVerifyRequest;
import io.puredtls.record.ContentType;
import io.puredtls.record.DropReason;
import io.puredtls.record.ProtocolVersion;
import io.puredtls.record.format.PlaintextHeader;
import io.puredtls.simulator.SeededEntropy;
import io.puredtls.trust.TrustPolicy;
import io.puredtls.wire.Bytes;
import io.puredtls.wire.DecodeException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** [RFC6347 §4.2.1] A server's front door keeps nothing and lets nobody in who has not shown where he is. */
class HelloGateTest {
    private static final Credentials SERVER = SelfSigned.ecdsaP256("gate.test");
    private static final byte[] PEER = {10, 0, 0, 1, 0x12, 0x34};
    private static final byte[] OTHER_PEER = {10, 0, 0, 2, 0x12, 0x34};
    private static final long LIFETIME = Duration.ofMinutes(10).toNanos();
    private static final int HEADERS = PlaintextHeader.LENGTH + HandshakeHeader.LENGTH;

    private final byte[] reply = new byte[HelloGate.MAX_REPLY];
    private final HelloGate gate = gate(0, builder -> { });
    private final ClientHello hello = hello(1);

    private static HelloGate gate(long now, Consumer<ServerConfig.Builder> options) {
        ServerConfig.Builder builder = ServerConfig.identity(SERVER).entropy(new SeededEntropy(77));
        options.accept(builder);
        return new HelloGate(builder.build(), now);
    }

    /** What a client of this library says first, if it speaks DTLS 1.2 alone; the gate's server speaks DTLS 1.3 as well. */
    private static ClientHello hello(long seed) {
        DtlsEngine client = DtlsEngine.client(
                ClientConfig.trusting(TrustPolicy.dangerouslyTrustAnyone()).versions(ProtocolVersion.DTLS_1_2)
                        .entropy(new SeededEntropy(seed)).build(),
                (datagram, offset, length) -> { });
        client.start(0);
        byte[] out = new byte[2000];
        int length = client.pollDatagram(out, 0, 0);
        try {
            return ClientHello.decode(Bytes.of(out, HEADERS, length - HEADERS).reader());
        } catch (DecodeException impossible) {
            throw new AssertionError(impossible);
        }
    }

    private static byte[] datagram(ClientHello hello) {
        return datagram(hello, 0, 0);
    }

    private static byte[] datagram(ClientHello hello, long recordSequence, int messageSeq) {
        byte[] body = hello.toBytes().toArray();
        return fragment(body, 0, body.length, recordSequence, messageSeq);
    }

    private static byte[] fragment(byte[] body, int from, int length, long recordSequence, int messageSeq) {
        byte[] out = new byte[HEADERS + length];
        PlaintextHeader.write(out, 0, ContentType.HANDSHAKE, 0xFEFF, 0, recordSequence, HandshakeHeader.LENGTH + length);
        HandshakeHeader.write(out, PlaintextHeader.LENGTH, 1, body.length, messageSeq, from, length);
        System.arraycopy(body, from, out, HEADERS, length);
        return out;
    }

    private Verdict inspect(HelloGate where, byte[] datagram, byte[] peer, long now) {
        byte[] lent = datagram.clone();
        Verdict verdict = where.inspect(lent, 0, lent.length, peer, now, reply);
        assertArrayEquals(datagram, lent, "what is lent stays as it was");
        return verdict;
    }

    /** The cookie that is asked back for {@code asked}. */
    private Bytes cookie(HelloGate where, ClientHello asked, byte[] peer, long now) {
        int length = assertInstanceOf(Verdict.Reply.class, inspect(where, datagram(asked), peer, now)).length();
        int cookieLength = reply[HEADERS + 2];
        assertEquals(HEADERS + 3 + cookieLength, length);
        return Bytes.of(reply, HEADERS + 3, cookieLength);
    }

    @Test
    void slices_and_replies_that_do_not_fit_are_the_callers_fault() {
        byte[] whole = datagram(hello);
        assertThrows(IndexOutOfBoundsException.class, () -> gate.inspect(whole, 1, whole.length, PEER, 0, reply));
        var thrown = assertThrows(IllegalArgumentException.class,
                () -> gate.inspect(whole, 0, whole.length, PEER, 0, new byte[HelloGate.MAX_REPLY - 1]));
        assertEquals("a reply needs room for 256 bytes, not 255", thrown.getMessage());
    }

    private boolean isAdmitted(HelloGate where, ClientHello asked, byte[] peer, long now) {
        return inspect(where, datagram(asked), peer, now) instanceof Verdict.Admit;
    }

    /** [RFC6347 §4.2.1#1] [RFC6347 §4.2.1#12] */
    @Test
    void a_hello_without_cookie_is_asked_back_and_nothing_is_kept() {
        Bytes cookie = cookie(gate, hello, PEER, 0);
        assertEquals(0, gate.partialBytes());
        assertEquals(32, cookie.length());
        assertTrue(isAdmitted(gate, hello.withCookie(cookie), PEER, 0));
        assertEquals(0, gate.partialBytes());
    }

    @Test
    void the_reply_is_smaller_than_any_hello() {
        ClientHello smallest = new ClientHello(
                hello.clientVersion(), hello.random(), Bytes.EMPTY, Bytes.EMPTY, hello.cipherSuites().subList(0, 1),
                hello.compressionMethods(), new Extensions(List.of()));
        byte[] datagram = datagram(smallest);
        int length = assertInstanceOf(Verdict.Reply.class, inspect(gate, datagram, PEER, 0)).length();
        assertTrue(length <= datagram.length, length + " bytes for " + datagram.length);
        assertTrue(length <= HelloGate.MAX_REPLY);
    }

    /** [RFC6347 §4.2.1#4] [RFC6347 §4.2.1#11] */
    @Test
    void the_reply_copies_the_hellos_numbers_and_speaks_no_version_in_particular() {
        long sequence = 0x0102_0304_0506L;
        byte[] datagram = datagram(hello, sequence, 7);
        int length = assertInstanceOf(Verdict.Reply.class, inspect(gate, datagram, PEER, 0)).length();
        byte[] expected = new byte[length];
        Bytes body = new HelloVerifyRequest(ProtocolVersion.DTLS_1_0, Bytes.of(reply, HEADERS + 3, 32)).toBytes();
        PlaintextHeader.write(expected, 0, ContentType.HANDSHAKE, 0xFEFF, 0, sequence, HandshakeHeader.LENGTH + body.length());
        HandshakeHeader.write(expected, PlaintextHeader.LENGTH, 3, body.length(), 7, 0, body.length());
        body.copyTo(expected, HEADERS);
        assertArrayEquals(expected, Arrays.copyOf(reply, length));
        assertEquals((byte) 0xFE, reply[HEADERS]);
        assertEquals((byte) 0xFF, reply[HEADERS + 1]);
    }

    @Test
    void what_is_admitted_is_the_hello_with_its_numbers() {
        HelloGate open = gate(0, builder -> builder.cookiePolicy(CookiePolicy.NEVER));
        Verdict.Admit admit = assertInstanceOf(Verdict.Admit.class, inspect(open, datagram(hello, 9, 3), PEER, 0));
        assertEquals(hello.random().hex(), admit.hello().randomHex());
        assertEquals(9, admit.hello().recordSequence());
        assertEquals(3, admit.hello().messageSeq());
        assertEquals(hello.toBytes(), admit.hello().message().body());
    }

    /** [RFC9147 §5.11] */
    @Test
    void who_begins_anew_brings_a_cookie_unless_nobody_can_lie() {
        for (CookiePolicy policy : CookiePolicy.values()) {
            HelloGate where = gate(0, builder -> builder.cookiePolicy(policy));
            byte[] datagram = datagram(hello);
            Verdict verdict = where.inspectBeginningAnew(datagram, 0, datagram.length, PEER, 0, reply);
            assertEquals(policy == CookiePolicy.NEVER, verdict instanceof Verdict.Admit, policy.toString());
            assertEquals(policy != CookiePolicy.NEVER, verdict instanceof Verdict.Reply, policy.toString());
            assertEquals(policy == CookiePolicy.NEVER || policy == CookiePolicy.UNDER_LOAD, isAdmitted(where, hello, PEER, 0), policy.toString());
        }
    }

    /** [RFC6347 §4.2.1#3] */
    @Test
    void a_cookie_is_good_for_its_address_alone() {
        Bytes cookie = cookie(gate, hello, PEER, 0);
        assertFalse(isAdmitted(gate, hello.withCookie(cookie), OTHER_PEER, 0));
        assertNotEquals(cookie, cookie(gate, hello, OTHER_PEER, 0));
        byte[] shorter = Arrays.copyOf(PEER, PEER.length - 1);
        assertNotEquals(cookie, cookie(gate, hello, shorter, 0));
    }

    /** [RFC6347 §4.2.1#8] */
    @Test
    void a_cookie_is_good_for_its_hello_alone() {
        Bytes cookie = cookie(gate, hello, PEER, 0);
        List<CipherSuite> otherSuites = new ArrayList<>(hello.cipherSuites());
        otherSuites.remove(0);
        List<ClientHello> changed = List.of(
                new ClientHello(hello.clientVersion(), hello.random(), hello.sessionId(), cookie, otherSuites,
                        hello.compressionMethods(), hello.extensions()),
                new ClientHello(hello.clientVersion(), hello(2).random(), hello.sessionId(), cookie, hello.cipherSuites(),
                        hello.compressionMethods(), hello.extensions()),
                new ClientHello(hello.clientVersion(), hello.random(), Bytes.of((byte) 1), cookie, hello.cipherSuites(),
                        hello.compressionMethods(), hello.extensions()),
                new ClientHello(hello.clientVersion(), hello.random(), hello.sessionId(), cookie, hello.cipherSuites(),
                        hello.compressionMethods(), new Extensions(hello.extensions().list().subList(1, 3))));
        for (ClientHello each : changed) {
            assertInstanceOf(Verdict.Reply.class, inspect(gate, datagram(each), PEER, 0), "a new cookie is asked for");
            Bytes fresh = Bytes.of(reply, HEADERS + 3, 32);
            assertNotEquals(cookie, fresh);
            assertTrue(isAdmitted(gate, each.withCookie(fresh), PEER, 0));
        }
    }

    @Test
    void a_cookie_lives_for_at_least_one_lifetime_and_at_most_two() {
        for (long made : new long[] {0, 1, LIFETIME / 2, LIFETIME - 1, LIFETIME, 5 * LIFETIME + 3}) {
            HelloGate keeper = gate(0, builder -> { });
            Bytes cookie = cookie(keeper, hello, PEER, made);
            assertTrue(isAdmitted(keeper, hello.withCookie(cookie), PEER, made + LIFETIME), "made at " + made);
            assertFalse(isAdmitted(keeper, hello.withCookie(cookie), PEER, made + 2 * LIFETIME), "made at " + made);
            HelloGate idle = gate(0, builder -> { });
            cookie = cookie(idle, hello, PEER, made);
            assertFalse(isAdmitted(idle, hello.withCookie(cookie), PEER, made + 2 * LIFETIME), "nobody knocked since " + made);
        }
    }

    /** [RFC6347 §4.2.1#15] */
    @Test
    // [RFC9147 §5.1#11]
    void two_keys_are_live_and_the_third_is_dead() {
        Bytes first = cookie(gate, hello, PEER, 0);
        Bytes second = cookie(gate, hello, PEER, LIFETIME);
        assertNotEquals(first, second);
        assertTrue(isAdmitted(gate, hello.withCookie(first), PEER, LIFETIME));
        assertTrue(isAdmitted(gate, hello.withCookie(second), PEER, 2 * LIFETIME));
        assertFalse(isAdmitted(gate, hello.withCookie(first), PEER, 2 * LIFETIME));
    }

    @Test
    void an_address_does_not_run_into_the_hello_behind_it() {
        CookieKeys keys = new CookieKeys(Jca.PLATFORM, new SeededEntropy(5), LIFETIME, 0);
        byte[] shortAddress = keys.cookie(new byte[] {1, 2}, new byte[] {3, 4, 5, 6}, 2, 3, 0);
        byte[] longAddress = keys.cookie(new byte[] {1, 2, 3}, new byte[] {4, 5, 6}, 1, 2, 0);
        assertFalse(Arrays.equals(shortAddress, longAddress));
    }

    @Test
    void gates_do_not_know_each_others_cookies() {
        HelloGate other = gate(0, builder -> builder.entropy(new SeededEntropy(78)));
        assertFalse(isAdmitted(other, hello.withCookie(cookie(gate, hello, PEER, 0)), PEER, 0));
    }

    /** [RFC6347 §4.2.1#22] */
    @Test
    void cookies_of_every_length_count_as_none() {
        Bytes cookie = cookie(gate, hello, PEER, 0);
        for (int length = 0; length <= 255; length++) {
            byte[] odd = Arrays.copyOf(cookie.toArray(), length);
            if (length == 32) {
                odd[31] ^= 1;
            }
            assertInstanceOf(Verdict.Reply.class, inspect(gate, datagram(hello.withCookie(Bytes.of(odd))), PEER, 0), "length " + length);
            assertEquals(cookie, Bytes.of(reply, HEADERS + 3, 32), "the same cookie, whatever came");
        }
    }

    /** [RFC6347 §4.2.1#17] */
    @Test
    void without_a_cookie_policy_the_first_hello_is_let_in() {
        assertTrue(isAdmitted(gate(0, builder -> builder.cookiePolicy(CookiePolicy.NEVER)), hello, PEER, 0));
    }

    @Test
    void hellos_in_pieces_are_put_together_and_forgotten() {
        byte[] body = hello.withCookie(cookie(gate, hello, PEER, 0)).toBytes().toArray();
        for (int cut = 1; cut < body.length; cut++) {
            Verdict first = inspect(gate, fragment(body, cut, body.length - cut, 1, 1), PEER, 0);
            assertEquals(new Verdict.Drop(DropReason.INCOMPLETE_HELLO), first);
            assertTrue(gate.partialBytes() > 0);
            assertInstanceOf(Verdict.Admit.class, inspect(gate, fragment(body, 0, cut, 2, 1), PEER, 0), "cut at " + cut);
            assertEquals(0, gate.partialBytes());
        }
    }

    @Test
    void pieces_of_different_peers_and_different_hellos_do_not_mix() {
        byte[] body = hello.toBytes().toArray();
        inspect(gate, fragment(body, 0, 60, 0, 0), PEER, 0);
        assertInstanceOf(Verdict.Drop.class, inspect(gate, fragment(body, 60, body.length - 60, 1, 0), OTHER_PEER, 0));
        assertInstanceOf(Verdict.Drop.class, inspect(gate, fragment(body, 60, body.length - 60, 1, 1), PEER, 0));
        assertInstanceOf(Verdict.Drop.class, inspect(gate, fragment(body, 60, body.length - 60, 1, 0), PEER, 0), "the newer one counts");
        assertInstanceOf(Verdict.Reply.class, inspect(gate, fragment(body, 0, 60, 0, 0), PEER, 0));
    }

    @Test
    void a_flood_of_pieces_stays_within_the_bound_and_the_oldest_make_room() {
        byte[] body = Arrays.copyOf(hello.toBytes().toArray(), 8000);
        for (int peer = 0; peer < 100_000; peer++) {
            byte[] address = ByteBuffer.allocate(6).putInt(peer).array();
            byte[] piece = peer % 2 == 0 ? fragment(body, 7990, 1, 0, 0) : fragment(body, 0, 700, 0, 0);
            inspectQuickly(piece, address);
            assertTrue(gate.partialBytes() <= 256 * 1024, gate.partialBytes() + " bytes are kept");
        }
        byte[] real = hello.toBytes().toArray();
        byte[] late = {1, 2, 3};
        inspect(gate, fragment(real, 0, 100, 0, 0), late, 0);
        assertInstanceOf(Verdict.Reply.class, inspect(gate, fragment(real, 100, real.length - 100, 1, 0), late, 0), "the newest is kept");
        byte[] first = ByteBuffer.allocate(6).putInt(0).array();
        assertEquals(new Verdict.Drop(DropReason.INCOMPLETE_HELLO), inspect(gate, fragment(body, 0, 7990, 0, 0), first, 0));
    }

    private void inspectQuickly(byte[] piece, byte[] address) {
        gate.inspect(piece, 0, piece.length, address, 0, reply);
    }

    @Test
    void the_oldest_piece_makes_room_and_no_other() {
        byte[] body = new byte[8000];
        byte peers = 0;
        for (int before = -1; gate.partialBytes() > before; peers++) {
            before = gate.partialBytes();
            inspect(gate, fragment(body, 7000, 1, 0, 0), new byte[] {peers}, 0);
        }
        int full = gate.partialBytes();
        assertTrue(peers > 30, peers + " peers");
        inspect(gate, fragment(body, 7000, 1, 0, 0), new byte[] {(byte) (peers - 1)}, 0);
        assertEquals(full, gate.partialBytes(), "a piece that is kept already takes nothing");
        assertFalse(isPieceKept(body, (byte) 0), "the oldest is gone");
        HelloGateTest again = new HelloGateTest();
        for (byte peer = 0; peer < peers; peer++) {
            again.inspect(again.gate, fragment(body, 7000, 1, 0, 0), new byte[] {peer}, 0);
        }
        assertTrue(again.isPieceKept(body, (byte) 1), "the second oldest is kept");
        assertTrue(again.isPieceKept(body, (byte) (peers - 1)), "the newest is kept");
    }

    /** Sends all the rest of a hello that is none: if the piece in the middle was kept it is seen to be malformed. */
    private boolean isPieceKept(byte[] body, byte peer) {
        inspect(gate, fragment(body, 0, 7000, 0, 0), new byte[] {peer}, 0);
        Verdict verdict = inspect(gate, fragment(body, 7001, 999, 0, 0), new byte[] {peer}, 0);
        return verdict.equals(new Verdict.Drop(DropReason.MALFORMED_HELLO));
    }

    @Test
    void malformed_hellos_are_dropped_without_a_word() {
        byte[] body = hello.toBytes().toArray();
        for (int length = 0; length < body.length; length++) {
            Verdict verdict = inspect(gate, fragment(Arrays.copyOf(body, length), 0, length, 0, 0), PEER, 0);
            if (length != body.length - 2 - extensionsLength(body)) { // a hello may end before its extensions
                assertEquals(new Verdict.Drop(DropReason.MALFORMED_HELLO), verdict, "cut at " + length);
            }
        }
        byte[] huge = new byte[9000];
        assertEquals(new Verdict.Drop(DropReason.MALFORMED_HELLO), inspect(gate, fragment(huge, 0, 100, 0, 0), PEER, 0));
        assertEquals(0, gate.partialBytes());
    }

    private int extensionsLength(byte[] body) {
        int at = 2 + 32 + 1 + hello.sessionId().length() + 1 + hello.cookie().length() + 2 + 2 * hello.cipherSuites().size() + 2;
        return (body[at] & 0xFF) << 8 | body[at + 1] & 0xFF;
    }

    @Test
    void what_is_not_a_hello_is_dropped_without_a_word() {
        byte[] datagram = datagram(hello);
        int[][] changes = {{0, 23}, {0, 21}, {0, 20}, {0, 99}, {4, 1}, {PlaintextHeader.LENGTH, 2}, {PlaintextHeader.LENGTH, 20}};
        for (int[] change : changes) {
            byte[] odd = datagram.clone();
            odd[change[0]] = (byte) change[1];
            assertEquals(new Verdict.Drop(DropReason.NOT_A_HELLO), inspect(gate, odd, PEER, 0), Arrays.toString(change));
        }
        assertEquals(new Verdict.Drop(DropReason.NOT_A_HELLO), inspect(gate, new byte[0], PEER, 0));
        assertEquals(0, gate.partialBytes());
    }

    @Test
    // [RFC9846 §4.3.2#3]
    void a_change_cipher_spec_before_a_hello_is_passed_over() {
        byte[] strange = Forged.plaintext(ContentType.CHANGE_CIPHER_SPEC, new byte[] {1});
        assertEquals(new Verdict.Drop(DropReason.NOT_A_HELLO), inspect(gate, strange, PEER, 0));
        ClientHello asked = hello.withCookie(cookie(gate, hello, PEER, 0));
        byte[] datagram = datagram(asked);
        byte[] both = Arrays.copyOf(strange, strange.length + datagram.length);
        System.arraycopy(datagram, 0, both, strange.length, datagram.length);
        assertInstanceOf(Verdict.Admit.class, inspect(gate, both, PEER, 0));
        both[4] = 1; // of a protected epoch
        assertEquals(new Verdict.Drop(DropReason.NOT_A_HELLO), inspect(gate, both, PEER, 0));
    }

    /** [RFC9147 §4] legacy_record_version is ignored for all purposes. */
    @Test
    void the_version_of_a_hellos_record_does_not_matter() {
        byte[] datagram = datagram(hello);
        for (int version : new int[] {0x0000, 0x0303, 0xFEFC, 0xFEFD, 0xFEFF, 0xFFFF}) {
            datagram[1] = (byte) (version >>> 8);
            datagram[2] = (byte) version;
            assertInstanceOf(Verdict.Reply.class, inspect(gate, datagram, PEER, 0), Integer.toHexString(version));
        }
    }

    @Test
    void a_hello_with_any_byte_changed_is_never_let_in_by_the_old_cookie() {
        byte[] genuine = datagram(hello.withCookie(cookie(gate, hello, PEER, 0)));
        assertInstanceOf(Verdict.Admit.class, inspect(gate, genuine, PEER, 0));
        for (int at = HEADERS; at < genuine.length; at++) {
            byte[] odd = genuine.clone();
            odd[at] ^= (byte) (1 << at % 8);
            assertFalse(inspect(gate, odd, PEER, 0) instanceof Verdict.Admit, "byte " + at);
        }
    }

    @Test
    void a_slice_is_all_that_is_looked_at() {
        byte[] datagram = datagram(hello);
        byte[] padded = new byte[datagram.length + 20];
        System.arraycopy(datagram, 0, padded, 11, datagram.length);
        assertInstanceOf(Verdict.Reply.class, gate.inspect(padded, 11, datagram.length, PEER, 0, reply));
        assertInstanceOf(Verdict.Drop.class, gate.inspect(padded, 11, datagram.length - 1, PEER, 0, reply));
        assertEquals(Optional.of(hello.random().hex()), HelloGate.peekRandom(padded, 11, datagram.length));
    }

    @Test
    void peeking_gives_the_random_of_a_first_piece_and_of_nothing_else() {
        byte[] body = hello.toBytes().toArray();
        assertEquals(Optional.of(hello.random().hex()), peek(datagram(hello)));
        assertEquals(Optional.of(hello.random().hex()), peek(fragment(body, 0, 35, 0, 0)));
        assertEquals(Optional.empty(), peek(fragment(body, 0, 34, 0, 0)));
        assertEquals(Optional.empty(), peek(fragment(body, 1, body.length - 1, 0, 0)));
        byte[] protectedRecord = datagram(hello);
        protectedRecord[4] = 1;
        assertEquals(Optional.empty(), peek(protectedRecord));
        byte[] serverHello = datagram(hello);
        serverHello[PlaintextHeader.LENGTH] = 2;
        assertEquals(Optional.empty(), peek(serverHello));
        assertEquals(Optional.empty(), peek(new byte[0]));
    }

    private static Optional<String> peek(byte[] datagram) {
        return HelloGate.peekRandom(datagram, 0, datagram.length);
    }

    @Property
    void peeking_and_inspecting_junk_never_throws(@ForAll @Size(max = 120) byte[] junk, @ForAll boolean likeARecord) {
        byte[] datagram = junk.clone();
        if (likeARecord && datagram.length >= HEADERS) {
            PlaintextHeader.write(datagram, 0, ContentType.HANDSHAKE, 0xFEFD, 0, 1, datagram.length - PlaintextHeader.LENGTH);
            datagram[PlaintextHeader.LENGTH] = 1;
        }
        peek(datagram);
        assertFalse(inspect(gate, datagram, PEER, 0) instanceof Verdict.Admit);
    }
}
