package io.puredtls.endpoint;

import java.util.Objects;

/**
 * [RFC7983 §7] [RFC9443 §2] What a packet is that came to a socket which several protocols share, as with ICE: the first byte tells.
 * For applications that own the socket and give {@link io.puredtls.engine.DtlsEngine} what is {@link #DTLS}.
 *
 * <pre>
 *                +----------------+
 *                |        [0..3] -+--> STUN
 *                |       [4..15] -+--> UNKNOWN
 *                |      [16..19] -+--> ZRTP
 *   packet -->   |      [20..63] -+--> DTLS
 *                |      [64..79] -+--> TURN_CHANNEL_OR_QUIC
 *                |     [80..127] -+--> QUIC
 *                |    [128..191] -+--> RTP_OR_RTCP
 *                |    [192..255] -+--> QUIC
 *                +----------------+
 * </pre>
 */
public enum PacketKind {
    /** A STUN message, RFC 8489: also TURN's requests and indications. */
    STUN,
    /** A ZRTP packet, RFC 6189. */
    ZRTP,
    /**
     * DTLS of any version: a content type (20 to 26 are in use; 25 is one with a connection ID), or from 32 on a unified header of
     * DTLS 1.3. That it may be anything else is for the engine to find out, which counts and drops it.
     */
    DTLS,
    /** ChannelData of TURN, RFC 8656 §12.4, if it came from the TURN server; else a short header of QUIC. */
    TURN_CHANNEL_OR_QUIC,
    /** QUIC, RFC 9000: a short header from 80 on, a long one from 192 on. */
    QUIC,
    /** RTP or RTCP, in the clear or by SRTP; which of the two is told by the second byte, RFC 5761 §4. */
    RTP_OR_RTCP,
    /** Nothing that is known, or nothing at all: to be dropped. */
    UNKNOWN;

    /**
     * What {@code packet} begins with; an empty one is {@link #UNKNOWN}. The array is lent and not changed.
     *
     * @throws IndexOutOfBoundsException if the slice is not inside {@code packet}
     */
    public static PacketKind of(byte[] packet, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, packet.length);
        return length == 0 ? UNKNOWN : beginningWith(packet[offset] & 0xFF);
    }

    private static PacketKind beginningWith(int first) {
        // [RFC7983 §7#1] [RFC9443 §3#1]
        if (first < 16) {
            return first < 4 ? STUN : UNKNOWN;
        }
        if (first < 64) {
            return first < 20 ? ZRTP : DTLS;
        }
        if (first < 128) {
            return first < 80 ? TURN_CHANNEL_OR_QUIC : QUIC;
        }
        return first < 192 ? RTP_OR_RTCP : QUIC;
    }
}
