package io.puredtls.engine;

import static io.puredtls.engine.RogueClient13.each;
import static io.puredtls.engine.RogueClient13.minus;
import static io.puredtls.engine.RogueClient13.plus;
import static io.puredtls.engine.RogueClient13.with;

import io.puredtls.alert.Violation;
import io.puredtls.extension.ExtensionType;
import io.puredtls.extension.RecordSizeLimit;
import io.puredtls.message.ClientHello;
import org.junit.jupiter.api.Test;

/** Peers that ask for more, or less, than anybody needs. */
class RogueLimits13Test {
    private static final int[] TOO_SMALL = {0, 1, 12, 13, 14, 17, 18, 63};

    private static ClientHello limited(ClientHello hello, int limit) {
        return with(hello, list -> plus(minus(list, ExtensionType.RECORD_SIZE_LIMIT), new RecordSizeLimit(limit)));
    }

    /** Records without room for a fragment's header, or for a number in an ACK, would be sent for ever. */
    @Test
    void a_client_that_takes_less_than_64_bytes_in_a_record_is_refused() {
        for (int limit : TOO_SMALL) {
            RogueClient13 fresh = RogueClient13.fresh().server(server -> server.recordSizeLimit(1000));
            fresh.assertFails(Violation.ILLEGAL_RECORD_SIZE_LIMIT,
                    fresh.rogue((message, peer) -> peer.say(each(ClientHello.class, hello -> limited(hello, limit)).apply(message))));
        }
        RogueClient13 fresh = RogueClient13.fresh().server(server -> server.recordSizeLimit(1000));
        fresh.assertWaits(fresh.rogue((message, peer) -> peer.say(each(ClientHello.class, hello -> limited(hello, RecordSizeLimit.MIN)).apply(message))));
    }
}
