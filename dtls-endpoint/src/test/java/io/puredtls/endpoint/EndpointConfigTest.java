package io.puredtls.endpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class EndpointConfigTest {
    @Test
    void the_defaults_are_as_documented() {
        EndpointConfig config = EndpointConfig.defaults();
        assertEquals(new InetSocketAddress(0), config.bind());
        assertEquals(Optional.empty(), config.family());
        assertEquals(Optional.empty(), config.idleTimeout());
        assertEquals(100_000, config.maxSessions());
        assertEquals(1024, config.maxInbox());
        assertEquals(1024, config.maxBacklog());
        assertTrue(config.daemonThreads());
        assertFalse(config.closeWithLastSession());
        assertEquals(Unreachable.FAIL_FAST, config.unreachable());
        assertEquals(IpFragmentation.FORBIDDEN, config.ipFragmentation());
        assertSame(DatagramFilter.NONE, config.filter());
        assertTrue(DatagramFilter.NONE.carries(DatagramFilter.Direction.SENT, config.bind(), 0));
    }

    @Test
    void what_is_set_is_kept() {
        DatagramFilter none = (direction, peer, length) -> false;
        InetSocketAddress address = new InetSocketAddress(4433);
        EndpointConfig config = EndpointConfig.builder().bind(address).family(StandardProtocolFamily.INET)
                .idleTimeout(Duration.ofMinutes(5)).maxSessions(1).maxInbox(2).maxBacklog(3).daemonThreads(false)
                .closeWithLastSession(true).unreachable(Unreachable.COUNT)
                .ipFragmentation(IpFragmentation.ALLOWED).filter(none).build();
        assertEquals(new EndpointConfig(address, Optional.of(StandardProtocolFamily.INET), Optional.of(Duration.ofMinutes(5)),
                1, 2, 3, false, true, Unreachable.COUNT, IpFragmentation.ALLOWED, none), config);
        assertEquals(config, config.forOneSession());
        assertTrue(EndpointConfig.defaults().forOneSession().closeWithLastSession());
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

    @Test
    void a_family_that_is_not_of_the_internet_is_refused() {
        assertRefused(EndpointConfig.builder().family(StandardProtocolFamily.UNIX), "UNIX");
    }

    @Test
    void what_must_not_be_null_is_named() {
        assertNamed("local", () -> EndpointConfig.builder().bind(null));
        assertNamed("protocolFamily", () -> EndpointConfig.builder().family(null));
        assertNamed("limit", () -> EndpointConfig.builder().idleTimeout(null));
        assertNamed("reaction", () -> EndpointConfig.builder().unreachable(null));
        assertNamed("datagramFilter", () -> EndpointConfig.builder().filter(null));
        assertNamed("fragmentation", () -> EndpointConfig.builder().ipFragmentation(null));
        EndpointConfig good = EndpointConfig.defaults();
        assertNamed("bind", () -> with(null, good.family(), good.idleTimeout(), good.unreachable(), good.ipFragmentation(), good.filter()));
        assertNamed("family", () -> with(good.bind(), null, good.idleTimeout(), good.unreachable(), good.ipFragmentation(), good.filter()));
        assertNamed("idleTimeout", () -> with(good.bind(), good.family(), null, good.unreachable(), good.ipFragmentation(), good.filter()));
        assertNamed("unreachable", () -> with(good.bind(), good.family(), good.idleTimeout(), null, good.ipFragmentation(), good.filter()));
        assertNamed("ipFragmentation", () -> with(good.bind(), good.family(), good.idleTimeout(), good.unreachable(), null, good.filter()));
        assertNamed("filter", () -> with(good.bind(), good.family(), good.idleTimeout(), good.unreachable(), good.ipFragmentation(), null));
    }

    private static EndpointConfig with(
            InetSocketAddress bind, Optional<StandardProtocolFamily> family, Optional<Duration> idleTimeout, Unreachable unreachable,
            IpFragmentation fragmentation, DatagramFilter filter) {
        return new EndpointConfig(bind, family, idleTimeout, 1, 1, 1, true, true, unreachable, fragmentation, filter);
    }

    private static void assertNamed(String name, Executable call) {
        assertEquals(name, assertThrows(NullPointerException.class, call).getMessage());
    }

    private static void assertRefused(EndpointConfig.Builder builder, String value) {
        var thrown = assertThrows(IllegalArgumentException.class, builder::build);
        assertTrue(thrown.getMessage().contains(value), thrown.getMessage());
    }
}
