package io.puredtls.crypto.credentials;

import io.puredtls.crypto.jca.Jca;
import java.security.GeneralSecurityException;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.util.Arrays;
import java.util.Optional;

/** The curves that an EC certificate may be on: those that signature schemes name. [RFC8446 §4.2.3] */
enum EcCurve {
    P256("1.2.840.10045.3.1.7", "secp256r1"),
    P384("1.3.132.0.34", "secp384r1"),
    P521("1.3.132.0.35", "secp521r1");

    private final String oid;
    private final String jcaName;

    EcCurve(String oid, String jcaName) {
        this.oid = oid;
        this.jcaName = jcaName;
    }

    String oid() {
        return oid;
    }

    ECGenParameterSpec generatorSpec() {
        return new ECGenParameterSpec(jcaName);
    }

    static Optional<EcCurve> ofOid(String oid) {
        return Arrays.stream(values()).filter(curve -> curve.oid.equals(oid)).findFirst();
    }

    /** The curve that {@code parameters} describe, by its equation. */
    static Optional<EcCurve> of(ECParameterSpec parameters) {
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
