package io.puredtls.extension;

import io.puredtls.wire.WireReader;
import io.puredtls.wire.WireWriter;

/**
 * [RFC5077 §3.2] The server's answer to {@link SessionTicket}: a NewSessionTicket follows. Empty.
 */
public record SessionTicketPromised() implements Extension {
    static SessionTicketPromised decode(WireReader in) {
        return new SessionTicketPromised();
    }

    @Override
    public void encode(WireWriter out) {
        // empty
    }

    @Override
    public ExtensionType type() {
        return ExtensionType.SESSION_TICKET;
    }
}
