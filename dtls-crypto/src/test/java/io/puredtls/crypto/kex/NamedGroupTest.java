package io.puredtls.crypto.kex;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.puredtls.crypto.entropy.SeededEntropy;
import io.puredtls.crypto.entropy.SystemEntropy;
import io.puredtls.crypto.jca.Jca;
import io.puredtls.crypto.jca.MissingAlgorithmException;
import io.puredtls.crypto.secret.SecretBytes;
import io.puredtls.crypto.vectors.Vectors;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class NamedGroupTest {
    static List<NamedGroup> available() {
        return NamedGroup.available(Jca.PLATFORM);
    }

    static List<NamedGroup> diffieHellman() {
        return NamedGroup.KNOWN.stream().filter(NamedGroup::isForDtls12).toList();
    }

    /** [RFC8446 §4.2.7] Numbers and names; lengths of share and secret as §4.2.8.2 and §7.4.2 have them. */
    @ParameterizedTest
    @CsvSource({
        "0x0017, secp256r1, 65, 32",
        "0x0018, secp384r1, 97, 48",
        "0x0019, secp521r1, 133, 66",
        "0x001D, x25519, 32, 32",
        "0x001E, x448, 56, 56",
    })
    void a_known_group_is_what_its_name_says(int code, String name, int shareLength, int secretLength) throws IllegalShareException {
        NamedGroup group = new NamedGroup(code);
        assertEquals(name, group.toString());
        assertEquals(Optional.of(group), NamedGroup.named(name));
        assertTrue(NamedGroup.KNOWN.contains(group));
        try (KeyExchange ours = group.begin(Jca.PLATFORM, SystemEntropy.INSTANCE);
                KeyExchange theirs = group.begin(Jca.PLATFORM, SystemEntropy.INSTANCE)) {
            assertEquals(group, ours.group());
            assertEquals(shareLength, ours.share().length);
            assertEquals(secretLength, ours.agree(theirs.share()).length());
        }
    }

    /** IANA's registry "TLS Supported Groups", RFC 10024. */
    @ParameterizedTest
    @CsvSource({"0x11EB, SecP256r1MLKEM768", "0x11EC, X25519MLKEM768", "0x11ED, SecP384r1MLKEM1024"})
    void a_hybrid_group_is_known_whether_or_not_the_jdk_has_it(int code, String name) {
        NamedGroup group = new NamedGroup(code);
        assertEquals(name, group.toString());
        assertEquals(Optional.of(group), NamedGroup.named(name));
        assertEquals(Optional.of(group), NamedGroup.named(name.toLowerCase(Locale.ROOT)));
        assertTrue(NamedGroup.KNOWN.contains(group));
        assertEquals(NeedsMlKem.isMet(), group.isAvailable(Jca.PLATFORM));
    }

    @Test
    // [RFC9846 §9.1#3]
    void all_known_groups_are_available_but_for_those_that_need_ml_kem() {
        assertEquals(NeedsMlKem.isMet() ? NamedGroup.KNOWN : diffieHellman(), available());
        assertEquals(8, NamedGroup.KNOWN.size());
        assertEquals(NamedGroup.X25519MLKEM768, NamedGroup.KNOWN.get(0));
        assertEquals(NamedGroup.X25519, NamedGroup.KNOWN.get(1));
    }

    @Test
    void dtls_12_has_no_hybrid_groups() {
        assertEquals(List.of(NamedGroup.X25519, NamedGroup.SECP256R1, NamedGroup.X448, NamedGroup.SECP384R1, NamedGroup.SECP521R1),
                diffieHellman());
        assertFalse(new NamedGroup(0x0100).isForDtls12());
    }

    /** Where the class javax.crypto.KEM is there but no ML-KEM, or neither is. */
    @Test
    void a_hybrid_group_that_is_not_available_cannot_be_begun() {
        Assumptions.assumeFalse(NeedsMlKem.isMet(), "this JDK has ML-KEM");
        assertThrows(MissingAlgorithmException.class, () -> NamedGroup.X25519MLKEM768.begin(Jca.PLATFORM, SystemEntropy.INSTANCE));
    }

    @Test
    void openssl_names_and_any_case_are_understood() {
        assertEquals(Optional.of(NamedGroup.SECP256R1), NamedGroup.named("P-256"));
        assertEquals(Optional.of(NamedGroup.SECP256R1), NamedGroup.named("prime256v1"));
        assertEquals(Optional.of(NamedGroup.SECP384R1), NamedGroup.named("p-384"));
        assertEquals(Optional.of(NamedGroup.SECP521R1), NamedGroup.named("P-521"));
        assertEquals(Optional.of(NamedGroup.X25519), NamedGroup.named("X25519"));
        assertEquals(Optional.empty(), NamedGroup.named("secp256k1"));
    }

    @Test
    void nothing_can_be_exchanged_in_an_unknown_group() {
        NamedGroup unknown = new NamedGroup(0x0100);
        assertEquals("unknown(0x0100)", unknown.toString());
        assertFalse(unknown.isAvailable(Jca.PLATFORM));
        String message = assertThrows(
                IllegalArgumentException.class, () -> unknown.begin(Jca.PLATFORM, SystemEntropy.INSTANCE)).getMessage();
        assertEquals("no key exchange in unknown(0x0100)", message);
    }

    @ParameterizedTest
    @MethodSource("diffieHellman")
    void two_fresh_exchanges_agree(NamedGroup group) throws IllegalShareException {
        for (int i = 0; i < 20; i++) {
            try (KeyExchange first = group.begin(Jca.PLATFORM, SystemEntropy.INSTANCE);
                    KeyExchange second = group.begin(Jca.PLATFORM, SystemEntropy.INSTANCE);
                    SecretBytes secret = first.agree(second.share())) {
                assertEquals(secret, second.agree(first.share()));
                assertNotEquals(Vectors.hex(first.share()), Vectors.hex(second.share()));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("available")
    void the_same_seed_gives_the_same_share(NamedGroup group) {
        byte[] share = group.begin(Jca.PLATFORM, new SeededEntropy(7)).share();
        assertArrayEquals(share, group.begin(Jca.PLATFORM, new SeededEntropy(7)).share());
        assertNotEquals(Vectors.hex(share), Vectors.hex(group.begin(Jca.PLATFORM, new SeededEntropy(8)).share()));
    }

    @ParameterizedTest
    @MethodSource("available")
    void the_share_is_a_copy_each_time(NamedGroup group) {
        KeyExchange exchange = group.begin(Jca.PLATFORM, SystemEntropy.INSTANCE);
        byte[] share = exchange.share();
        exchange.share()[1] ^= 1;
        assertArrayEquals(share, exchange.share());
    }

    @ParameterizedTest
    @MethodSource("available")
    void a_refusal_carries_no_stack_trace(NamedGroup group) {
        KeyExchange exchange = group.begin(Jca.PLATFORM, SystemEntropy.INSTANCE);
        assertEquals(0, assertThrows(IllegalShareException.class, () -> exchange.agree(new byte[3])).getStackTrace().length);
    }
}
