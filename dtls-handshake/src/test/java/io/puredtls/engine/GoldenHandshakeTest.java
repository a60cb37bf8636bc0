package io.puredtls.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.puredtls.record.format.PlaintextHeader;
import io.puredtls.simulator.Pair;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/** With seeded entropy and virtual time a handshake is a function of its seed. */
class GoldenHandshakeTest {
    private static final int RECORD_SEQUENCE = 10; // its last byte

    private static List<String> datagrams(Pair pair) {
        return pair.network().log().stream().map(each -> each.toServer() + HexFormat.of().formatHex(each.bytes())).toList();
    }

    @Test
    void the_same_seed_gives_the_same_datagrams() {
        Pair first = Golden.withClientCertificate().connect();
        Agreement.check(first);
        assertEquals(datagrams(first), datagrams(Golden.withClientCertificate().connect()));
        assertEquals(first.client().exported("EXPORTER-x"), Golden.withClientCertificate().connect().client().exported("EXPORTER-x"));
        assertNotEquals(datagrams(first), datagrams(Golden.plain().connect()));
    }

    @Test
    void the_same_seed_gives_the_same_datagrams_on_a_bad_network() {
        for (int seed = 0; seed < 3; seed++) {
            assertEquals(datagrams(stormy()), datagrams(stormy()));
        }
    }

    private static Pair stormy() {
        return Golden.withClientCertificate().client(client -> client.withoutHandshakeLimit())
                .network(clean -> clean.losing(0.3).duplicating(0.3).reordering(0.3)).connect(Duration.ofMinutes(20));
    }

    /** [RFC6347 §4.2.1#2] [RFC6347 §4.2.1#20] */
    @Test
    void a_clean_handshake_takes_six_datagrams_and_three_round_trips() {
        Pair pair = Golden.plain().connect();
        assertEquals(List.of(true, false, true, false, true, false), pair.network().log().stream().map(each -> each.toServer()).toList());
        assertEquals(Duration.ofMillis(60), pair.elapsed());
    }

    @Test
    void a_servers_records_begin_with_the_number_of_the_hello_that_was_let_in() {
        Pair pair = Golden.plain().client(client -> client.withoutHandshakeLimit())
                .network(clean -> clean.losing(number -> number < 3)).connect();
        Agreement.check(pair);
        var log = pair.network().log();
        int serverHello = 0;
        while (log.get(serverHello).toServer() || log.get(serverHello).bytes()[PlaintextHeader.LENGTH] != 2) {
            serverHello++;
        }
        byte[] hello = log.get(serverHello - 1).bytes();
        assertEquals(4, hello[RECORD_SEQUENCE]);
        assertEquals(4, log.get(serverHello).bytes()[RECORD_SEQUENCE]);
    }
}
