package io.puredtls.message;

import io.puredtls.extension.ExtensionPlacement;
import io.puredtls.extension.Extensions;
import io.puredtls.wire.Bytes;
import io.puredtls.wire.DecodeException;
import io.puredtls.wire.WireReader;
import io.puredtls.wire.WireWriter;

/**
 * [RFC9846 §4.7.1] A server's ticket, with which the client may come back.
 *
 * <pre>
 *   ticket_lifetime (4) · ticket_age_add (4) · ticket_nonce (0..255, length in 1) · ticket (1..65535, length in 2)
 *   extensions
 * </pre>
 *
 * @param ticketLifetime seconds
 * @param ticketAgeAdd what is added to the ticket's age so that nobody sees it
 */
public record NewSessionTicket(long ticketLifetime, long ticketAgeAdd, Bytes ticketNonce, Bytes ticket, Extensions extensions)
        implements HandshakeMessage {
    static NewSessionTicket decode(WireReader in) throws DecodeException {
        long lifetime = in.u32("ticket_lifetime");
        long ageAdd = in.u32("ticket_age_add");
        Bytes nonce = in.opaque8("ticket_nonce");
        Bytes ticket = in.opaque16("ticket");
        if (ticket.isEmpty()) {
            throw new DecodeException("ticket", "is empty");
        }
        return new NewSessionTicket(lifetime, ageAdd, nonce, ticket, Extensions.decodeVector(ExtensionPlacement.NEW_SESSION_TICKET, in));
    }

    @Override
    public void encode(WireWriter out) {
        out.u32("ticket_lifetime", ticketLifetime);
        out.u32("ticket_age_add", ticketAgeAdd);
        out.opaque8("ticket_nonce", ticketNonce);
        out.opaque16("ticket", ticket);
        extensions.encodeVector(out);
    }

    @Override
    public HandshakeType type() {
        return HandshakeType.NEW_SESSION_TICKET;
    }
}
