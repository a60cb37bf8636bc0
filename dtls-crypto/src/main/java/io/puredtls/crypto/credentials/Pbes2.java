package io.puredtls.crypto.credentials;

import io.puredtls.crypto.der.DerException;
import io.puredtls.crypto.der.DerReader;
import io.puredtls.crypto.der.DerTag;
import io.puredtls.crypto.jca.Jca;
import io.puredtls.crypto.secret.DestroyableKey;
import java.security.GeneralSecurityException;
import java.security.InvalidAlgorithmParameterException;
import java.security.InvalidKeyException;
import java.util.Arrays;
import javax.crypto.BadPaddingException;
import javax.crypto.Cipher;
import javax.crypto.IllegalBlockSizeException;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.PBEKeySpec;

/**
 * [RFC8018 §6.2] Keys encrypted with a password, as OpenSSL writes them: PBKDF2 with an HMAC, AES or triple DES in
 * CBC mode. Read here rather than through the JDK's EncryptedPrivateKeyInfo, which takes ASCII passwords alone and
 * lets a file ask for any amount of work.
 */
final class Pbes2 {
    private static final String PBES2 = "1.2.840.113549.1.5.13";
    private static final String PBKDF2 = "1.2.840.113549.1.5.12";
    private static final String CONVERT = "; convert it with: openssl pkcs8 -topk8 -v2 aes-256-cbc -in old.pem -out new.pem";
    /** A few seconds; OpenSSL writes 2048 and the most careful advice asks for 1.3 million. */
    private static final int MOST_ITERATIONS = 10_000_000;

    private Pbes2() {
    }

    /** Gives the PKCS#8 bytes within an EncryptedPrivateKeyInfo. The password is lent. */
    static byte[] decrypt(PemBlock block, char[] password) throws DerException {
        if (password.length == 0) {
            throw new CredentialsException(block.where() + " is encrypted, and no password was given");
        }
        DerReader info = DerReader.of(block.content(), "encrypted private key").sequence("EncryptedPrivateKeyInfo");
        DerReader identifier = info.sequence("encryptionAlgorithm");
        demand(identifier.oid("algorithm"), PBES2, "PBES2", block);
        DerReader parameters = identifier.sequence("PBES2-params");
        DerReader derivation = parameters.sequence("keyDerivationFunc");
        demand(derivation.oid("algorithm"), PBKDF2, "PBKDF2", block);
        DerReader pbkdf2 = derivation.sequence("PBKDF2-params");
        DerReader scheme = parameters.sequence("encryptionScheme");
        CbcCipher cipher = CbcCipher.of(scheme.oid("algorithm"), block);
        byte[] iv = scheme.octetString("iv");
        byte[] encrypted = info.octetString("encryptedData");
        DestroyableKey key = derive(pbkdf2, cipher, password, block);
        try {
            Cipher cbc = Jca.PLATFORM.cipher(cipher.transformation);
            cbc.init(Cipher.DECRYPT_MODE, key, new IvParameterSpec(iv));
            return plausible(cbc.doFinal(encrypted), block);
        } catch (BadPaddingException wrong) {
            throw wrongPassword(block);
        } catch (InvalidAlgorithmParameterException | InvalidKeyException | IllegalBlockSizeException malformed) {
            throw new CredentialsException(block.where() + " is malformed: " + malformed.getMessage(), malformed);
        } finally {
            key.destroy();
        }
    }

    private static DestroyableKey derive(DerReader pbkdf2, CbcCipher cipher, char[] password, PemBlock block) throws DerException {
        byte[] salt = pbkdf2.octetString("salt");
        int iterations = pbkdf2.integer("iterationCount", 1, MOST_ITERATIONS);
        if (pbkdf2.nextIs(DerTag.INTEGER)) {
            pbkdf2.integer("keyLength", cipher.keyLength, cipher.keyLength);
        }
        String hash = pbkdf2.isEmpty() ? "SHA1" : hash(pbkdf2.sequence("prf").oid("algorithm"), block);
        if (salt.length == 0) {
            throw new CredentialsException(block.where() + " is encrypted without salt");
        }
        PBEKeySpec spec = new PBEKeySpec(password, salt, iterations, 8 * cipher.keyLength);
        byte[] derived = new byte[0];
        try {
            derived = SecretKeyFactory.getInstance("PBKDF2WithHmac" + hash).generateSecret(spec).getEncoded();
            return DestroyableKey.copyOf(cipher.algorithm(), derived);
        } catch (GeneralSecurityException absent) {
            throw new CredentialsException(block.where() + " needs PBKDF2 with HMAC-" + hash + ", which this JDK has not", absent);
        } finally {
            Arrays.fill(derived, (byte) 0);
            spec.clearPassword();
        }
    }

    /** [RFC8018 §B.1.2] The pseudorandom functions. */
    private static String hash(String oid, PemBlock block) {
        return switch (oid) {
            case "1.2.840.113549.2.7" -> "SHA1";
            case "1.2.840.113549.2.8" -> "SHA224";
            case "1.2.840.113549.2.9" -> "SHA256";
            case "1.2.840.113549.2.10" -> "SHA384";
            case "1.2.840.113549.2.11" -> "SHA512";
            default -> throw unsupported(block, "the pseudorandom function " + oid);
        };
    }

    /** One wrong password in 256 leaves a valid padding; what it decrypts to is no SEQUENCE that fills its bytes. */
    private static byte[] plausible(byte[] decrypted, PemBlock block) {
        try {
            DerReader whole = DerReader.of(decrypted, "decrypted private key");
            whole.sequence("PrivateKeyInfo");
            whole.end();
            return decrypted;
        } catch (DerException noise) {
            Arrays.fill(decrypted, (byte) 0);
            throw wrongPassword(block);
        }
    }

    private static CredentialsException wrongPassword(PemBlock block) {
        return new CredentialsException("wrong password for " + block.where());
    }

    private static void demand(String oid, String wanted, String name, PemBlock block) {
        if (!oid.equals(wanted)) {
            throw unsupported(block, "algorithm " + oid + " where only " + name + " is known");
        }
    }

    private static CredentialsException unsupported(PemBlock block, String what) {
        return new CredentialsException(block.where() + " is encrypted with " + what + CONVERT);
    }

    /** [RFC8018 §B.2] The encryption schemes. */
    private enum CbcCipher {
        AES_128("2.16.840.1.101.3.4.1.2", "AES/CBC/PKCS5Padding", 16),
        AES_192("2.16.840.1.101.3.4.1.22", "AES/CBC/PKCS5Padding", 24),
        AES_256("2.16.840.1.101.3.4.1.42", "AES/CBC/PKCS5Padding", 32),
        TRIPLE_DES("1.2.840.113549.3.7", "DESede/CBC/PKCS5Padding", 24);

        private final String oid;
        private final String transformation;
        private final int keyLength;

        CbcCipher(String oid, String transformation, int keyLength) {
            this.oid = oid;
            this.transformation = transformation;
            this.keyLength = keyLength;
        }

        private String algorithm() {
            return transformation.substring(0, transformation.indexOf('/'));
        }

        private static CbcCipher of(String oid, PemBlock block) {
            return Arrays.stream(values()).filter(cipher -> cipher.oid.equals(oid)).findFirst()
                    .orElseThrow(() -> unsupported(block, "the cipher " + oid));
        }
    }
}
