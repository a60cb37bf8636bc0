package io.puredtls.message;

import io.puredtls.wire.Bytes;
import io.puredtls.wire.DecodeException;
import io.puredtls.wire.WireReader;
import io.puredtls.wire.WireWriter;

/**
 * [RFC5077 §3.3] A DTLS 1.2 server's ticket, with which the client may come back.
 *
 * <pre>
 *   ticket_lifetime_hint (4) · ticket (0..65535, length in 2)
 * </pre>
 *
 * @param ticketLifetimeHint seconds; 0 says nothing about it
 * @param ticket empty if the server has thought better of it
 */
public record NewSessionTicket12(long ticketLifetimeHint, Bytes ticket) implements HandshakeMessage {
    static NewSessionTicket12 decode(WireReader in) throws DecodeException {
        return new NewSessionTicket12(in.u32("ticket_lifetime_hint"), in.opaque16("ticket"));
    }

    @Override
    public void encode(WireWriter out) {
        out.u32("ticket_lifetime_hint", ticketLifetimeHint);
        out.opaque16("ticket", ticket);
    }

    @Override
    public HandshakeType type() {
        return HandshakeType.NEW_SESSION_TICKET;
    }
}
