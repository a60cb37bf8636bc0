package io.puredtls.crypto.kex;

import io.puredtls.crypto.jca.Jca;
import io.puredtls.crypto.vectors.Vectors;
import java.math.BigInteger;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPrivateKeySpec;
import java.security.spec.ECPublicKeySpec;
import java.security.spec.NamedParameterSpec;
import java.security.spec.X509EncodedKeySpec;
import java.security.spec.XECPrivateKeySpec;
import java.util.Arrays;
import java.util.Locale;

/** Exchanges with published private keys. */
final class KnownPairs {
    private KnownPairs() {
    }

    /** On a NIST curve; {@code share} is an uncompressed point. */
    static KeyExchange ec(NamedGroup group, byte[] privateKey, byte[] share) throws GeneralSecurityException {
        int size = share.length / 2;
        ECPoint point = new ECPoint(
                new BigInteger(1, Arrays.copyOfRange(share, 1, 1 + size)),
                new BigInteger(1, Arrays.copyOfRange(share, 1 + size, share.length)));
        return ec(group, privateKey, point);
    }

    /** On a NIST curve, where the public key does not matter. */
    static KeyExchange ec(NamedGroup group, byte[] privateKey) throws GeneralSecurityException {
        return ec(group, privateKey, curve(group).getGenerator());
    }

    private static KeyExchange ec(NamedGroup group, byte[] privateKey, ECPoint point) throws GeneralSecurityException {
        KeyFactory factory = KeyFactory.getInstance("EC");
        ECParameterSpec curve = curve(group);
        return EcExchange.of(group, Jca.PLATFORM, new KeyPair(
                factory.generatePublic(new ECPublicKeySpec(point, curve)),
                factory.generatePrivate(new ECPrivateKeySpec(new BigInteger(1, privateKey), curve))));
    }

    static ECParameterSpec curve(NamedGroup group) throws GeneralSecurityException {
        AlgorithmParameters parameters = AlgorithmParameters.getInstance("EC");
        parameters.init(new ECGenParameterSpec(group.toString()));
        return parameters.getParameterSpec(ECParameterSpec.class);
    }

    /** In X25519 or X448. */
    static KeyExchange xdh(NamedGroup group, byte[] privateKey, byte[] share) throws GeneralSecurityException {
        String name = group.toString().toUpperCase(Locale.ROOT);
        String prefix = group.equals(NamedGroup.X25519) ? "302a300506032b656e032100" : "3042300506032b656f033900";
        KeyFactory factory = KeyFactory.getInstance(name);
        return XdhExchange.of(group, Jca.PLATFORM, new KeyPair(
                factory.generatePublic(new X509EncodedKeySpec(Vectors.hex(prefix + Vectors.hex(share)))),
                factory.generatePrivate(new XECPrivateKeySpec(new NamedParameterSpec(name), privateKey))));
    }

    /** In X25519 or X448, where the public key does not matter: the base point stands for it. */
    static KeyExchange xdh(NamedGroup group, byte[] privateKey) throws GeneralSecurityException {
        byte[] basePoint = new byte[privateKey.length];
        basePoint[0] = (byte) (group.equals(NamedGroup.X25519) ? 9 : 5);
        return xdh(group, privateKey, basePoint);
    }
}
