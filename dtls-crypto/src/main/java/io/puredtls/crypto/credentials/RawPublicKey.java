package io.puredtls.crypto.credentials;

import io.puredtls.crypto.der.DerException;
import io.puredtls.crypto.der.DerReader;
import io.puredtls.crypto.jca.Jca;
import java.nio.file.Path;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * [RFC7250 §3] A public key that stands for itself, without a certificate: a SubjectPublicKeyInfo [RFC5280 §4.1.2.7]. Two are
 * equal if their encodings are, and a key has one encoding. Immutable and thread-safe.
 *
 * <p>Keys may be EC on P-256, P-384 and P-521, RSA, RSASSA-PSS, Ed25519, Ed448 and, where the JDK has it, ML-DSA. All factories
 * throw {@link CredentialsException} with a sentence that says what is wrong and where.
 */
public final class RawPublicKey {
    private static final String LABEL = "PUBLIC KEY";

    private final PublicKey publicKey;
    private final byte[] encoded;

    private RawPublicKey(PublicKey publicKey, byte[] encoded) {
        this.publicKey = publicKey;
        this.encoded = encoded;
    }

    /** A key of the JCA. */
    public static RawPublicKey of(PublicKey key) {
        byte[] encoded = key.getEncoded();
        if (encoded == null) {
            throw new CredentialsException("this " + key.getAlgorithm() + " public key has no encoding");
        }
        return decode(encoded, "the public key");
    }

    /** The key that a certificate is for; nothing else of the certificate is looked at. */
    public static RawPublicKey of(X509Certificate certificate) {
        return of(certificate.getPublicKey());
    }

    /** Reads one SubjectPublicKeyInfo, which stays the caller's; nothing may follow it. */
    public static RawPublicKey fromDer(byte[] subjectPublicKeyInfo) {
        return decode(subjectPublicKeyInfo.clone(), "the SubjectPublicKeyInfo");
    }

    /** The one public key in {@code pem}, a block with the label PUBLIC KEY [RFC7468 §13]. */
    public static RawPublicKey fromPem(String pem) {
        try (PemFile file = PemFile.parse(pem)) {
            return in(file);
        }
    }

    /** The one public key in the file {@code pem}. */
    public static RawPublicKey fromPem(Path pem) {
        try (PemFile file = PemFile.read(pem)) {
            return in(file);
        }
    }

    private static RawPublicKey in(PemFile file) {
        return ifIn(file).orElseThrow(() -> new CredentialsException(file.name() + " holds no public key, " + file.found()));
    }

    /** The one public key in {@code file}, if it has any. */
    static Optional<RawPublicKey> ifIn(PemFile file) {
        List<PemBlock> keys = file.blocks().stream().filter(block -> block.label().equals(LABEL)).toList();
        if (keys.size() > 1) {
            throw new CredentialsException(
                    file.name() + " holds " + keys.size() + " public keys where one is wanted; the second is " + keys.get(1).where());
        }
        return keys.stream().findFirst().map(block -> decode(block.content().clone(), block.where()));
    }

    /** Takes {@code encoded}. */
    private static RawPublicKey decode(byte[] encoded, String where) {
        PublicKey key;
        try {
            DerReader whole = DerReader.of(encoded, "SubjectPublicKeyInfo");
            DerReader info = whole.sequence("SubjectPublicKeyInfo");
            whole.end();
            String algorithm = SigningAlgorithm.jcaName(info.sequence("algorithm"), where);
            info.bitString("subjectPublicKey");
            info.end();
            if (!Jca.PLATFORM.has("KeyFactory", algorithm)) {
                throw new CredentialsException(where + " is a key of " + algorithm + ", which this JDK does not have");
            }
            key = Jca.PLATFORM.keyFactory(algorithm).generatePublic(new X509EncodedKeySpec(encoded));
        } catch (DerException malformed) {
            throw new CredentialsException(where + " is malformed: " + malformed.getMessage(), malformed);
        } catch (InvalidKeySpecException | RuntimeException refused) { // which of them depends on the kind of key
            if (refused instanceof CredentialsException sentenced) {
                throw sentenced;
            }
            throw new CredentialsException(where + " is not a usable public key", refused);
        }
        if (!Arrays.equals(encoded, key.getEncoded())) { // inside, the JDK reads more than DER
            throw new CredentialsException(where + " is not encoded as such a key is");
        }
        return new RawPublicKey(key, encoded);
    }

    /** Gives the SubjectPublicKeyInfo in DER. */
    public byte[] encoded() {
        return encoded.clone();
    }

    /** The key as one PEM block. */
    public String toPem() {
        return PemBlock.armor(LABEL, encoded);
    }

    /** The SHA-256 of the SubjectPublicKeyInfo, in hexadecimal of lower case. */
    public String fingerprint() {
        return HexFormat.of().formatHex(Jca.PLATFORM.digest("SHA-256").digest(encoded));
    }

    /** The key as the JCA has it. */
    public PublicKey publicKey() {
        return publicKey;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof RawPublicKey key && Arrays.equals(encoded, key.encoded);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(encoded);
    }

    /** Its algorithm and SHA-256: a key in full is a page. */
    @Override
    public String toString() {
        return "RawPublicKey[" + publicKey.getAlgorithm() + ", sha-256 " + fingerprint() + "]";
    }
}
