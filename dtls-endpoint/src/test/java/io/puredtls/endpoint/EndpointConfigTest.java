package io.puredtls.endpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class EndpointConfigTest {
    @Test
    void the_defaults_are_as_documented() {
        EndpointConfig config = EndpointConfig.defaults();
        assertEquals(new InetSocketAddress(0), config.bind());
        assertEquals(Optional.empty(), config.idleTimeout());
        assertEquals(100_000, config.maxSessions());
        assertEquals(1024, config.maxInbox());
        assertEquals(1024, config.maxBacklog());
        assertTrue(config.daemonThreads());
        assertFalse(config.closeWithLastSession());
        assertSame(DatagramFilter.NONE, config.filter());
        assertTrue(DatagramFilter.NONE.carries(DatagramFilter.Direction.SENT, config.bind(), 0));
    }

    @Test
    void what_is_set_is_kept() {
        DatagramFilter none = (direction, peer, length) -> false;
        InetSocketAddress address = new InetSocketAddress(4433);
        EndpointConfig config = EndpointConfig.builder().bind(address).idleTimeout(Duration.ofMinutes(5)).maxSessions(1).maxInbox(2)
                .maxBacklog(3).daemonThreads(false).closeWithLastSession(true).filter(none).build();
        assertEquals(new EndpointConfig(address, Optional.of(Duration.ofMinutes(5)), 1, 2, 3, false, true, none), config);
    }

    @Test
    void idle_times_out_of_bounds_are_refused() {
        EndpointConfig.builder().idleTimeout(Duration.ofSeconds(1)).build();
        EndpointConfig.builder().idleTimeout(Duration.ofHours(24)).build();
        assertRefused(EndpointConfig.builder().idleTimeout(Duration.ofMillis(999)), "PT0.999S");
        assertRefused(EndpointConfig.builder().idleTimeout(Duration.ofHours(24).plusNanos(1)), "PT24H0.000000001S");
    }

    @Test
    void bounds_that_let_nothing_in_are_refused() {
        assertRefused(EndpointConfig.builder().maxSessions(0), "not 0");
        assertRefused(EndpointConfig.builder().maxInbox(0), " 0 ");
        assertRefused(EndpointConfig.builder().maxBacklog(-1), "and -1");
    }

    private static void assertRefused(EndpointConfig.Builder builder, String value) {
        var thrown = assertThrows(IllegalArgumentException.class, builder::build);
        assertTrue(thrown.getMessage().contains(value), thrown.getMessage());
    }
}
