package io.puredtls.crypto.schedule13;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.puredtls.crypto.aead.Aead;
import io.puredtls.crypto.aead.AeadAlgorithm;
import io.puredtls.crypto.aead.RecordNumberMask;
import io.puredtls.crypto.hash.HashAlgorithm;
import io.puredtls.crypto.jca.Jca;
import io.puredtls.crypto.secret.SecretBytes;
import io.puredtls.crypto.vectors.Vectors;
import io.puredtls.crypto.vectors.Vectors.Vector;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a traffic secret gives: keys, Finished, and the secret after it. */
class TrafficSecretTest {
    private static TrafficSecret secret(HashAlgorithm hash) {
        return TrafficSecret.of(Jca.PLATFORM, hash, SecretBytes.taking(bytes(hash)));
    }

    private static byte[] bytes(HashAlgorithm hash) {
        byte[] bytes = new byte[hash.length()];
        Arrays.fill(bytes, (byte) 0xA7);
        return bytes;
    }

    // Against a handshake that is not ours

    private final List<Vector> derivations = Vectors.read("illustrated-dtls13", "derivations.txt");

    @Test
    void traffic_secrets_of_a_foreign_handshake_come_from_its_shared_secret() throws IOException {
        Vector values = derivations.get(0);
        Map<String, String> keyLog = keyLog();
        HandshakeSecret handshake = EarlySecret.withoutPsk(Jca.PLATFORM, HashAlgorithm.SHA256)
                .handshakeSecret(SecretBytes.taking(values.bytes("sharedSecret")));
        byte[] hello = values.bytes("helloHash");
        assertEquals(keyLog.get("CLIENT_HANDSHAKE_TRAFFIC_SECRET"), handshake.clientTraffic(hello).hexForKeyLog());
        assertEquals(keyLog.get("SERVER_HANDSHAKE_TRAFFIC_SECRET"), handshake.serverTraffic(hello).hexForKeyLog());
        MainSecret main = handshake.mainSecret();
        byte[] whole = values.bytes("handshakeHash");
        assertEquals(keyLog.get("CLIENT_TRAFFIC_SECRET"), main.clientTraffic(whole).hexForKeyLog());
        assertEquals(keyLog.get("SERVER_TRAFFIC_SECRET"), main.serverTraffic(whole).hexForKeyLog());
    }

    @Test
    // [RFC9147 §4.2.3#3] [RFC9846 §7.3#1]
    void keys_of_a_foreign_handshake_are_the_printed_ones() throws IOException {
        Map<String, String> keyLog = keyLog();
        for (Vector expected : derivations.subList(1, derivations.size())) {
            byte[] secret = Vectors.hex(keyLog.get(expected.text("secret")));
            TrafficKeys keys = TrafficSecret.of(Jca.PLATFORM, HashAlgorithm.SHA256, SecretBytes.taking(secret)).keys(AeadAlgorithm.AES_128_GCM);
            assertEquals(expected.text("key"), Vectors.hex(keys.key().view()));
            assertEquals(expected.text("iv"), Vectors.hex(keys.iv().view()));
            assertEquals(expected.text("sn"), Vectors.hex(keys.sn().view()));
        }
    }

    /** [RFC9846 §4.5.3] The client's Finished covers what its transcript hash at the server's Finished covers: it has no certificate. */
    @Test
    // [RFC9846 §4.5.3#2]
    void finished_of_a_foreign_client_is_what_it_must_say() throws IOException {
        byte[] bytes = Vectors.hex(keyLog().get("CLIENT_HANDSHAKE_TRAFFIC_SECRET"));
        TrafficSecret secret = TrafficSecret.of(Jca.PLATFORM, HashAlgorithm.SHA256, SecretBytes.taking(bytes));
        byte[] record = Vectors.hex(Files.readString(Vectors.path("illustrated-dtls13", "07-fin-chs-prot.hex")).strip());
        try (TrafficKeys keys = secret.keys(AeadAlgorithm.AES_128_GCM);
                RecordNumberMask mask = RecordNumberMask.of(AeadAlgorithm.AES_128_GCM, Jca.PLATFORM, keys.sn());
                Aead aead = AeadAlgorithm.AES_128_GCM.with(Jca.PLATFORM, keys.key())) {
            byte[] header = Arrays.copyOf(record, 5);
            int bits = mask.mask(record, 5);
            header[1] ^= (byte) (bits >>> 8);
            header[2] ^= (byte) bits;
            assertEquals("0000", Vectors.hex(Arrays.copyOfRange(header, 1, 3)));
            int length = aead.open(keys.iv().view(), header, 5, record, 5, record.length - 5); // of record 0: the iv is the nonce
            assertEquals(12 + 32 + 1, length);
        }
        byte[] handshakeHash = derivations.get(0).bytes("handshakeHash");
        assertArrayEquals(secret.verifyData(handshakeHash), Arrays.copyOfRange(record, 5 + 12, 5 + 12 + 32));
    }

    private static Map<String, String> keyLog() throws IOException {
        Map<String, String> secrets = new HashMap<>();
        for (String line : Files.readAllLines(Vectors.path("illustrated-dtls13", "keylog.txt"))) {
            String[] words = line.strip().split(" ");
            secrets.put(words[0], words[2]);
        }
        return secrets;
    }

