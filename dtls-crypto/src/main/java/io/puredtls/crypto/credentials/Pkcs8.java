package io.puredtls.crypto.credentials;

import io.puredtls.crypto.der.DerException;
import io.puredtls.crypto.der.DerReader;
import io.puredtls.crypto.der.DerTag;
import io.puredtls.crypto.der.DerWriter;
import io.puredtls.crypto.jca.Jca;
import java.security.PrivateKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Optional;

/** [RFC5958 §2] PrivateKeyInfo, the one form that the JCA reads, and the older forms brought into it. */
final class Pkcs8 {
    private Pkcs8() {
    }

    /** [RFC5915 §3] Gives an ECPrivateKey as PKCS#8; the curve may be named inside it or in a block before it. */
    static byte[] wrappingSec1(PemBlock block, Optional<PemBlock> parameters) throws DerException {
        byte[] sec1 = block.content();
        DerReader ecPrivateKey = DerReader.of(sec1, "EC private key").sequence("ECPrivateKey");
        ecPrivateKey.integer("version", 1, 1);
        ecPrivateKey.skip("privateKey");
        String curve;
        if (ecPrivateKey.nextIs(DerTag.contextConstructed(0))) {
            curve = SigningAlgorithm.namedCurve(ecPrivateKey.constructed(DerTag.contextConstructed(0), "parameters"), block.where());
        } else if (parameters.isPresent()) {
            curve = SigningAlgorithm.namedCurve(DerReader.of(parameters.get().content(), "EC PARAMETERS"), block.where());
        } else {
            throw new CredentialsException(block.where() + " names no curve, and no EC PARAMETERS block stands before it");
        }
        return DerWriter.encode(out -> out.sequence(info -> info
                .integer(0)
                .sequence(algorithm -> algorithm.oid(SigningAlgorithm.EC_PUBLIC_KEY).oid(curve))
                .octetString(sec1)));
    }

    /** Gives an RSAPrivateKey [RFC8017 §A.1.2] as PKCS#8. */
    static byte[] wrappingPkcs1(byte[] pkcs1) {
        return DerWriter.encode(out -> out.sequence(info -> info
                .integer(0)
                .sequence(algorithm -> algorithm.oid(SigningAlgorithm.RSA_ENCRYPTION).nullValue())
                .octetString(pkcs1)));
    }

    /** The key in {@code pkcs8}, which is lent. */
    static PrivateKey decode(byte[] pkcs8, PemBlock block) throws DerException {
        String algorithm = algorithm(pkcs8, block);
        PKCS8EncodedKeySpec spec = new PKCS8EncodedKeySpec(pkcs8);
        try {
            return Jca.PLATFORM.keyFactory(algorithm).generatePrivate(spec);
        } catch (InvalidKeySpecException | RuntimeException refused) { // also where an image lacks the algorithm
            throw new CredentialsException(block.where() + " is not a usable " + algorithm + " private key" + reason(pkcs8, algorithm), refused);
        }
    }

    /** [RFC9881 §6] Of the three forms that an ML-DSA key may have, JDKs read one, and older ones have no ML-DSA at all. */
    private static String reason(byte[] pkcs8, String algorithm) throws DerException {
        if (!Jca.PLATFORM.has("KeyFactory", algorithm)) {
            return ": this JDK has no " + algorithm;
        }
        if (!algorithm.startsWith("ML-DSA")) {
            return "";
        }
        DerReader info = DerReader.of(pkcs8, "private key").sequence("PrivateKeyInfo");
        info.skip("version");
        info.skip("privateKeyAlgorithm");
        boolean expanded = info.constructed(DerTag.OCTET_STRING, "privateKey").nextIs(DerTag.OCTET_STRING);
        return expanded ? "" : ": this JDK reads the form expandedKey alone, and the key is in one with its seed";
    }

    /** The JCA's name of the key's algorithm; whatever could not sign here is refused by its name. */
    private static String algorithm(byte[] pkcs8, PemBlock block) throws DerException {
        DerReader info = DerReader.of(pkcs8, "private key").sequence("PrivateKeyInfo");
        info.integer("version", 0, 1);
        return SigningAlgorithm.jcaName(info.sequence("privateKeyAlgorithm"), block.where());
    }
}
