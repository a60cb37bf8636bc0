package io.puredtls.crypto.credentials;

import io.puredtls.crypto.der.DerException;
import io.puredtls.crypto.der.DerReader;
import io.puredtls.crypto.der.DerTag;
import io.puredtls.crypto.der.DerWriter;
import io.puredtls.crypto.entropy.Entropy;
import io.puredtls.crypto.jca.Jca;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.util.Arrays;

/** Puts certificates together and signs them with one issuer's key. [RFC5280 §4.1] */
final class CertificateSigner {
    private static final String COMMON_NAME = "2.5.4.3";
    private static final int V3 = 2;
    private static final int SERIAL_LENGTH = 16;
    private static final int KEY_IDENTIFIER_LENGTH = 20;
    /** [RFC5280 §A.1] ub-common-name */
    private static final int LONGEST_NAME = 64;

    private final byte[] issuerName;
    private final PrivateKey key;
    private final IssuerSignature signature;
    private final Entropy entropy;
    private final Jca jca;

    private CertificateSigner(byte[] issuerName, PrivateKey key, IssuerSignature signature, Entropy entropy, Jca jca) {
        this.issuerName = issuerName;
        this.key = key;
        this.signature = signature;
        this.entropy = entropy;
        this.jca = jca;
    }

    /** The signer that {@code issuer} certifies. */
    static CertificateSigner of(Credentials issuer, Entropy entropy, Jca jca) {
        X509Certificate certificate = issuer.chain().get(0);
        return new CertificateSigner(certificate.getSubjectX500Principal().getEncoded(), issuer.privateKey(),
                IssuerSignature.of(certificate.getPublicKey()), entropy, jca);
    }

    /** A fresh certificate of {@code keys} for themselves. */
    static X509Certificate selfSigned(String commonName, KeyPair keys, CertificateOptions options, Entropy entropy, Jca jca) {
        return new CertificateSigner(name(commonName), keys.getPrivate(), IssuerSignature.of(keys.getPublic()), entropy, jca)
                .sign(commonName, keys.getPublic(), options);
    }

    /** A fresh certificate. */
    X509Certificate sign(String commonName, PublicKey subjectKey, CertificateOptions options) {
        byte[] subjectName = name(commonName);
        CertificateOptions complete = options.with(CertificateExtension.subjectKeyIdentifier(keyIdentifier(subjectKey)));
        byte[] tbsCertificate = DerWriter.encode(out -> out.sequence(tbs -> {
            tbs.constructed(DerTag.contextConstructed(0), version -> version.integer(V3));
            tbs.integer(serialNumber());
            signature.writeIdentifier(tbs);
            tbs.raw(issuerName);
            complete.writeValidity(tbs);
            tbs.raw(subjectName);
            tbs.raw(subjectKey.getEncoded());
            tbs.constructed(DerTag.contextConstructed(3), complete::writeExtensions);
        }));
        try {
            byte[] signed = signature.sign(tbsCertificate, key, entropy, jca);
            return Certificates.fromDer(DerWriter.encode(out -> out.sequence(certificate -> {
                certificate.raw(tbsCertificate);
                signature.writeIdentifier(certificate);
                certificate.bitString(signed);
            })));
        } catch (GeneralSecurityException refused) {
            throw new CredentialsException("the certificate " + commonName + " cannot be signed: " + refused.getMessage(), refused);
        }
    }

    /** [RFC5280 §4.1.2.4] A Name of one CN. */
    private static byte[] name(String commonName) {
        if (commonName.isBlank() || commonName.length() > LONGEST_NAME) {
            throw new CredentialsException("a common name has 1 to " + LONGEST_NAME + " characters, not \"" + commonName + "\"");
        }
        return DerWriter.encode(out -> out.sequence(name -> name.setOfOne(relative -> relative.sequence(
                attribute -> attribute.oid(COMMON_NAME).utf8String(commonName)))));
    }

    /** [RFC5280 §4.1.2.2] Positive, not zero, at most 20 octets: random ones of which the first is 0x40 to 0x7f. */
    private BigInteger serialNumber() {
        byte[] serial = entropy.bytes(SERIAL_LENGTH);
        serial[0] = (byte) (serial[0] & 0x3f | 0x40);
        return new BigInteger(serial);
    }

    /** [RFC7093 §2] Method 1: the leftmost 160 bits of the SHA-256 hash of the subjectPublicKey. */
    private byte[] keyIdentifier(PublicKey key) {
        try {
            DerReader info = DerReader.of(key.getEncoded(), "public key").sequence("SubjectPublicKeyInfo");
            info.skip("algorithm");
            return Arrays.copyOf(jca.digest("SHA-256").digest(info.bitString("subjectPublicKey")), KEY_IDENTIFIER_LENGTH);
        } catch (DerException malformed) {
            throw new CredentialsException("the public key cannot be put into a certificate: " + malformed.getMessage(), malformed);
        }
    }
}
