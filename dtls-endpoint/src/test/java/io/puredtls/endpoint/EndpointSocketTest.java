package io.puredtls.endpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetSocketAddress;
import java.net.SocketOption;
import java.nio.channels.DatagramChannel;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.api.Test;

/** What the kernel is told of an endpoint's socket. */
class EndpointSocketTest {
    private static final InetSocketAddress SOMEBODY = new InetSocketAddress("127.0.0.1", 9);

    private static Optional<SocketOption<?>> dontFragment(DatagramChannel channel) {
        return channel.supportedOptions().stream().filter(option -> option.name().equals("IP_DONTFRAGMENT")).findFirst();
    }

    /** [RFC6347 §4.1.1.1#8] [RFC9147 §4.4#10] */
    @ParameterizedTest
    @EnumSource
    void fragmentation_below_udp_is_forbidden_unless_it_is_allowed(IpFragmentation fragmentation) throws Exception {
        for (EndpointConfig.Builder socket : new EndpointConfig.Builder[] {Loopback.endpoint(), EndpointConfig.builder()}) {
            try (var channel = EndpointSocket.open(socket.ipFragmentation(fragmentation).build(), Optional.empty())) {
                Optional<SocketOption<?>> option = dontFragment(channel);
                Assumptions.assumeTrue(option.isPresent(), "SKIPPED: this Java runtime cannot set IP_DONTFRAGMENT");
                assertEquals(fragmentation == IpFragmentation.FORBIDDEN, channel.getOption(option.get()));
            }
        }
    }

    @Test
    void a_runtime_that_can_forbid_fragmentation_is_recognized() throws Exception {
        try (var channel = DatagramChannel.open()) {
            assertTrue(Runtime.version().feature() < 19 || ModuleLayer.boot().findModule("jdk.net").isEmpty()
                    || dontFragment(channel).isPresent(), "the option has another name now");
        }
    }

    @Test
    void a_socket_of_one_peer_is_connected_to_it() throws Exception {
        try (var channel = EndpointSocket.open(EndpointConfig.defaults(), Optional.of(SOMEBODY))) {
            assertEquals(SOMEBODY, channel.getRemoteAddress());
        }
        try (var channel = EndpointSocket.open(EndpointConfig.defaults(), Optional.empty())) {
            assertEquals(null, channel.getRemoteAddress());
        }
    }
}
