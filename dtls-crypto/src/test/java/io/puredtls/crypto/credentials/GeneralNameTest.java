package io.puredtls.crypto.credentials;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.puredtls.crypto.der.DerWriter;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class GeneralNameTest {
    @ParameterizedTest
    @CsvSource({
        "192.0.2.1, 8704c0000201", "255.255.255.255, 8704ffffffff",
        "::1, 871000000000000000000000000000000001", "2001:DB8::a, 871020010db800000000000000000000000a",
        "ab, 82026162", "*.b, 82032a2e62", "abc.de, 82066162632e6465", "1.2.3, 8205312e322e33"})
    void addresses_and_names_are_told_apart(String host, String hex) {
        assertEquals(hex, hex(DerWriter.encode(GeneralName.of(host)::write)));
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "", ".", "a..b", ".a", "a.", "*", "a.*.b", "a b", "m\u00fcnchen.example", "256.1.1.1", "1.2.3.999", ":", "12345::",
        "fe80::1%eth0", "[::1]", "::1]", "a:b", "example.com:443", "x::y"})
    void what_is_neither_is_refused(String host) {
        assertEquals("\"" + host + "\" is neither an IP address nor a DNS name in ASCII form",
                assertThrows(CredentialsException.class, () -> GeneralName.of(host)).getMessage());
    }

    @Test
    void labels_and_names_have_their_greatest_lengths() {
        GeneralName.of("a".repeat(63));
        assertThrows(CredentialsException.class, () -> GeneralName.of("a".repeat(64)));
        String longest = ("a".repeat(49) + ".").repeat(5) + "abc";
        assertEquals(253, longest.length());
        GeneralName.of(longest);
        assertThrows(CredentialsException.class, () -> GeneralName.of(longest + "d"));
    }

    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/8, 87080a000000ff000000", "10.1.2.3, 87080a010203ffffffff", "0.0.0.0/0, 87080000000000000000",
        "192.0.2.0/25, 8708c0000200ffffff80", "fd00::/8, 8720fd000000000000000000000000000000ff000000000000000000000000000000",
        "example, 82076578616d706c65"})
    void a_subtree_is_a_name_or_an_address_with_its_mask(String subtree, String hex) {
        assertEquals(hex, hex(DerWriter.encode(GeneralName.subtree(subtree)::writeSubtree)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.0.0.0/33", "::/129", "10.0.0.0/", "10.0.0.0/-1", "10.0.0.0/x", "example/8", "10.0.0.0/8/8", "/8"})
    void a_range_that_is_none_is_refused_when_it_is_given(String subtree) {
        assertEquals("\"" + subtree + "\" is no range of IP addresses such as 10.0.0.0/8", assertThrows(CredentialsException.class,
                () -> Vectors.authority().nameConstraints(java.util.List.of(subtree), java.util.List.of())).getMessage());
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
