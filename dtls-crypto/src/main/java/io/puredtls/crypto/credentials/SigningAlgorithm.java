package io.puredtls.crypto.credentials;

import io.puredtls.crypto.der.DerException;
import io.puredtls.crypto.der.DerReader;
import io.puredtls.crypto.der.DerTag;
import io.puredtls.crypto.sign.EcCurve;
import java.util.Arrays;

/** [RFC5280 §4.1.1.2] The AlgorithmIdentifier of a key, private or public, that can sign here. */
final class SigningAlgorithm {
    static final String EC_PUBLIC_KEY = "1.2.840.10045.2.1";
    static final String RSA_ENCRYPTION = "1.2.840.113549.1.1.1";

    private SigningAlgorithm() {
    }

    /**
     * The JCA's name of the algorithm that {@code identifier} stands for; whatever could not sign here is refused by its name.
     *
     * @param where what the key is, for sentences
     */
    static String jcaName(DerReader identifier, String where) throws DerException {
        String oid = identifier.oid("algorithm");
        return switch (oid) {
            case EC_PUBLIC_KEY -> {
                demandCurve(namedCurve(identifier, where), where);
                yield "EC";
            }
            case RSA_ENCRYPTION -> "RSA";
            case "1.2.840.113549.1.1.10" -> "RSASSA-PSS";
            case "1.3.101.112" -> "Ed25519";
            case "1.3.101.113" -> "Ed448";
            case "2.16.840.1.101.3.4.3.17" -> "ML-DSA-44";
            case "2.16.840.1.101.3.4.3.18" -> "ML-DSA-65";
            case "2.16.840.1.101.3.4.3.19" -> "ML-DSA-87";
            case "1.3.101.110", "1.3.101.111" -> throw new CredentialsException(
                    where + " is a key for key agreement (X25519 or X448), which cannot sign");
            default -> throw new CredentialsException(where + " is a key of the unsupported algorithm " + oid);
        };
    }

    /** [RFC5480 §2.1.1] The object identifier of the curve that {@code parameters} name. */
    static String namedCurve(DerReader parameters, String where) throws DerException {
        if (parameters.nextIs(DerTag.SEQUENCE)) {
            throw new CredentialsException(where + " spells its curve out, where only named curves are known; convert it with:"
                    + " openssl ec -param_enc named_curve -in old.pem -out new.pem");
        }
        String curve = parameters.oid("namedCurve");
        parameters.end();
        return curve;
    }

    private static void demandCurve(String oid, String where) {
        if (EcCurve.ofOid(oid).isEmpty()) {
            throw new CredentialsException(where + " is an EC key on the curve " + oid + ", which is none of "
                    + Arrays.toString(EcCurve.values()));
        }
    }
}
