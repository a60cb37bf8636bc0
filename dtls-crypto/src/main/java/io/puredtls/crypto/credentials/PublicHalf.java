package io.puredtls.crypto.credentials;

import io.puredtls.crypto.entropy.Entropy;
import io.puredtls.crypto.jca.Jca;
import io.puredtls.crypto.secret.SecretBytes;
import io.puredtls.crypto.sign.KeyKind;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.EdECPrivateKey;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.spec.ECFieldFp;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.util.Arrays;
import java.util.stream.Stream;
import javax.crypto.KeyAgreement;

/** The public key that goes with a private one, for which the JCA has no call. */
final class PublicHalf {
    private PublicHalf() {
    }

    /** The public half of a key that shows what it is made of. */
    static RawPublicKey of(PrivateKey key) {
        KeyKind kind = KeyKind.of(key).orElseThrow();
        KeyProof proof = KeyProof.by(key, kind);
        if (!proof.isMade()) {
            throw absent(kind, null);
        }
        try {
            return candidates(key, kind).filter(proof::fits).findFirst().map(RawPublicKey::of).orElseThrow(() -> absent(kind, null));
        } catch (GeneralSecurityException refused) {
            throw absent(kind, refused);
        }
    }

    private static CredentialsException absent(KeyKind kind, Throwable cause) {
        return new CredentialsException("the public key of this " + kind + " private key cannot be computed; it must be given too", cause);
    }

    private static Stream<PublicKey> candidates(PrivateKey key, KeyKind kind) throws GeneralSecurityException {
        if (key instanceof RSAPrivateCrtKey rsa) {
            return Stream.of(Jca.PLATFORM.keyFactory(rsa.getAlgorithm())
                    .generatePublic(new RSAPublicKeySpec(rsa.getModulus(), rsa.getPublicExponent(), rsa.getParams())));
        }
        if (key instanceof EdECPrivateKey edwards) {
            return edwards.getBytes().stream().map(seed -> generated(seed, kind));
        }
        return key instanceof ECPrivateKey ec ? points(ec) : Stream.empty();
    }

    /** [RFC8032 §5.1.5] A private key is the randomness that it was generated of. Takes {@code seed}. */
    private static PublicKey generated(byte[] seed, KeyKind kind) {
        Entropy once = bytes -> System.arraycopy(seed, 0, bytes, 0, bytes.length);
        try {
            return (kind == KeyKind.ED25519 ? KeyAlgorithm.ED25519 : KeyAlgorithm.ED448).generate(once, Jca.PLATFORM).getPublic();
        } finally {
            Arrays.fill(seed, (byte) 0);
        }
    }

    /**
     * An agreement with the curve's generator gives the first coordinate of the public key, by the JDK's own constant-time
     * arithmetic; which of the two points with that coordinate it is, a signature tells.
     */
    private static Stream<PublicKey> points(ECPrivateKey key) throws GeneralSecurityException {
        ECParameterSpec curve = key.getParams();
        KeyAgreement agreement = Jca.PLATFORM.keyAgreement("ECDH");
        agreement.init(key);
        agreement.doPhase(publicKey(curve.getGenerator(), curve), true);
        BigInteger x;
        try (SecretBytes shared = SecretBytes.taking(agreement.generateSecret())) {
            x = new BigInteger(1, shared.view());
        }
        BigInteger p = ((ECFieldFp) curve.getCurve().getField()).getP();
        BigInteger square = x.multiply(x).add(curve.getCurve().getA()).multiply(x).add(curve.getCurve().getB()).mod(p);
        BigInteger y = square.modPow(p.add(BigInteger.ONE).shiftRight(2), p); // p is 3 modulo 4 on all of the curves
        return Stream.of(publicKey(new ECPoint(x, y), curve), publicKey(new ECPoint(x, p.subtract(y)), curve));
    }

    private static PublicKey publicKey(ECPoint point, ECParameterSpec curve) throws GeneralSecurityException {
        return Jca.PLATFORM.keyFactory("EC").generatePublic(new ECPublicKeySpec(point, curve));
    }
}
