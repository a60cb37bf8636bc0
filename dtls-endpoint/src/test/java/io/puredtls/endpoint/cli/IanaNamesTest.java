package io.puredtls.endpoint.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.puredtls.crypto.kex.NamedGroup;
import io.puredtls.crypto.sign.SignatureScheme;
import io.puredtls.crypto.suite.CipherSuite;
import io.puredtls.extension.ExtensionType;
import org.junit.jupiter.api.Test;

class IanaNamesTest {
    @Test
    void what_this_library_speaks_has_the_name_it_has_here() {
        CipherSuite.KNOWN.forEach(suite -> assertEquals(suite.toString(), IanaNames.cipherSuite(suite.code())));
        NamedGroup.KNOWN.forEach(group -> assertEquals(group.toString(), IanaNames.group(group.code())));
        SignatureScheme.KNOWN.forEach(scheme -> assertEquals(scheme.toString(), IanaNames.signatureScheme(scheme.code())));
        for (int code = 0; code < 0x10000; code++) {
            String own = new ExtensionType(code).toString();
            assertTrue(own.startsWith("unknown") || own.equals(IanaNames.extension(code)), own);
        }
    }

    @Test
    void what_it_does_not_speak_has_a_name_too() {
        assertEquals("TLS_NULL_WITH_NULL_NULL", IanaNames.cipherSuite(0));
        assertEquals("TLS_RSA_WITH_AES_128_CBC_SHA", IanaNames.cipherSuite(0x2F));
        assertEquals("TLS_SHA384_SHA384", IanaNames.cipherSuite(0xC0B5));
        assertEquals("TLS_RSA_PSK_WITH_CHACHA20_POLY1305_SHA256", IanaNames.cipherSuite(0xCCAE));
        assertEquals("TLS_AES_128_CCM_8_SHA256", IanaNames.cipherSuite(0x1305));
        assertEquals("encrypted_client_hello", IanaNames.extension(0xFE0D));
        assertEquals("brainpoolP256r1", IanaNames.group(26));
        assertEquals("rsa_pkcs1_sha1", IanaNames.signatureScheme(0x0201));
        assertEquals("sha224 with ecdsa", IanaNames.signatureScheme(0x0303));
        assertTrue(IanaNames.size() > 450, () -> "only " + IanaNames.size());
    }

    @Test
    void numbers_that_mean_nothing_are_told_from_unknown_ones() {
        assertEquals("GREASE", IanaNames.cipherSuite(0x1A1A));
        assertEquals("GREASE", IanaNames.group(0xFAFA));
        assertEquals(new CipherSuite(0x1A2A).toString(), IanaNames.cipherSuite(0x1A2A));
        assertEquals(new SignatureScheme(0x0F0F).toString(), IanaNames.signatureScheme(0x0F0F));
    }
}
