package io.puredtls.endpoint.text;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AddressTextTest {
    @ParameterizedTest
    @CsvSource({"127.0.0.1, 127.0.0.1", "0:0:0:0:0:0:0:1, ::1", "0:0:0:0:0:0:0:0, ::", "2001:db8:0:0:1:0:0:2, 2001:db8::1:0:0:2",
            "1:0:0:2:0:0:0:3, 1:0:0:2::3", "2001:db8:1:1:1:1:0:1, 2001:db8:1:1:1:1:0:1", "1:0:0:0:0:0:0:0, 1::", "10:0:0:1:1:1:1:1, 10::1:1:1:1:1"})
    void an_address_is_written_as_rfc_5952_writes_it(String given, String told) throws UnknownHostException {
        assertEquals(told, AddressText.host(InetAddress.getByName(given)));
    }

    @Test
    void a_name_stays_a_name_and_an_address_is_looked_up_nowhere() throws UnknownHostException {
        assertEquals("example.org:7", AddressText.of(InetSocketAddress.createUnresolved("example.org", 7)));
        assertEquals("example.org:7", AddressText.of(
                new InetSocketAddress(InetAddress.getByAddress("example.org", new byte[] {10, 0, 0, 1}), 7)));
        assertEquals("127.0.0.1:7", AddressText.of(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), 7)));
        assertEquals("[::1]:7", AddressText.of(new InetSocketAddress(InetAddress.getByName("::1"), 7)));
        assertEquals("[::1]:7", AddressText.of("[::1]", 7));
    }
}
