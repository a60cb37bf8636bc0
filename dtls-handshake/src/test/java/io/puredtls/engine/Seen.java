package io.puredtls.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.puredtls.crypto.kex.NamedGroup;
import io.puredtls.session.SessionInfo;
import io.puredtls.simulator.Pair;
import io.puredtls.simulator.SimulatedNetwork.Datagram;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/** What shows that a handshake of DTLS 1.3 was of the kind that it was meant to be: in its datagrams, and in what both ends say. */
final class Seen {
    /** [RFC9846 §4.2.3] The random of a ServerHello that is a HelloRetryRequest. */
    private static final String RETRY = "cf21ad74e59a6111be1d8c021e65b891c2a211167abb8c5e079e09e2c8a8339c";
    private static final int HANDSHAKE = 22;
    private static final int CLIENT_HELLO = 1;
    private static final int RECORD_HEADER = 13;
    private static final int MESSAGE_HEADER = 12;

    private Seen() {
    }

    /** Both ends say the same of {@code fact}. */
    static void both(Pair pair, Object expected, Function<SessionInfo, Object> fact) {
        assertEquals(expected, fact.apply(pair.client().engine().info().orElseThrow()), "the client says");
        assertEquals(expected, fact.apply(pair.server().engine().info().orElseThrow()), "the server says");
    }

    static void retry(Pair pair) {
        assertTrue(isRetry(pair), "no HelloRetryRequest was sent");
    }

    static void noRetry(Pair pair) {
        assertTrue(!isRetry(pair), "a HelloRetryRequest was sent");
    }

    private static boolean isRetry(Pair pair) {
        return sent(pair, false).stream().anyMatch(each -> HexFormat.of().formatHex(each).contains(RETRY));
    }

    static void group(Pair pair, NamedGroup group) {
        both(pair, group, info -> info.group().orElseThrow());
    }

    static void clientCertificate(Pair pair) {
        assertEquals(Families13.CLIENT.chain(), pair.server().engine().info().orElseThrow().peer().chain());
    }

    /** No datagram is longer, and some are nearly as long: there was something to cut. */
    static void mtu(Pair pair, int mtu) {
        int longest = pair.network().log().stream().mapToInt(each -> each.bytes().length).max().orElseThrow();
        assertTrue(longest <= mtu && longest > mtu / 2, "the longest datagram has " + longest + " bytes");
    }

    /** The ClientHello of this number went out in several datagrams. */
    static void helloInPieces(Pair pair, int messageSeq) {
        Set<Integer> offsets = new TreeSet<>();
        for (byte[] datagram : sent(pair, true)) {
            if (datagram[0] == HANDSHAKE && datagram[RECORD_HEADER] == CLIENT_HELLO && number(datagram, RECORD_HEADER + 4, 2) == messageSeq) {
                offsets.add(number(datagram, RECORD_HEADER + 6, 3));
                assertTrue(number(datagram, RECORD_HEADER + 9, 3) < number(datagram, RECORD_HEADER + 1, 3), "a whole hello");
                assertTrue(datagram.length > RECORD_HEADER + MESSAGE_HEADER, "an empty piece");
            }
        }
        assertTrue(offsets.size() > 1, "ClientHello " + messageSeq + " went out in pieces at " + offsets);
    }

    private static int number(byte[] bytes, int offset, int length) {
        int number = 0;
        for (int i = 0; i < length; i++) {
            number = number << 8 | bytes[offset + i] & 0xFF;
        }
        return number;
    }

    private static List<byte[]> sent(Pair pair, boolean toServer) {
        return pair.network().log().stream().filter(each -> each.toServer() == toServer).map(Datagram::bytes).toList();
    }

    /** Both ends agree on whether early data was taken; it was delivered once at most, and only if it was taken. */
    static void earlyData(Pair pair, boolean taken) {
        both(pair, taken, SessionInfo::earlyData);
        long times = pair.server().received().stream().filter(each -> Arrays.equals(each, Families13.EARLY)).count();
        assertTrue(times <= (taken ? 1 : 0), "early data came " + times + " times, taken: " + taken);
    }

    /** Early data came, once. */
    static void earlyDataCame(Pair pair) {
        assertEquals(1, pair.server().received().stream().filter(each -> Arrays.equals(each, Families13.EARLY)).count());
    }
}
