package io.puredtls.endpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.puredtls.config.ClientConfig;
import io.puredtls.engine.DtlsEngine;
import io.puredtls.trust.TrustPolicy;
import java.util.HexFormat;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The figures of [RFC7983 §7] and [RFC9443 §2], and a packet of each protocol. */
class PacketKindTest {
    /** [RFC7983 §7#1] [RFC9443 §3#1] What is in no range is to be dropped. */
    @Test
    void every_first_byte_is_of_the_kind_in_the_figure() {
        String figure = "SSSS" + "-".repeat(12) + "ZZZZ" + "D".repeat(44) + "T".repeat(16) + "Q".repeat(48) + "R".repeat(64) + "Q".repeat(64);
        StringBuilder kinds = new StringBuilder();
        IntStream.range(0, 256).forEach(first -> kinds.append(letter(PacketKind.of(new byte[] {(byte) first, 22}, 0, 2))));
        assertEquals(figure, kinds.toString());
    }

    private static char letter(PacketKind kind) {
        return kind == PacketKind.UNKNOWN ? '-' : kind.name().charAt(0);
    }

    @ParameterizedTest
    @CsvSource({
        "000100002112a442b7e7a701bc34d686fa87dfae, STUN",               // RFC 5769 §2.1: a Binding request
        "10 00 12 34 5a 52 54 50, ZRTP",                                // RFC 6189 §5: its magic cookie is "ZRTP"
        "16fefd0000000000000000, DTLS",                                 // a handshake record in the clear
        "19fefd00010000000000010a, DTLS",                               // RFC 9146 §4: tls12_cid
        "2e4f1a, DTLS",                                                 // RFC 9147 §4: a unified header, two bytes of number, a length
        "3f0011, DTLS",                                                 // and one with a connection ID
        "40000004 01020304, TURN_CHANNEL_OR_QUIC",                      // RFC 8656 §12.4: channel 0x4000
        "5ac3, QUIC",
        "c300000001, QUIC",                                             // RFC 9001 §A.2: a client's Initial
        "8060, RTP_OR_RTCP",                                            // RFC 3550 §5.1
        "80c8, RTP_OR_RTCP",                                            // RFC 3550 §6.4.1: a sender's report
        "0f, UNKNOWN"})
    void a_packet_of_each_protocol_is_known(String hex, PacketKind kind) {
        byte[] packet = HexFormat.of().parseHex(hex.replace(" ", ""));
        assertEquals(kind, PacketKind.of(packet, 0, packet.length));
    }

    @Test
    void what_an_engine_sends_is_dtls() {
        DtlsEngine engine = DtlsEngine.client(ClientConfig.trusting(TrustPolicy.systemRoots()).serverName("localhost").build(), (data, offset, length) -> {
        });
        engine.start(0);
        byte[] out = new byte[2000];
        assertEquals(PacketKind.DTLS, PacketKind.of(out, 0, engine.pollDatagram(out, 0, 0)));
        engine.close();
    }

    @Test
    void the_packet_begins_at_its_offset_and_nothing_is_unknown() {
        byte[] buffer = {(byte) 0x80, 22, 0};
        assertEquals(PacketKind.DTLS, PacketKind.of(buffer, 1, 1));
        assertEquals(PacketKind.STUN, PacketKind.of(buffer, 2, 1));
        assertEquals(PacketKind.UNKNOWN, PacketKind.of(buffer, 0, 0));
        assertEquals(PacketKind.UNKNOWN, PacketKind.of(buffer, 3, 0));
        assertThrows(IndexOutOfBoundsException.class, () -> PacketKind.of(buffer, 3, 1));
        assertThrows(IndexOutOfBoundsException.class, () -> PacketKind.of(buffer, 0, -1));
    }
}
