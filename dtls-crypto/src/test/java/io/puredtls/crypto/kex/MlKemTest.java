package io.puredtls.crypto.kex;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.puredtls.crypto.entropy.SeededEntropy;
import io.puredtls.crypto.jca.Jca;
import io.puredtls.crypto.vectors.Vectors;
import io.puredtls.crypto.vectors.Vectors.Vector;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MlKemTest {
    @BeforeAll
    static void the_jdk_must_have_it() {
        NeedsMlKem.orSkip(MlKemTest.class);
    }

    @ParameterizedTest
    @EnumSource
    void wycheproof_agrees_on_keys_and_decapsulation(MlKemParameters parameters) throws Exception {
        List<String> wrong = new ArrayList<>();
        for (Vector vector : vectors(parameters, "decapsulation")) {
            KeyPair pair = parameters.generate(Jca.PLATFORM, new ScriptedEntropy(vector.bytes("seed")));
            assertEquals(vector.text("ek"), Vectors.hex(parameters.encode(pair.getPublic())), vector.text("id"));
            if (!decapsulated(parameters, pair, vector.bytes("c")).equals(expected(vector))) {
                wrong.add(vector.text("id") + " " + vector.text("flags"));
            }
        }
        assertEquals(List.of(), wrong);
    }

    @ParameterizedTest
    @EnumSource
    void wycheproof_agrees_on_encapsulation(MlKemParameters parameters) throws Exception {
        List<String> wrong = new ArrayList<>();
        int refused = 0;
        for (Vector vector : vectors(parameters, "encapsulation")) {
            String result = encapsulated(parameters, vector.bytes("ek"), vector.bytes("m"));
            String expected = vector.text("result").equals("valid") ? vector.text("c") + " " + vector.text("K") : "refused";
            if (!result.equals(expected)) {
                wrong.add(vector.text("id") + " " + vector.text("flags"));
            }
            refused += result.equals("refused") ? 1 : 0;
        }
        assertEquals(List.of(), wrong);
        assertTrue(refused >= 4, refused + " refused");
    }

    @ParameterizedTest
    @EnumSource
    void known_answers_are_given_also_to_what_nobody_encapsulated(MlKemParameters parameters) throws Exception {
        for (Vector vector : vectors(parameters, "kat")) {
            KeyPair pair = parameters.generate(Jca.PLATFORM, new ScriptedEntropy(Vectors.hex(vector.text("d") + vector.text("z"))));
            assertEquals(vector.text("pk"), Vectors.hex(parameters.encode(pair.getPublic())));
            assertEquals(vector.text("ct") + " " + vector.text("ss"), encapsulated(parameters, vector.bytes("pk"), vector.bytes("msg")));
            assertEquals(vector.text("ss"), decapsulated(parameters, pair, vector.bytes("ct")));
            assertEquals(vector.text("ss_n"), decapsulated(parameters, pair, vector.bytes("ct_n")));
        }
    }

    /** [FIPS203 §7.2] Every coefficient counts, and only those below q = 3329 are in the field. */
    @ParameterizedTest
    @EnumSource
    void a_coefficient_outside_the_field_is_refused_wherever_it_stands(MlKemParameters parameters) throws Exception {
        byte[] key = parameters.encode(parameters.generate(Jca.PLATFORM, new SeededEntropy(1)).getPublic());
        int coefficients = (key.length - 32) * 8 / 12;
        for (int i : new int[] {0, 1, 2, 255, 256, coefficients / 2, coefficients - 2, coefficients - 1}) {
            for (int value : new int[] {3329, 3330, 4095}) {
                byte[] outside = with(key, i, value);
                String message = assertThrows(IllegalShareException.class, () -> parameters.decode(Jca.PLATFORM, outside)).getMessage();
                assertEquals("a coefficient of the encapsulation key lies outside the field of " + parameters, message);
            }
            for (int value : new int[] {0, 3328}) {
                byte[] inside = with(key, i, value);
                assertArrayEquals(inside, parameters.encode(parameters.decode(Jca.PLATFORM, inside)));
            }
        }
        byte[] anySeed = key.clone();
        Arrays.fill(anySeed, key.length - 32, key.length, (byte) 0xFF);
        assertArrayEquals(anySeed, parameters.encode(parameters.decode(Jca.PLATFORM, anySeed)));
    }

    /** {@code key} with its coefficient number {@code i} replaced. */
    private static byte[] with(byte[] key, int i, int value) {
        byte[] out = key.clone();
        int at = i / 2 * 3;
        int three = out[at] & 0xFF | (out[at + 1] & 0xFF) << 8 | (out[at + 2] & 0xFF) << 16;
        three = i % 2 == 0 ? three & 0xFFF000 | value : three & 0xFFF | value << 12;
        out[at] = (byte) three;
        out[at + 1] = (byte) (three >>> 8);
        out[at + 2] = (byte) (three >>> 16);
        return out;
    }

    @ParameterizedTest
    @EnumSource
    void a_key_of_another_length_is_refused(MlKemParameters parameters) {
        int right = parameters.encapsulationKeyLength();
        for (int length : new int[] {0, 1, 32, 384, right - 1, right + 1, 2 * right}) {
            String message = assertThrows(
                    IllegalShareException.class, () -> parameters.decode(Jca.PLATFORM, new byte[length])).getMessage();
            assertEquals("an encapsulation key of " + parameters + " has " + right + " bytes, not " + length, message);
        }
    }

    @Test
    void lengths_are_those_of_fips_203() {
        assertEquals(1184, MlKemParameters.ML_KEM_768.encapsulationKeyLength());
        assertEquals(1088, MlKemParameters.ML_KEM_768.ciphertextLength());
        assertEquals(1568, MlKemParameters.ML_KEM_1024.encapsulationKeyLength());
        assertEquals(1568, MlKemParameters.ML_KEM_1024.ciphertextLength());
    }

    @ParameterizedTest
    @EnumSource
    void every_encapsulation_is_another(MlKemParameters parameters) throws Exception {
        KeyPair pair = parameters.generate(Jca.PLATFORM, new SeededEntropy(1));
        Agreement one = MlKem.encapsulate(Jca.PLATFORM, parameters, new SeededEntropy(2), pair.getPublic());
        Agreement other = MlKem.encapsulate(Jca.PLATFORM, parameters, new SeededEntropy(3), pair.getPublic());
        assertNotEquals(one.secret(), other.secret());
        assertEquals(Vectors.hex(one.secret().view()), decapsulated(parameters, pair, one.share()));
        assertEquals(Vectors.hex(other.secret().view()), decapsulated(parameters, pair, other.share()));
    }

    private static List<Vector> vectors(MlKemParameters parameters, String what) {
        return Vectors.read("mlkem", parameters.toString().toLowerCase(Locale.ROOT) + "-" + what + ".txt");
    }

    private static String expected(Vector vector) {
        return vector.text("result").equals("valid") ? vector.text("K") : "refused";
    }

    private static String decapsulated(MlKemParameters parameters, KeyPair pair, byte[] ciphertext) {
        try {
            return Vectors.hex(MlKem.decapsulate(Jca.PLATFORM, parameters, pair.getPrivate(), ciphertext).view());
        } catch (GeneralSecurityException refused) {
            return "refused";
        }
    }

    private static String encapsulated(MlKemParameters parameters, byte[] key, byte[] m) throws GeneralSecurityException {
        try {
            Agreement made = MlKem.encapsulate(Jca.PLATFORM, parameters, new ScriptedEntropy(m), parameters.decode(Jca.PLATFORM, key));
            return Vectors.hex(made.share()) + " " + Vectors.hex(made.secret().view());
        } catch (IllegalShareException refused) {
            return "refused";
        }
    }
}
