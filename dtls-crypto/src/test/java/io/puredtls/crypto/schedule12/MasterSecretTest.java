package io.puredtls.crypto.schedule12;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.puredtls.crypto.aead.AeadAlgorithm;
import io.puredtls.crypto.cbc.CbcAlgorithm;
import io.puredtls.crypto.hash.HashAlgorithm;
import io.puredtls.crypto.jca.Jca;
import io.puredtls.crypto.secret.SecretBytes;
import io.puredtls.crypto.vectors.Vectors;
import io.puredtls.crypto.vectors.Vectors.Vector;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class MasterSecretTest {
    private static final byte[] CLIENT = Vectors.hex("00".repeat(31) + "c1");
    private static final byte[] SERVER = Vectors.hex("00".repeat(31) + "51");
    private static final Randoms RANDOMS = new Randoms(CLIENT, SERVER);

    @Test
    void the_master_secret_and_its_keys_are_nists() {
        for (Vector vector : Vectors.read("tls12-kdf", "cavp.txt")) {
            HashAlgorithm hash = HashAlgorithm.valueOf(vector.text("hash"));
            Randoms hellos = new Randoms(vector.bytes("clientHelloRandom"), vector.bytes("serverHelloRandom"));
            try (MasterSecret master = preMaster(vector).legacy(Jca.PLATFORM, hash, hellos)) {
                assertEquals(vector.text("masterSecret"), master.hexForKeyLog());
                assertKeyBlocks(master, vector);
            }
        }
    }

    /** [RFC7627 §4#1] */
    @Test
    void the_extended_master_secret_and_its_keys_are_nists() {
        for (Vector vector : Vectors.read("tls12-kdf", "acvp-rfc7627.txt")) {
            HashAlgorithm hash = HashAlgorithm.valueOf(vector.text("hash"));
            try (MasterSecret master = preMaster(vector).extended(Jca.PLATFORM, hash, vector.bytes("sessionHash"))) {
                assertEquals(vector.text("masterSecret"), master.hexForKeyLog(), vector.text("id"));
                assertKeyBlocks(master, vector);
            }
        }
    }

    /** [RFC5246 §6.3] client_write_key, server_write_key, client_write_IV, server_write_IV, without a gap. */
    private static void assertKeyBlocks(MasterSecret master, Vector vector) {
        Randoms randoms = new Randoms(vector.bytes("clientRandom"), vector.bytes("serverRandom"));
        for (AeadAlgorithm aead : AeadAlgorithm.values()) {
            int ivLength = aead == AeadAlgorithm.CHACHA20_POLY1305 ? 12 : 4;
            try (KeyBlock keys = master.keyBlock(aead, ivLength, randoms)) {
                assertEquals(aead.keyLength(), keys.clientWriteKey().length());
                assertEquals(aead.keyLength(), keys.serverWriteKey().length());
                assertEquals(ivLength, keys.clientWriteIv().length());
                assertEquals(ivLength, keys.serverWriteIv().length());
                String inOrder = Vectors.hex(keys.clientWriteKey().view()) + Vectors.hex(keys.serverWriteKey().view())
                        + Vectors.hex(keys.clientWriteIv().view()) + Vectors.hex(keys.serverWriteIv().view());
                assertEquals(vector.text("keyBlock").substring(0, inOrder.length()), inOrder, aead.name());
            }
        }
    }

    /** [RFC5246 §6.3] client_write_MAC_key, server_write_MAC_key, client_write_key, server_write_key, without a gap. */
    @Test
    void the_keys_of_a_cbc_suite_are_cut_from_nists_key_block() {
        for (Vector vector : Vectors.read("tls12-kdf", "acvp-rfc7627.txt")) {
            HashAlgorithm hash = HashAlgorithm.valueOf(vector.text("hash"));
            Randoms randoms = new Randoms(vector.bytes("clientRandom"), vector.bytes("serverRandom"));
            for (CbcAlgorithm cbc : CbcAlgorithm.values()) {
                try (MasterSecret master = preMaster(vector).extended(Jca.PLATFORM, hash, vector.bytes("sessionHash"));
                        CbcKeyBlock keys = master.keyBlock(cbc, randoms)) {
                    String inOrder = Vectors.hex(keys.client().mac().view()) + Vectors.hex(keys.server().mac().view())
                            + Vectors.hex(keys.client().key().view()) + Vectors.hex(keys.server().key().view());
                    assertEquals(4 * (cbc.macLength() + cbc.keyLength()), inOrder.length());
                    int known = Math.min(inOrder.length(), vector.text("keyBlock").length());
                    assertTrue(known > 4 * cbc.macLength(), "the vector reaches the ciphers' keys");
                    assertEquals(vector.text("keyBlock").substring(0, known), inOrder.substring(0, known), cbc.name());
                    assertEquals(cbc.keyLength(), keys.server().key().length());
                }
            }
        }
    }

    @Test
    void master_secret_and_verify_data_are_those_of_a_foreign_handshake() {
        Vector vector = Vectors.read("tls12-kdf", "illustrated-tls12.txt").get(0);
        Randoms randoms = new Randoms(vector.bytes("clientRandom"), vector.bytes("serverRandom"));
        MasterSecret master = preMaster(vector).legacy(Jca.PLATFORM, HashAlgorithm.SHA256, randoms);
        assertEquals(vector.text("masterSecret"), master.hexForKeyLog());
        assertEquals(vector.text("clientVerifyData"), Vectors.hex(master.clientVerifyData(vector.bytes("clientHandshakeHash"))));
        assertEquals(vector.text("serverVerifyData"), Vectors.hex(master.serverVerifyData(vector.bytes("serverHandshakeHash"))));
        assertEquals(12, MasterSecret.VERIFY_DATA_LENGTH);
    }

    /** No exporter vector of TLS 1.2 is public, as far as we know: the expectation is computed here, by HMAC alone. */
    @ParameterizedTest
    @CsvSource({"SHA256, HmacSHA256", "SHA384, HmacSHA384"})
    void exports_are_the_prf_over_label_randoms_and_context(HashAlgorithm hash, String hmac) throws Exception {
        byte[] secret = Vectors.hex("a7".repeat(48));
        MasterSecret master = new MasterSecret(Jca.PLATFORM, hash, SecretBytes.taking(secret.clone()));
        byte[] label = "EXTRACTOR-dtls_srtp".getBytes(StandardCharsets.US_ASCII);

        byte[] without = prf(hmac, secret, label, CLIENT, SERVER);
        assertEquals(Vectors.hex(without), Vectors.hex(master.export("EXTRACTOR-dtls_srtp", RANDOMS, 60).view()));
        byte[] empty = prf(hmac, secret, label, CLIENT, SERVER, new byte[] {0, 0});
        assertEquals(Vectors.hex(empty), Vectors.hex(master.export("EXTRACTOR-dtls_srtp", new byte[0], RANDOMS, 60).view()));
        assertNotEquals(Vectors.hex(without), Vectors.hex(empty));
        byte[] context = new byte[0x0102];
        Arrays.fill(context, (byte) 9);
        byte[] with = prf(hmac, secret, label, CLIENT, SERVER, new byte[] {1, 2}, context);
        assertEquals(Vectors.hex(with), Vectors.hex(master.export("EXTRACTOR-dtls_srtp", context, RANDOMS, 60).view()));
    }

    /** [RFC5246 §5] 60 bytes of PRF(secret, label, seed), written out: A(1), A(2) and two blocks. */
    private static byte[] prf(String hmac, byte[] secret, byte[]... labelAndSeed) throws Exception {
        ByteArrayOutputStream seed = new ByteArrayOutputStream();
        for (byte[] part : labelAndSeed) {
            seed.write(part);
        }
        Mac mac = Mac.getInstance(hmac);
        mac.init(new SecretKeySpec(secret, hmac));
        byte[] a1 = mac.doFinal(seed.toByteArray());
        byte[] a2 = mac.doFinal(a1);
        mac.update(a1);
        byte[] first = mac.doFinal(seed.toByteArray());
        mac.update(a2);
        byte[] second = mac.doFinal(seed.toByteArray());
        byte[] out = Arrays.copyOf(first, 60);
        System.arraycopy(second, 0, out, first.length, 60 - first.length);
        return out;
    }

    @Test
    void a_context_longer_than_its_length_field_can_say_is_refused() {
        MasterSecret master = master(HashAlgorithm.SHA256);
        assertEquals(20, master.export("label", new byte[65535], RANDOMS, 20).length());
        String message = assertThrows(
                IllegalArgumentException.class, () -> master.export("label", new byte[65536], RANDOMS, 20)).getMessage();
        assertEquals("an exporter's context has at most 65535 bytes, not 65536", message);
    }

    @ParameterizedTest
    @EnumSource
    void verify_data_differs_by_role_and_by_hash(HashAlgorithm hash) {
        MasterSecret master = master(hash);
        byte[] handshakeHash = new byte[hash.length()];
        byte[] ofClient = master.clientVerifyData(handshakeHash);
        assertEquals(12, ofClient.length);
        assertFalse(Arrays.equals(ofClient, master.serverVerifyData(handshakeHash)));
        handshakeHash[0] = 1;
        assertFalse(Arrays.equals(ofClient, master.clientVerifyData(handshakeHash)));
    }

    @Test
    void a_master_secret_has_48_bytes() {
        for (int length : new int[] {0, 47, 49}) {
            String message = assertThrows(IllegalArgumentException.class, () -> new MasterSecret(
                    Jca.PLATFORM, HashAlgorithm.SHA256, SecretBytes.taking(new byte[length]))).getMessage();
            assertEquals("a master secret has 48 bytes, not " + length, message);
        }
    }

    @Test
    void a_pre_master_secret_is_consumed_by_its_use() {
        for (boolean extended : new boolean[] {true, false}) {
            byte[] bytes = {1, 2, 3};
            PreMasterSecret preMaster = new PreMasterSecret(SecretBytes.taking(bytes));
            derive(preMaster, extended).close();
            assertArrayEquals(new byte[3], bytes);
            assertThrows(IllegalStateException.class, () -> derive(preMaster, extended));
        }
    }

    private static MasterSecret derive(PreMasterSecret preMaster, boolean extended) {
        return extended
                ? preMaster.extended(Jca.PLATFORM, HashAlgorithm.SHA256, new byte[32])
                : preMaster.legacy(Jca.PLATFORM, HashAlgorithm.SHA256, RANDOMS);
    }

    @Test
    void a_pre_master_secret_can_be_dropped_unused() {
        byte[] bytes = {1, 2, 3};
        new PreMasterSecret(SecretBytes.taking(bytes)).close();
        assertArrayEquals(new byte[3], bytes);
    }

    @Test
    void closing_wipes_the_master_secret_and_all_four_keys() {
        SecretBytes secret = SecretBytes.taking(new byte[48]);
        MasterSecret master = new MasterSecret(Jca.PLATFORM, HashAlgorithm.SHA256, secret);
        KeyBlock keys = master.keyBlock(AeadAlgorithm.AES_128_GCM, 4, RANDOMS);
        master.close();
        assertTrue(secret.isClosed());
        assertThrows(IllegalStateException.class, () -> master.export("label", RANDOMS, 20));
        keys.close();
        for (SecretBytes each : List.of(keys.clientWriteKey(), keys.serverWriteKey(), keys.clientWriteIv(), keys.serverWriteIv())) {
            assertTrue(each.isClosed());
        }
    }

    @Test
    void printing_reveals_nothing() {
        SecretBytes secret = SecretBytes.taking(new byte[48]);
        MasterSecret master = new MasterSecret(Jca.PLATFORM, HashAlgorithm.SHA256, secret);
        assertEquals("MasterSecret", master.toString());
        assertEquals("PreMasterSecret", new PreMasterSecret(secret).toString());
        assertEquals(
                "KeyBlock[clientWriteKey=SecretBytes[16], serverWriteKey=SecretBytes[16], "
                        + "clientWriteIv=SecretBytes[4], serverWriteIv=SecretBytes[4]]",
                master.keyBlock(AeadAlgorithm.AES_128_GCM, 4, RANDOMS).toString());
    }

    private static MasterSecret master(HashAlgorithm hash) {
        return new MasterSecret(Jca.PLATFORM, hash, SecretBytes.taking(new byte[48]));
    }

    private static PreMasterSecret preMaster(Vector vector) {
        return new PreMasterSecret(SecretBytes.taking(vector.bytes("preMasterSecret")));
    }
}