    // By themselves

    /** [RFC9846 §7.3] [RFC9147 §4.2.3] */
    @ParameterizedTest
    @EnumSource
    // [RFC9147 §4.2.3#3] [RFC9846 §7.3#1]
    void keys_are_the_rfcs_for_every_aead(HashAlgorithm hash) {
        Ladder ladder = new Ladder(hash);
        byte[] none = new byte[0];
        for (AeadAlgorithm aead : AeadAlgorithm.values()) {
            try (TrafficSecret secret = secret(hash); TrafficKeys keys = secret.keys(aead)) {
                assertArrayEquals(ladder.expand(bytes(hash), "key", none, aead.keyLength()), keys.key().view());
                assertArrayEquals(ladder.expand(bytes(hash), "iv", none, 12), keys.iv().view());
                assertArrayEquals(ladder.expand(bytes(hash), "sn", none, aead.keyLength()), keys.sn().view());
                assertFalse(keys.key().matches(keys.sn().view()));
            }
        }
    }

    /** [RFC9846 §4.5.3] */
    @ParameterizedTest
    @EnumSource
    // [RFC9846 §4.5.3#2]
    void finished_is_the_rfcs(HashAlgorithm hash) {
        Ladder ladder = new Ladder(hash);
        byte[] verifyData = secret(hash).verifyData(ladder.transcript(1));
        assertArrayEquals(ladder.verifyData(bytes(hash), ladder.transcript(1)), verifyData);
        assertEquals(hash.length(), verifyData.length);
        assertFalse(Arrays.equals(verifyData, secret(hash).verifyData(ladder.transcript(2))));
    }

    /** [RFC9846 §7.2] */
    @ParameterizedTest
    @EnumSource
    // [RFC9846 §7.2#1]
    void next_secret_is_the_rfcs_and_another_one_each_time(HashAlgorithm hash) {
        Ladder ladder = new Ladder(hash);
        byte[] expected = bytes(hash);
        TrafficSecret secret = secret(hash);
        Set<String> keys = new HashSet<>();
        for (int update = 0; update < 10; update++) {
            assertEquals(Ladder.hex(expected), secret.hexForKeyLog());
            keys.add(Ladder.hex(secret.keys(AeadAlgorithm.AES_128_GCM).key().view()));
            expected = ladder.expand(expected, "traffic upd", new byte[0], hash.length());
            secret = secret.next();
        }
        assertEquals(10, keys.size());
    }

    @ParameterizedTest
    @EnumSource
    // [RFC9846 §7.2#2]
    void next_secret_uses_up_the_one_before(HashAlgorithm hash) {
        byte[] bytes = bytes(hash);
        TrafficSecret secret = TrafficSecret.of(Jca.PLATFORM, hash, SecretBytes.taking(bytes));
        TrafficKeys keys = secret.keys(AeadAlgorithm.AES_128_GCM);
        TrafficSecret next = secret.next();
        assertArrayEquals(new byte[bytes.length], bytes);
        assertThrows(IllegalStateException.class, secret::next);
        assertThrows(IllegalStateException.class, () -> secret.keys(AeadAlgorithm.AES_128_GCM));
        assertThrows(IllegalStateException.class, () -> secret.verifyData(new byte[32]));
        assertThrows(IllegalStateException.class, secret::hexForKeyLog);
        assertEquals(16, keys.key().view().length); // what was given lives on
        assertNotEquals(Ladder.hex(keys.key().view()), Ladder.hex(next.keys(AeadAlgorithm.AES_128_GCM).key().view()));
    }

    @Test
    void a_traffic_secret_has_the_hashs_length() {
        for (HashAlgorithm hash : HashAlgorithm.values()) {
            for (int length : new int[] {0, hash.length() - 1, hash.length() + 1}) {
                String message = assertThrows(IllegalArgumentException.class,
                        () -> TrafficSecret.of(Jca.PLATFORM, hash, SecretBytes.taking(new byte[length]))).getMessage();
                assertEquals("a traffic secret has " + hash.length() + " bytes, not " + length, message);
            }
        }
    }

    @Test
    void closing_wipes_the_secret_and_all_three_keys() {
        TrafficSecret secret = secret(HashAlgorithm.SHA256);
        TrafficKeys keys = secret.keys(AeadAlgorithm.CHACHA20_POLY1305);
        secret.close();
        secret.close();
        assertThrows(IllegalStateException.class, () -> secret.keys(AeadAlgorithm.AES_128_GCM));
        keys.close();
        List.of(keys.key(), keys.iv(), keys.sn()).forEach(each -> assertTrue(each.isClosed()));
    }

    @Test
    void printing_reveals_nothing() {
        assertEquals("TrafficSecret", secret(HashAlgorithm.SHA256).toString());
        assertEquals(
                "TrafficKeys[key=SecretBytes[16], iv=SecretBytes[12], sn=SecretBytes[16]]",
                secret(HashAlgorithm.SHA256).keys(AeadAlgorithm.AES_128_GCM).toString());
    }
}
