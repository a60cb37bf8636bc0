package io.puredtls.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.puredtls.extension.RenegotiationInfo;
import io.puredtls.fragment.FragmentView;
import io.puredtls.message.ClientHello;
import io.puredtls.message.HandshakeCodec;
import io.puredtls.message.HandshakeMessage;
import io.puredtls.message.HandshakeType;
import io.puredtls.message.ServerHello;
import io.puredtls.record.RecordView;
import io.puredtls.record.format.RecordCursor;
import io.puredtls.simulator.Pair;
import io.puredtls.wire.WireReader;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the hellos of a plain handshake say, as it stands in the datagrams. */
final class HelloRulesTest {
    private static final int HELLO = 0;
    private static final int HELLO_WITH_COOKIE = 2;
    private static final int SERVER_HELLO = 3;

    private final RecordView record = new RecordView();
    private Pair pair;

    @BeforeEach
    void connect() {
        pair = Pair.seeded(5).connect();
        assertTrue(pair.isConnected());
    }

    /** [RFC5746 §3.4#1] */
    @Test
    void every_hello_offers_an_empty_renegotiation_info() throws Exception {
        for (int datagram : new int[] {HELLO, HELLO_WITH_COOKIE}) {
            assertEquals(RenegotiationInfo.INITIAL, ((ClientHello) first(datagram)).find(RenegotiationInfo.class).orElseThrow());
        }
    }

    /** [RFC5746 §3.6#4] */
    @Test
    void answer_carries_an_empty_renegotiation_info() throws Exception {
        assertEquals(RenegotiationInfo.INITIAL, ((ServerHello) first(SERVER_HELLO)).find(RenegotiationInfo.class).orElseThrow());
    }

    /** [RFC6347 §4.2.1#13] */
    @Test
    void server_hello_has_the_record_number_of_the_hello_it_answers() throws Exception {
        first(HELLO_WITH_COOKIE);
        long asked = record.sequence();
        first(SERVER_HELLO);
        assertEquals(1, asked, "the second record of the client");
        assertEquals(asked, record.sequence());
    }

    private HandshakeMessage first(int datagram) throws Exception {
        byte[] bytes = pair.network().log().get(datagram).bytes();
        RecordCursor cursor = new RecordCursor();
        cursor.wrap(bytes, 0, bytes.length);
        assertTrue(cursor.next(record));
        FragmentView fragment = new FragmentView();
        fragment.wrap(record);
        assertTrue(fragment.advance());
        return HandshakeCodec.DTLS12.decode(
                new HandshakeType(fragment.type()), new WireReader(fragment.data(), fragment.dataOffset(), fragment.fragmentLength()));
    }
}
