package io.puredtls.path;

import io.puredtls.wire.Bytes;
import io.puredtls.wire.DecodeException;
import io.puredtls.wire.WireReader;
import io.puredtls.wire.WireWriter;
import java.util.Optional;

/**
 * [RFC9853 §4] One return_routability_check.
 *
 * <pre>
 *   msg_type (1) · Cookie (8)
 * </pre>
 */
public record RoutabilityMessage(Kind kind, Bytes cookie) {
    /** The length of a cookie. */
    public static final int COOKIE_LENGTH = 8;
    /** The length of a message. */
    public static final int LENGTH = 1 + COOKIE_LENGTH;

    /** msg_type, by its number on the wire. */
    public enum Kind {
        /** Answer from where you got this. */
        PATH_CHALLENGE,
        /** Here I am. */
        PATH_RESPONSE,
        /** I am not here any more. */
        PATH_DROP
    }

    /**
     * Reads one; empty if its msg_type is unknown.
     *
     * @throws DecodeException if it is of a known type and of another length
     */
    // [RFC9853 §4#2] [RFC9853 §4#3]
    public static Optional<RoutabilityMessage> decode(WireReader in) throws DecodeException {
        int type = in.u8("msg_type");
        if (type >= Kind.values().length) {
            return Optional.empty();
        }
        RoutabilityMessage message = new RoutabilityMessage(Kind.values()[type], in.fixed("Cookie", COOKIE_LENGTH));
        in.endOfMessage();
        return Optional.of(message);
    }

    /** Gives its bytes. */
    public byte[] encode() {
        WireWriter out = new WireWriter();
        out.u8("msg_type", kind.ordinal());
        out.fixed("Cookie", cookie);
        return out.toArray();
    }
}
