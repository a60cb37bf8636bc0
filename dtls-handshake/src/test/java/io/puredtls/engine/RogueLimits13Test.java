package io.puredtls.engine;

import static io.puredtls.engine.RogueClient13.each;
import static io.puredtls.engine.RogueClient13.minus;
import static io.puredtls.engine.RogueClient13.plus;
import static io.puredtls.engine.RogueClient13.with;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.puredtls.alert.Violation;
import io.puredtls.crypto.sign.SignatureScheme;
import io.puredtls.extension.ExtensionType;
import io.puredtls.extension.Extensions;
import io.puredtls.extension.RecordSizeLimit;
import io.puredtls.extension.SignatureAlgorithms;
import io.puredtls.message.CertificateRequest13;
import io.puredtls.message.ClientHello;
import io.puredtls.wire.Bytes;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Peers that ask for more, or less, than anybody needs. */
class RogueLimits13Test {
    private static final int ANSWERS = 31; // beside the Finished, which this server does not acknowledge either
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

    /** Each answer costs a signature, and is kept until the server says that it has it. */
    @Test
    void a_server_that_asks_for_certificates_and_takes_no_answer_is_left() {
        RogueServer13 fresh = RogueServer13.fresh();
        RoguePeer rogue = fresh.honest();
        long before = ObjectGraph.bytes(fresh.victim);
        for (int i = 0; i < ANSWERS; i++) {
            rogue.sayAfterHandshake(request(i));
            rogue.talk();
        }
        assertTrue(fresh.victim.isConnected());
        assertTrue(ObjectGraph.bytes(fresh.victim) - before < 64 * 1024, "it piles up");
        rogue.sayAfterHandshake(request(ANSWERS));
        fresh.assertFailsAfterwards(Violation.TOO_MANY_REQUESTS, rogue.talk());
    }

    private static CertificateRequest13 request(int number) {
        return new CertificateRequest13(Bytes.of((byte) number),
                new Extensions(List.of(new SignatureAlgorithms(List.of(SignatureScheme.ECDSA_SECP256R1_SHA256)))));
    }
}
