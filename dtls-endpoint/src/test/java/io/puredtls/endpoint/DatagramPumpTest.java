package io.puredtls.endpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.DatagramChannel;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is sent while an endpoint goes on from another socket. */
@Timeout(60)
class DatagramPumpTest {
    private static final byte[] MESSAGE = {1, 2, 3};

    private final List<IOException> reports = new ArrayList<>();
    private DatagramPump pump;

    private static DatagramChannel bound() throws IOException {
        return DatagramChannel.open().bind(Loopback.anyPort());
    }

    private static InetSocketAddress address(DatagramChannel channel) throws IOException {
        return (InetSocketAddress) channel.getLocalAddress();
    }

    private static void close(DatagramChannel channel) throws IOException {
        channel.close();
    }

    @Test
    void datagram_goes_by_the_new_channel_where_the_old_one_is_closed_under_it() throws IOException {
        try (DatagramChannel peer = bound(); DatagramChannel before = bound(); DatagramChannel after = bound()) {
            pump = new DatagramPump(before, (datagram, to) -> {
                pump.use(after);
                close(before);
                return before.send(datagram, to);
            }, DatagramFilter.NONE, reports::add);
            assertTrue(pump.send(MESSAGE, MESSAGE.length, address(peer)));
            ByteBuffer received = ByteBuffer.allocate(10);
            assertEquals(address(after), peer.receive(received));
            assertEquals(MESSAGE.length, received.position());
            assertEquals(List.of(), reports, "it is none of the network's");
            assertEquals(1, pump.datagramsSent());
        }
    }

    @Test
    void channel_that_is_closed_and_has_no_successor_is_told() throws IOException {
        try (DatagramChannel peer = bound(); DatagramChannel only = bound()) {
            pump = new DatagramPump(only, only::send, DatagramFilter.NONE, reports::add);
            close(only);
            InetSocketAddress to = address(peer);
            assertThrows(ClosedChannelException.class, () -> pump.send(MESSAGE, MESSAGE.length, to));
            assertEquals(0, pump.datagramsSent());
        }
    }
}
