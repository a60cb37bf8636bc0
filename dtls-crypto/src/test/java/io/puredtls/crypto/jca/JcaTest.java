package io.puredtls.crypto.jca;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.security.MessageDigest;
import java.security.MessageDigestSpi;
import java.security.NoSuchAlgorithmException;
import java.security.Provider;
import org.junit.jupiter.api.Test;

class JcaTest {
    private final OneDigestProvider provider = new OneDigestProvider();

    @Test
    void the_preferred_provider_is_used_where_it_has_the_algorithm() {
        MessageDigest digest = Jca.preferring(provider).digest("SHA-256");
        assertSame(provider, digest.getProvider());
    }

    @Test
    void an_algorithm_that_only_the_preferred_provider_has_is_there() {
        Jca jca = Jca.preferring(provider);
        assertTrue(jca.has("MessageDigest", "PURE-TEST"));
        assertSame(provider, jca.digest("PURE-TEST").getProvider());
        assertFalse(Jca.PLATFORM.has("MessageDigest", "PURE-TEST"));
    }

    @Test
    void what_the_preferred_provider_lacks_comes_from_the_platform() {
        Jca jca = Jca.preferring(provider);
        assertTrue(jca.has("MessageDigest", "SHA-384"));
        assertNotSame(provider, jca.digest("SHA-384").getProvider());
    }

    @Test
    void every_getter_gives_what_the_platform_has() {
        Jca jca = Jca.PLATFORM;
        assertEquals("AES/GCM/NoPadding", jca.cipher("AES/GCM/NoPadding").getAlgorithm());
        assertEquals("HmacSHA256", jca.mac("HmacSHA256").getAlgorithm());
        assertEquals("SHA-256", jca.digest("SHA-256").getAlgorithm());
        assertEquals("SHA256withECDSA", jca.signature("SHA256withECDSA").getAlgorithm());
        assertEquals("ECDH", jca.keyAgreement("ECDH").getAlgorithm());
        assertEquals("EC", jca.keyPairGenerator("EC").getAlgorithm());
        assertEquals("EC", jca.keyFactory("EC").getAlgorithm());
        assertEquals("EC", jca.parameters("EC").getAlgorithm());
    }

    @Test
    void a_missing_algorithm_is_named_with_its_service_and_keeps_its_cause() {
        for (Jca jca : new Jca[] {Jca.PLATFORM, Jca.preferring(provider)}) {
            assertMissing("Cipher", () -> jca.cipher("Rot13"));
            assertMissing("Mac", () -> jca.mac("Rot13"));
            assertMissing("MessageDigest", () -> jca.digest("Rot13"));
            assertMissing("Signature", () -> jca.signature("Rot13"));
            assertMissing("KeyAgreement", () -> jca.keyAgreement("Rot13"));
            assertMissing("KeyPairGenerator", () -> jca.keyPairGenerator("Rot13"));
            assertMissing("KeyFactory", () -> jca.keyFactory("Rot13"));
            assertMissing("AlgorithmParameters", () -> jca.parameters("Rot13"));
            assertFalse(jca.has("Cipher", "Rot13"));
        }
    }

    private static void assertMissing(String service, org.junit.jupiter.api.function.Executable getter) {
        MissingAlgorithmException thrown = assertThrows(MissingAlgorithmException.class, getter);
        assertEquals("no provider offers " + service + " Rot13", thrown.getMessage());
        assertInstanceOf(NoSuchAlgorithmException.class, thrown.getCause());
    }

    @Test
    void a_transformation_that_the_jca_puts_together_is_there() {
        assertTrue(Jca.PLATFORM.has("Cipher", "AES/CTR/NoPadding"));
        assertTrue(Jca.PLATFORM.has("Cipher", "ChaCha20-Poly1305"));
        assertFalse(Jca.PLATFORM.has("Cipher", "AES/Rot13/NoPadding"));
    }

    @Test
    void it_prints_where_algorithms_come_from() {
        assertEquals("Jca[platform]", Jca.PLATFORM.toString());
        assertEquals("Jca[PureTest, then the platform's]", Jca.preferring(provider).toString());
    }

    @Test
    void a_provider_must_be_given() {
        assertThrows(NullPointerException.class, () -> Jca.preferring(null));
    }

    /** Has SHA-256 and an algorithm of its own, and nothing else. */
    private static final class OneDigestProvider extends Provider {
        private static final long serialVersionUID = 1;

        OneDigestProvider() {
            super("PureTest", "1", "for tests");
            putService(new Service(this, "MessageDigest", "SHA-256", Zeros.class.getName(), null, null) {
                @Override
                public Object newInstance(Object parameter) {
                    return new Zeros();
                }
            });
            putService(new Service(this, "MessageDigest", "PURE-TEST", Zeros.class.getName(), null, null) {
                @Override
                public Object newInstance(Object parameter) {
                    return new Zeros();
                }
            });
        }
    }

    /** A digest that is always zero. */
    private static final class Zeros extends MessageDigestSpi {
        @Override
        protected void engineUpdate(byte input) {
        }

        @Override
        protected void engineUpdate(byte[] input, int offset, int length) {
        }

        @Override
        protected byte[] engineDigest() {
            return new byte[32];
        }

        @Override
        protected void engineReset() {
        }
    }
}
