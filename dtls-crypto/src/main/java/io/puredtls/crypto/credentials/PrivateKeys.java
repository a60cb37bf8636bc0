package io.puredtls.crypto.credentials;

import io.puredtls.crypto.der.DerException;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Private keys in PEM. Stateless and thread-safe. Files and texts may be up to {@value PemFile#LIMIT} bytes long;
 * whatever is wrong with one is a {@link CredentialsException} that names the block and line.
 *
 * <p>Read are PRIVATE KEY and ENCRYPTED PRIVATE KEY (PKCS#8 [RFC5958], under PBES2 [RFC8018 §6.2]), EC PRIVATE KEY
 * [RFC5915] and RSA PRIVATE KEY (PKCS#1 [RFC8017 §A.1.2]). Passwords are lent: the caller wipes them.
 */
public final class PrivateKeys {
    private PrivateKeys() {
    }

    /** The one unencrypted private key in {@code pem}. */
    public static PrivateKey fromPem(String pem) {
        return fromPem(pem, new char[0]);
    }

    /** The one private key in {@code pem}; the password is used if the key is encrypted. */
    public static PrivateKey fromPem(String pem, char[] password) {
        try (PemFile file = PemFile.parse(pem)) {
            return in(file, password);
        }
    }

    /** The one private key in the file {@code pem}; the password is used if the key is encrypted. */
    public static PrivateKey fromPem(Path pem, char[] password) {
        try (PemFile file = PemFile.read(pem)) {
            return in(file, password);
        }
    }

    /** {@code key} as one unencrypted PRIVATE KEY block, in a text that cannot be wiped. */
    public static String toPem(PrivateKey key) {
        byte[] pkcs8 = key.getEncoded();
        if (pkcs8 == null || !"PKCS#8".equals(key.getFormat())) {
            throw new CredentialsException("this " + key.getAlgorithm() + " private key does not leave its provider");
        }
        try {
            return PemBlock.armor("PRIVATE KEY", pkcs8);
        } finally {
            Arrays.fill(pkcs8, (byte) 0);
        }
    }

    static PrivateKey in(PemFile file, char[] password) {
        List<PemBlock> keys = new ArrayList<>();
        Optional<PemBlock> parameters = Optional.empty();
        for (PemBlock block : file.blocks()) {
            switch (block.label()) {
                case "PRIVATE KEY", "ENCRYPTED PRIVATE KEY", "EC PRIVATE KEY", "RSA PRIVATE KEY" -> keys.add(block);
                case "EC PARAMETERS" -> parameters = Optional.of(block);
                default -> { } // certificates may stand in the same file
            }
        }
        if (keys.size() != 1) {
            throw new CredentialsException(keys.isEmpty()
                    ? file.name() + " holds no private key, " + file.found()
                    : file.name() + " holds " + keys.size() + " private keys where one is wanted; the second is " + keys.get(1).where());
        }
        return decode(keys.get(0), parameters, password);
    }

    private static PrivateKey decode(PemBlock block, Optional<PemBlock> parameters, char[] password) {
        if (block.headers().containsKey("DEK-Info")) {
            throw new CredentialsException(block.where() + " is encrypted in OpenSSL's old way, which derives its key with MD5;"
                    + " convert it with: openssl pkcs8 -topk8 -in old.pem -out new.pem");
        }
        byte[] pkcs8 = new byte[0];
        try {
            pkcs8 = switch (block.label()) {
                case "EC PRIVATE KEY" -> Pkcs8.wrappingSec1(block, parameters);
                case "RSA PRIVATE KEY" -> Pkcs8.wrappingPkcs1(block.content());
                case "ENCRYPTED PRIVATE KEY" -> Pbes2.decrypt(block, password);
                default -> block.content().clone();
            };
            return Pkcs8.decode(pkcs8, block);
        } catch (DerException malformed) {
            throw new CredentialsException(block.where() + " is malformed: " + malformed.getMessage(), malformed);
        } finally {
            Arrays.fill(pkcs8, (byte) 0);
        }
    }
}
