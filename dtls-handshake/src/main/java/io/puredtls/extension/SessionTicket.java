package io.puredtls.extension;

import io.puredtls.wire.Bytes;
import io.puredtls.wire.WireReader;
import io.puredtls.wire.WireWriter;

/**
 * [RFC5077 §3.2] The client can use tickets of DTLS 1.2, and comes back with one if it has one.
 *
 * @param ticket all of extension_data, as RFC 5077 has it and RFC 4507 had not; empty to ask for a first one
 */
public record SessionTicket(Bytes ticket) implements Extension {
    /** The client has none. */
    public static final SessionTicket WANTED = new SessionTicket(Bytes.EMPTY);

    static SessionTicket decode(WireReader in) {
        return new SessionTicket(in.rest("ticket"));
    }

    @Override
    public void encode(WireWriter out) {
        out.fixed("ticket", ticket);
    }

    @Override
    public ExtensionType type() {
        return ExtensionType.SESSION_TICKET;
    }
}
