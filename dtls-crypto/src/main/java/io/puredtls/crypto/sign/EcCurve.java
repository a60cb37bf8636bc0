package io.puredtls.crypto.sign;

import io.puredtls.crypto.jca.Jca;
import java.security.GeneralSecurityException;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.util.Arrays;
import java.util.Optional;

/** [RFC8446 §4.2.3] The curves of ECDSA: those that signature schemes name, and so those that an EC certificate may be on. */
public enum EcCurve {
    /** secp256r1. */
    P256("1.2.840.10045.3.1.7", "secp256r1"),
    /** secp384r1. */
    P384("1.3.132.0.34", "secp384r1"),
    /** secp521r1. */
    P521("1.3.132.0.35", "secp521r1");

    private final String oid;
    private final String jcaName;

    EcCurve(String oid, String jcaName) {
        this.oid = oid;
        this.jcaName = jcaName;
    }

    /** Its object identifier, dotted. [RFC5480 §2.1.1.1] */
    public String oid() {
        return oid;
    }

    /** What a generator of key pairs is told. */
    public ECGenParameterSpec generatorSpec() {
        return new ECGenParameterSpec(jcaName);
    }

    /** The curve of this object identifier. */
    public static Optional<EcCurve> ofOid(String oid) {
        return Arrays.stream(values()).filter(curve -> curve.oid.equals(oid)).findFirst();
    }

    /** The curve that {@code parameters} describe, by its equation. */
    public static Optional<EcCurve> of(ECParameterSpec parameters) {
        return Arrays.stream(values()).filter(curve -> curve.parameters().getCurve().equals(parameters.getCurve())).findFirst();
    }

    private ECParameterSpec parameters() {
        try {
            var parameters = Jca.PLATFORM.parameters("EC");
            parameters.init(generatorSpec());
            return parameters.getParameterSpec(ECParameterSpec.class);
        } catch (GeneralSecurityException absent) {
            throw new IllegalStateException("no provider knows the curve " + jcaName, absent);
        }
    }
}
