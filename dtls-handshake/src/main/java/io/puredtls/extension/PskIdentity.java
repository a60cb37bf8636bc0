package io.puredtls.extension;

import io.puredtls.wire.Bytes;
import io.puredtls.wire.DecodeException;
import io.puredtls.wire.WireReader;
import io.puredtls.wire.WireWriter;

/**
 * [RFC9846 §4.3.11] The name of a pre-shared key.
 *
 * <pre>
 *   identity (1..65535, length in 2) · obfuscated_ticket_age (4)
 * </pre>
 *
 * @param identity a ticket, or a name that both ends know
 * @param obfuscatedTicketAge the ticket's age in milliseconds plus ticket_age_add, modulo 2^32; 0 for a name
 */
public record PskIdentity(Bytes identity, long obfuscatedTicketAge) {
    static PskIdentity decode(WireReader in) throws DecodeException {
        Bytes identity = in.opaque16("identity");
        if (identity.isEmpty()) {
            throw new DecodeException("identity", "is empty");
        }
        return new PskIdentity(identity, in.u32("obfuscated_ticket_age"));
    }

    void encode(WireWriter out) {
        out.opaque16("identity", identity);
        out.u32("obfuscated_ticket_age", obfuscatedTicketAge);
    }
}
