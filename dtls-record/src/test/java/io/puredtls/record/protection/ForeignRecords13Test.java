package io.puredtls.record.protection;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.puredtls.crypto.aead.AeadAlgorithm;
import io.puredtls.crypto.hash.HashAlgorithm;
import io.puredtls.crypto.jca.Jca;
import io.puredtls.crypto.schedule13.TrafficKeys;
import io.puredtls.crypto.schedule13.TrafficSecret;
import io.puredtls.crypto.secret.SecretBytes;
import io.puredtls.record.ContentType;
import io.puredtls.record.epoch.ReadEpoch;
import io.puredtls.record.epoch.ReplayWindow;
import io.puredtls.record.fixture.CollectingSink;
import io.puredtls.record.layer.HoldBack;
import io.puredtls.record.layer.RecordLayer;
import io.puredtls.wire.Bytes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** Records of a DTLS 1.3 handshake that wolfSSL spoke with itself: labels, nonces, masks and additional data are not ours. */
final class ForeignRecords13Test {
    private static final Path TRACE = Path.of("..", "testvectors", "illustrated-dtls13");

    private final CollectingSink sink = new CollectingSink();

    @Test
    void handshake_records_of_the_server_are_opened_in_epoch_2() throws IOException {
        RecordLayer layer = layer(2, "SERVER_HANDSHAKE_TRAFFIC_SECRET");
        for (String name : new String[] {"03-encext-shs-prot", "04-cert-shs-prot", "05-cverify-shs-prot", "06-fin-shs-prot"}) {
            open(layer, name);
        }
        assertEquals("[8, 11, 15, 20]", sink.delivered().stream().map(each -> each.content().at(0)).toList().toString());
        sink.delivered().forEach(each -> assertEquals(ContentType.HANDSHAKE, each.type()));
        assertEquals("[0, 1, 2, 3]", sink.sequences().toString());
        assertEquals(0, layer.counters().drops());
    }

    @Test
    void finished_of_the_client_is_opened_in_epoch_2() throws IOException {
        open(layer(2, "CLIENT_HANDSHAKE_TRAFFIC_SECRET"), "07-fin-chs-prot");
        assertEquals(20, sink.delivered().get(0).content().at(0));
    }

    /** [RFC9147 §7] The ACK names epoch 2, record 0: the client's Finished. */
    @Test
    void acknowledgement_and_data_of_the_server_are_opened_in_epoch_3() throws IOException {
        RecordLayer layer = layer(3, "SERVER_TRAFFIC_SECRET");
        open(layer, "08-ack-sap-prot");
        open(layer, "10-data-sap-prot");
        open(layer, "11-bye-sap-prot");
        assertEquals(ContentType.ACK, sink.delivered().get(0).type());
        assertEquals("0010" + "0000000000000002" + "0000000000000000", sink.delivered().get(0).content().hex());
        assertEquals(Bytes.of("pong".getBytes()), sink.delivered().get(1).content());
        assertEquals(ContentType.ALERT, sink.delivered().get(2).type());
        assertEquals("0100", sink.delivered().get(2).content().hex());
    }

    @Test
    void data_of_the_client_is_opened_in_epoch_3() throws IOException {
        open(layer(3, "CLIENT_TRAFFIC_SECRET"), "09-data-cap-prot");
        assertEquals(ContentType.APPLICATION_DATA, sink.delivered().get(0).type());
        assertEquals(Bytes.of("ping".getBytes()), sink.delivered().get(0).content());
    }

    private void open(RecordLayer layer, String name) throws IOException {
        byte[] datagram = HexFormat.of().parseHex(Files.readString(TRACE.resolve(name + ".hex")).strip());
        layer.open(datagram, 0, datagram.length, sink);
    }

    private static RecordLayer layer(int epoch, String label) throws IOException {
        RecordLayer layer = new RecordLayer(0, 0);
        layer.holdBack(HoldBack.NOTHING);
        try (TrafficSecret secret = TrafficSecret.of(Jca.PLATFORM, HashAlgorithm.SHA256, SecretBytes.taking(secret(label)));
                TrafficKeys keys = secret.keys(AeadAlgorithm.AES_128_GCM)) {
            layer.install(new ReadEpoch(epoch, Aead13.with(AeadAlgorithm.AES_128_GCM, Jca.PLATFORM, keys), new ReplayWindow(64)));
        }
        return layer;
    }

    private static byte[] secret(String label) throws IOException {
        String line = Files.readAllLines(TRACE.resolve("keylog.txt")).stream()
                .filter(each -> each.startsWith(label + " ")).findFirst().orElseThrow();
        return HexFormat.of().parseHex(line.split(" ")[2].strip());
    }
}
