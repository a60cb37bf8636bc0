package io.puredtls.crypto.hash;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.puredtls.crypto.jca.Jca;
import io.puredtls.crypto.secret.SecretBytes;
import io.puredtls.crypto.vectors.Vectors;
import io.puredtls.crypto.vectors.Vectors.Vector;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

/** The labels of DTLS 1.3 against a handshake that is not ours. */
class IllustratedDtls13Test {
    private static final HashAlgorithm SHA256 = HashAlgorithm.SHA256;
    private static final byte[] NONE = new byte[0];

    private final List<Vector> derivations = Vectors.read("illustrated-dtls13", "derivations.txt");
    private final Map<String, byte[]> keyLog = keyLog();

    /** [RFC9846 §7.1] 0 → Extract → "derived" → Extract(shared secret) → "c hs traffic", and so on. */
    @Test
    void the_handshakes_secrets_come_from_its_shared_secret() {
        Vector values = derivations.get(0);
        SecretBytes early = Hkdf.extract(Jca.PLATFORM, SHA256, NONE, SecretBytes.taking(new byte[32]));
        SecretBytes handshake = next(early, SecretBytes.taking(values.bytes("sharedSecret")));
        assertEquals(values.text("handshakeSecret"), Vectors.hex(handshake.view()));
        SecretBytes main = next(handshake, SecretBytes.taking(new byte[32]));

        byte[] hello = values.bytes("helloHash");
        assertArrayEquals(keyLog.get("CLIENT_HANDSHAKE_TRAFFIC_SECRET"), derive(handshake, "c hs traffic", hello, 32));
        assertArrayEquals(keyLog.get("SERVER_HANDSHAKE_TRAFFIC_SECRET"), derive(handshake, "s hs traffic", hello, 32));
        byte[] whole = values.bytes("handshakeHash");
        assertArrayEquals(keyLog.get("CLIENT_TRAFFIC_SECRET"), derive(main, "c ap traffic", whole, 32));
        assertArrayEquals(keyLog.get("SERVER_TRAFFIC_SECRET"), derive(main, "s ap traffic", whole, 32));
    }

    private static SecretBytes next(SecretBytes secret, SecretBytes input) {
        byte[] derived = derive(secret, "derived", SHA256.hash(Jca.PLATFORM, NONE), 32);
        return Hkdf.extract(Jca.PLATFORM, SHA256, derived, input);
    }

    @Test
    void the_keys_of_every_traffic_secret_are_the_printed_ones() {
        for (Vector keys : derivations.subList(1, derivations.size())) {
            SecretBytes secret = SecretBytes.taking(keyLog.get(keys.text("secret")));
            assertEquals(keys.text("key"), Vectors.hex(derive(secret, "key", NONE, 16)), keys.text("secret"));
            assertEquals(keys.text("iv"), Vectors.hex(derive(secret, "iv", NONE, 12)), keys.text("secret"));
            assertEquals(keys.text("sn"), Vectors.hex(derive(secret, "sn", NONE, 16)), keys.text("secret"));
        }
    }

    @Test
    void derived_keys_open_the_recorded_datagrams() throws Exception {
        byte[] extensions = open("03-encext-shs-prot.hex", "SERVER_HANDSHAKE_TRAFFIC_SECRET", 0);
        String expected = "08000012" + "0001" + "000000" + "000012" + "0010" + "000a000c000a0017001d00180019" + "0100" + "16";
        assertEquals(expected, Vectors.hex(extensions));
        assertEquals("70696e67" + "17", Vectors.hex(open("09-data-cap-prot.hex", "CLIENT_TRAFFIC_SECRET", 0)));
        assertEquals("706f6e67" + "17", Vectors.hex(open("10-data-sap-prot.hex", "SERVER_TRAFFIC_SECRET", 1)));
    }

    /** [RFC9147 §4.2.3] One record with a 5-byte header, its number unmasked, by nothing but javax.crypto. */
    private byte[] open(String file, String secretName, int sequence) throws Exception {
        byte[] record = Vectors.hex(Files.readString(Vectors.path("illustrated-dtls13", file)));
        SecretBytes secret = SecretBytes.taking(keyLog.get(secretName).clone());
        Cipher mask = Cipher.getInstance("AES/ECB/NoPadding");
        mask.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(derive(secret, "sn", NONE, 16), "AES"));
        byte[] bits = mask.doFinal(record, 5, 16);
        record[1] ^= bits[0];
        record[2] ^= bits[1];
        assertEquals(sequence, (record[1] & 0xFF) << 8 | record[2] & 0xFF, file);
        byte[] nonce = derive(secret, "iv", NONE, 12);
        nonce[10] ^= record[1];
        nonce[11] ^= record[2];
        Cipher gcm = Cipher.getInstance("AES/GCM/NoPadding");
        gcm.init(Cipher.DECRYPT_MODE, new SecretKeySpec(derive(secret, "key", NONE, 16), "AES"), new GCMParameterSpec(128, nonce));
        gcm.updateAAD(record, 0, 5);
        return gcm.doFinal(record, 5, record.length - 5);
    }

    private static byte[] derive(SecretBytes secret, String label, byte[] context, int length) {
        return Hkdf.expandLabel(Jca.PLATFORM, SHA256, secret, label, context, length).view();
    }

    private static Map<String, byte[]> keyLog() {
        Map<String, byte[]> secrets = new HashMap<>();
        try {
            for (String line : Files.readAllLines(Vectors.path("illustrated-dtls13", "keylog.txt"))) {
                String[] words = line.split(" ");
                secrets.put(words[0], Vectors.hex(words[2]));
            }
        } catch (IOException absent) {
            throw new java.io.UncheckedIOException(absent);
        }
        assertEquals(4, secrets.size(), () -> Arrays.toString(secrets.keySet().toArray()));
        return secrets;
    }
}
