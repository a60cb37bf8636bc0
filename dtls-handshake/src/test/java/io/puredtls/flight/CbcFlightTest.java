package io.puredtls.flight;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.puredtls.crypto.cbc.CbcAlgorithm;
import io.puredtls.crypto.cbc.CbcKeys;
import io.puredtls.crypto.entropy.SystemEntropy;
import io.puredtls.crypto.jca.Jca;
import io.puredtls.crypto.secret.SecretBytes;
import io.puredtls.record.protection.Cbc12;
import io.puredtls.record.protection.RecordProtection;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Flights in records whose overhead depends on their content's length. */
class CbcFlightTest {
    private static final int BLOCK = 16;

    private static List<Supplier<RecordProtection>> bothOrders(CbcAlgorithm algorithm) {
        CbcKeys keys = new CbcKeys(
                SecretBytes.taking(new byte[algorithm.macLength()]), SecretBytes.taking(new byte[algorithm.keyLength()]));
        return List.of(
                () -> new Cbc12(algorithm.encryptThenMac(Jca.PLATFORM, SystemEntropy.INSTANCE, keys)),
                () -> new Cbc12(algorithm.macThenEncrypt(Jca.PLATFORM, SystemEntropy.INSTANCE, keys)));
    }

    @Property
    void what_is_packed_is_never_too_long_and_whole_again_where_it_arrives(
            @ForAll CbcAlgorithm algorithm, @ForAll @Size(min = 1, max = 4) List<@IntRange(max = 3000) Integer> sizes,
            @ForAll @IntRange(min = 256, max = 1500) int limit) {
        List<FlightItem> flight = new ArrayList<>();
        for (int seq = 0; seq < sizes.size(); seq++) {
            flight.add(Wire.message(1, seq, sizes.get(seq)));
        }
        for (Supplier<RecordProtection> protection : bothOrders(algorithm)) {
            Wire wire = new Wire(protection);
            pack(flight, wire, limit);
            assertEquals(flight, wire.messages().stream()
                    .map(each -> new FlightItem.Message(each.epoch(), each.type(), each.messageSeq(), each.body())).toList());
        }
    }

    @ParameterizedTest
    @EnumSource
    void datagrams_are_as_full_as_whole_blocks_allow(CbcAlgorithm algorithm) {
        for (Supplier<RecordProtection> protection : bothOrders(algorithm)) {
            for (int limit = 256; limit < 256 + 3 * BLOCK; limit++) {
                List<Integer> lengths = pack(List.of(Wire.message(1, 0, 3000)), new Wire(protection), limit);
                for (int length : lengths.subList(0, lengths.size() - 1)) {
                    assertTrue(limit - length < BLOCK, length + " bytes of " + limit);
                }
            }
        }
    }

    private static List<Integer> pack(List<FlightItem> flight, Wire wire, int limit) {
        DatagramPacker packer = DatagramPackerTest.packer(flight);
        List<Integer> lengths = new ArrayList<>();
        byte[] datagram = new byte[limit + BLOCK];
        while (!packer.isDone()) {
            int length = DatagramPackerTest.pack(packer, wire.records(), datagram, 0, limit);
            assertTrue(length > 0 && length <= limit, length + " bytes of " + limit);
            lengths.add(length);
            wire.deliver(datagram, 0, length);
        }
        return lengths;
    }
}
