package io.puredtls.endpoint.cli;

import io.puredtls.config.ConnectionIdGenerator;
import io.puredtls.config.Options;
import io.puredtls.config.ReturnRoutability;
import io.puredtls.endpoint.DtlsSession;
import io.puredtls.endpoint.cli.Option.Range;
import io.puredtls.endpoint.cli.OptionTable.Section;
import java.io.IOException;
import java.net.InetSocketAddress;

/** What happens where an address changes. */
final class MobilityOptions {
    static final Option CID = Option.number("--cid", "LENGTH", new Range(0, 20, "bytes"),
            "Use connection IDs, and ask for one of this length in records that come; 0: for none, and use the peer's. Return routability "
            + "checks are offered along with them.", "none are used");
    static final Option RRC = Option.flag("--rrc",
            "Check a new address of the peer at the old one first, which is safer and slower, and what is sent meanwhile may be lost; without --cid as with --cid 0.");
    static final Option REBIND = Option.flag("--rebind", "After connecting, go on from a new local port.");
    static final Section SECTION = Section.of("What happens where an address changes", CID, RRC);
    static final Section OF_CLIENT = Section.of(SECTION.heading(), CID, RRC, REBIND);

    private MobilityOptions() {
    }

    /** Puts what was given into {@code options}. */
    static <B extends Options<B>> void apply(Arguments given, B options) throws UsageException {
        if (given.has(REBIND) && !given.has(CID) && !given.has(RRC)) {
            throw new UsageException("--rebind needs --cid or --rrc: the server knows us elsewhere by a connection ID alone");
        }
        if (given.has(CID) || given.has(RRC)) {
            options.connectionIds(ConnectionIdGenerator.ofLength(given.number(CID).orElse(0)));
            options.returnRoutability(given.has(RRC) ? ReturnRoutability.ENHANCED : ReturnRoutability.BASIC);
        }
    }

    /** What comes next is to be said from another port. */
    static void rebind(DtlsSession session, Conversation conversation, Surroundings surroundings) {
        if (session.sendConnectionId().isEmpty()) {
            conversation.notDone();
            surroundings.note("dtls client: --rebind: the server wants no connection ID, and would not know us by another port: not done");
            return;
        }
        try {
            session.rebind(new InetSocketAddress(session.localAddress().getAddress(), 0));
        } catch (IOException | IllegalStateException failed) {
            if (session.isConnected()) { // else the end of the session has been told
                conversation.notDone();
                surroundings.note("dtls client: --rebind: " + failed.getMessage());
            }
        }
    }
}
