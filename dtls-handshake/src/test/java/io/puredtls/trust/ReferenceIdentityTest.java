package io.puredtls.trust;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How text becomes an identity. */
final class ReferenceIdentityTest {
    @ParameterizedTest
    @CsvSource({
        "example.org,            example.org",
        "EXAMPLE.Org.,           example.org",
        "b\u00fccher.example,    xn--bcher-kva.example",
        "B\u00dcCHER\u3002example, xn--bcher-kva.example",
        "a_b.example,            a_b.example",
        "_coaps._udp.example,    _coaps._udp.example",
        "1.2.3.4.example,        1.2.3.4.example",
        "localhost,              localhost",
        "3com.com,               3com.com",
        "cafe,                   cafe",
    })
    void names_are_made_ascii_and_lower_case(String host, String name) {
        assertEquals(new ReferenceIdentity.DnsName(name), ReferenceIdentity.of(host));
    }

    @ParameterizedTest
    @CsvSource({
        "192.0.2.1,              192.0.2.1",
        "0.0.0.0,                0.0.0.0",
        "255.255.255.255,        255.255.255.255",
        "2001:DB8::1,            2001:db8::1",
        "[2001:db8::1],          2001:db8::1",
        "fe80::1%eth0,           fe80::1",
        "[fe80::1%25eth0],       fe80::1",
        "::,                     ::",
        "::1,                    ::1",
        "::ffff:192.0.2.1,       ::ffff:192.0.2.1",
        "1:2:3:4:5:6:7::,        1:2:3:4:5:6:7::",
        "1:2:3:4:5:6:7:8,        1:2:3:4:5:6:7:8",
        "1:2:3:4:5:6:192.0.2.1,  1:2:3:4:5:6:192.0.2.1",
    })
    void addresses_lose_brackets_and_zone(String host, String literal) {
        assertEquals(new ReferenceIdentity.IpAddress(literal), ReferenceIdentity.of(host));
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "", ".", "..", "a..b", ".a", "a b", "a/b", "user@host", "host:4433", "*.example.org", "-a.org", "a-.org", "a\u0000.org",
        "1.2.3", "1.2.3.4.5", "256.1.1.1", "01.2.3.4", "1.2.3.0x4", "2130706433", "0x7f000001", "example.123", "1.2.3.4.", "\uff11.2.3.4",
        "1.2.3.4%eth0", "[1.2.3.4]", "[example.org]", "[::1", "::1]", "[]", "::1::", ":::", ":1", "1:", "1:2:3:4:5:6:7:8:9", "1:2:3:4:5:6:7",
        "1::2:3:4:5:6:7:8", "12345::", "g::", "1.2.3.4::", "::1.2.3.4:5", "::1.2.3", "+1::", "xn--\u00fc.org", "a\u2024b.org\n",
    })
    void what_is_neither_is_refused_with_a_sentence(String host) {
        var thrown = assertThrows(IllegalArgumentException.class, () -> ReferenceIdentity.of(host));
        assertTrue(thrown.getMessage().endsWith("neither a DNS name nor an IP address literal"), thrown.getMessage());
    }

    @Test
    void labels_have_at_most_63_characters_and_names_253() {
        String label = "a".repeat(63);
        String longest = label + "." + label + "." + label + "." + "a".repeat(61);
        assertEquals(new ReferenceIdentity.DnsName(longest), ReferenceIdentity.of(longest + "."));
        assertThrows(IllegalArgumentException.class, () -> ReferenceIdentity.of(longest + "a"));
        assertThrows(IllegalArgumentException.class, () -> ReferenceIdentity.of("a".repeat(64) + ".org"));
    }

    @Property
    void any_text_is_an_identity_or_an_illegal_argument(@ForAll String host) {
        try {
            ReferenceIdentity.of(host);
        } catch (IllegalArgumentException expected) {
            assertTrue(expected.getMessage().length() < 300);
        }
    }

    @Property
    void addresses_are_read_as_the_jdk_writes_them(@ForAll @Size(16) byte[] six, @ForAll @Size(4) byte[] four) throws UnknownHostException {
        assertRead(six);
        assertRead(four);
    }

    private static void assertRead(byte[] address) throws UnknownHostException {
        InetAddress jdk = InetAddress.getByAddress(address);
        Optional<byte[]> read = IpLiteral.bytes(jdk.getHostAddress());
        assertArrayEquals(jdk.getAddress(), read.orElseThrow());
    }
}
