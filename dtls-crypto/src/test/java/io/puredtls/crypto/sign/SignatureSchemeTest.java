package io.puredtls.crypto.sign;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.puredtls.crypto.jca.Jca;
import java.security.KeyPairGenerator;
import java.security.interfaces.RSAPublicKey;
import java.util.Locale;
import java.util.Optional;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SignatureSchemeTest {
    /** [RFC8446 §4.2.3] Numbers, names, and the keys they are made with. */
    @ParameterizedTest
    @CsvSource({
        "0x0401, rsa_pkcs1_sha256, RSA", "0x0501, rsa_pkcs1_sha384, RSA", "0x0601, rsa_pkcs1_sha512, RSA",
        "0x0403, ecdsa_secp256r1_sha256, EC", "0x0503, ecdsa_secp384r1_sha384, EC", "0x0603, ecdsa_secp521r1_sha512, EC",
        "0x0804, rsa_pss_rsae_sha256, RSA", "0x0805, rsa_pss_rsae_sha384, RSA", "0x0806, rsa_pss_rsae_sha512, RSA",
        "0x0807, ed25519, ED25519", "0x0808, ed448, ED448",
        "0x0809, rsa_pss_pss_sha256, RSA_PSS", "0x080a, rsa_pss_pss_sha384, RSA_PSS", "0x080b, rsa_pss_pss_sha512, RSA_PSS",
    })
    void a_known_scheme_is_what_its_name_says(int code, String name, KeyKind kind) {
        SignatureScheme scheme = new SignatureScheme(code);
        assertEquals(name, scheme.toString());
        assertEquals(Optional.of(kind), scheme.keyKind());
        assertEquals(Optional.of(scheme), SignatureScheme.named(name.toUpperCase(Locale.ROOT)));
        assertTrue(SignatureScheme.KNOWN.contains(scheme));
        assertTrue(scheme.isAvailable(Jca.PLATFORM));
        assertEquals(Optional.of(kind), KeyKind.of(Keys.pair(scheme).getPublic()));
        assertEquals(Optional.of(kind), KeyKind.of(Keys.pair(scheme).getPrivate()));
    }

    @Test
    void all_known_schemes_are_available_and_none_uses_sha_1() {
        assertEquals(SignatureScheme.KNOWN, SignatureScheme.available(Jca.PLATFORM));
        assertEquals(14, SignatureScheme.KNOWN.size());
        assertFalse(SignatureScheme.KNOWN.contains(new SignatureScheme(0x0201)));
        assertFalse(SignatureScheme.KNOWN.contains(new SignatureScheme(0x0203)));
    }

    @Test
    void nothing_can_be_signed_by_an_unknown_scheme() {
        SignatureScheme unknown = new SignatureScheme(0x0203);
        assertEquals("unknown(0x0203)", unknown.toString());
        assertEquals(Optional.empty(), unknown.keyKind());
        assertFalse(unknown.isAvailable(Jca.PLATFORM));
        String message = assertThrows(IllegalArgumentException.class, () -> unknown.engine(Jca.PLATFORM)).getMessage();
        assertEquals("no signatures by unknown(0x0203)", message);
        assertEquals(Optional.empty(), SignatureScheme.named("ecdsa_sha1"));
    }

    @Test
    void a_key_that_does_not_sign_has_no_kind() throws Exception {
        assertEquals(Optional.empty(), KeyKind.of(new SecretKeySpec(new byte[16], "AES")));
        assertEquals(Optional.empty(), KeyKind.of(KeyPairGenerator.getInstance("X25519").generateKeyPair().getPublic()));
        assertEquals(Optional.empty(), KeyKind.of(KeyPairGenerator.getInstance("DSA").generateKeyPair().getPublic()));
    }

    @ParameterizedTest
    @CsvSource({"EC, EC", "ECDSA, EC", "RSA, RSA", "RSASSA-PSS, RSA_PSS", "Ed25519, ED25519", "Ed448, ED448"})
    void a_key_in_hardware_is_known_by_its_algorithm(String algorithm, KeyKind kind) {
        assertEquals(Optional.of(kind), KeyKind.of(new SecretKeySpec(new byte[1], algorithm)));
    }

    @Test
    void rsa_keys_for_pss_alone_are_told_from_the_others() {
        assertTrue(Keys.pair("RSASSA-PSS").getPublic() instanceof RSAPublicKey);
        assertTrue(Verifier.fits(SignatureScheme.RSA_PSS_PSS_SHA256, Keys.pair("RSASSA-PSS").getPublic()));
        assertFalse(Verifier.fits(SignatureScheme.RSA_PSS_RSAE_SHA256, Keys.pair("RSASSA-PSS").getPublic()));
        assertFalse(Verifier.fits(SignatureScheme.RSA_PSS_PSS_SHA256, Keys.pair("RSA").getPublic()));
        assertFalse(Verifier.fits(new SignatureScheme(0x0203), Keys.pair("EC secp256r1").getPublic()));
    }
}
