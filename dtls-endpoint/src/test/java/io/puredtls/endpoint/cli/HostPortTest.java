package io.puredtls.endpoint.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HostPortTest {
    private static final Option ADDRESS = Option.value("--address", "HOST:PORT", "", "");

    @ParameterizedTest
    @CsvSource({"127.0.0.1:4433,127.0.0.1:4433", "[::1]:0,[::1]:0", "[2001:db8::1:0:0:2]:5,[2001:db8::1:0:0:2]:5",
            "[2001:db8:1:1:1:1:0:1]:5,[2001:db8:1:1:1:1:0:1]:5", "[1::]:65535,[1::]:65535"})
    void addresses_are_written_as_they_are_read(String given, String told) throws UsageException {
        assertEquals(told, HostPort.of(HostPort.parse(ADDRESS, given)));
    }

    @Test
    void a_port_alone_is_every_address() throws UsageException {
        InetSocketAddress address = HostPort.parse(ADDRESS, ":7");
        assertTrue(address.getAddress().isAnyLocalAddress());
        assertEquals(7, address.getPort());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "localhost", "::1:4433", "localhost:", "localhost:65536", "localhost:-1", "localhost:x"})
    void what_is_no_address_is_refused_by_name(String value) {
        UsageException refused = assertThrows(UsageException.class, () -> HostPort.parse(ADDRESS, value));
        assertTrue(refused.getMessage().startsWith("--address " + value + ": "), refused.getMessage());
    }
}
