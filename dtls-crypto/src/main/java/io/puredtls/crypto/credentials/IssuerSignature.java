package io.puredtls.crypto.credentials;

import io.puredtls.crypto.der.DerTag;
import io.puredtls.crypto.der.DerWriter;
import io.puredtls.crypto.entropy.Entropy;
import io.puredtls.crypto.jca.Jca;
import io.puredtls.crypto.sign.KeyKind;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.ECKey;

/** How an issuer's key signs certificates: the JCA's name and the AlgorithmIdentifier. [RFC5758] [RFC8410] [RFC4055] [RFC9881] */
enum IssuerSignature {
    ECDSA_SHA256("SHA256withECDSA", "1.2.840.10045.4.3.2"),
    ECDSA_SHA384("SHA384withECDSA", "1.2.840.10045.4.3.3"),
    ECDSA_SHA512("SHA512withECDSA", "1.2.840.10045.4.3.4"),
    RSA_SHA256("SHA256withRSA", "1.2.840.113549.1.1.11"),
    RSA_PSS_SHA256("RSASSA-PSS", "1.2.840.113549.1.1.10"),
    ED25519("Ed25519", "1.3.101.112"),
    ED448("Ed448", "1.3.101.113"),
    ML_DSA_44("ML-DSA-44", "2.16.840.1.101.3.4.3.17"),
    ML_DSA_65("ML-DSA-65", "2.16.840.1.101.3.4.3.18"),
    ML_DSA_87("ML-DSA-87", "2.16.840.1.101.3.4.3.19");

    private static final String SHA256 = "2.16.840.1.101.3.4.2.1";
    private static final String MGF1 = "1.2.840.113549.1.1.8";

    private final String jcaName;
    private final String oid;

    IssuerSignature(String jcaName, String oid) {
        this.jcaName = jcaName;
        this.oid = oid;
    }

    /** The signature that fits an issuer's key: for EC the hash of the curve's size. */
    static IssuerSignature of(PublicKey issuer) {
        KeyKind kind = KeyKind.of(issuer).orElseThrow(() -> new CredentialsException(
                "a key of algorithm " + issuer.getAlgorithm() + " cannot sign certificates here"));
        return switch (kind) {
            case EC -> ofCurve(issuer);
            case RSA -> RSA_SHA256;
            case RSA_PSS -> RSA_PSS_SHA256;
            case ED25519 -> ED25519;
            case ED448 -> ED448;
            case ML_DSA_44 -> ML_DSA_44;
            case ML_DSA_65 -> ML_DSA_65;
            case ML_DSA_87 -> ML_DSA_87;
        };
    }

    private static IssuerSignature ofCurve(PublicKey issuer) {
        int bits = ((ECKey) issuer).getParams().getOrder().bitLength();
        return bits <= 256 ? ECDSA_SHA256 : bits <= 384 ? ECDSA_SHA384 : ECDSA_SHA512;
    }

    void writeIdentifier(DerWriter out) {
        out.sequence(identifier -> {
            identifier.oid(oid);
            switch (this) {
                case RSA_SHA256 -> identifier.nullValue();
                case RSA_PSS_SHA256 -> identifier.sequence(IssuerSignature::writePssParameters);
                default -> { } // [RFC5758 §3.2] [RFC8410 §3] [RFC9881 §2] parameters must be absent
            }
        });
    }

    /** [RFC4055 §3.1] RSASSA-PSS-params: what {@link KeyProof#PSS_SHA256} says. */
    private static void writePssParameters(DerWriter out) {
        out.constructed(DerTag.contextConstructed(0), hash -> writeSha256(hash));
        out.constructed(DerTag.contextConstructed(1), mask -> mask.sequence(mgf -> writeSha256(mgf.oid(MGF1))));
        // [RFC9846 §4.3.3#11]
        out.constructed(DerTag.contextConstructed(2), salt -> salt.integer(KeyProof.PSS_SHA256.getSaltLength()));
    }

    private static void writeSha256(DerWriter out) {
        out.sequence(hash -> hash.oid(SHA256).nullValue());
    }

    byte[] sign(byte[] certificate, PrivateKey key, Entropy entropy, Jca jca) throws GeneralSecurityException {
        Signature signer = jca.signature(jcaName);
        if (this == RSA_PSS_SHA256) {
            signer.setParameter(KeyProof.PSS_SHA256);
        }
        signer.initSign(key, entropy.asSecureRandom());
        signer.update(certificate);
        return signer.sign();
    }
}
