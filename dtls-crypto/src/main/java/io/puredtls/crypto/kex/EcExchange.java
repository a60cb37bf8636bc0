package io.puredtls.crypto.kex;

import io.puredtls.crypto.entropy.Entropy;
import io.puredtls.crypto.jca.Jca;
import io.puredtls.crypto.jca.MissingAlgorithmException;
import io.puredtls.crypto.secret.SecretBytes;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECFieldFp;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.security.spec.InvalidParameterSpecException;
import java.util.Arrays;
import javax.crypto.KeyAgreement;

/** [RFC8446 §4.2.8.2] Ephemeral Diffie-Hellman on a NIST curve; shares are uncompressed points. */
final class EcExchange implements KeyExchange {
    private static final byte UNCOMPRESSED = 4;

    private final NamedGroup group;
    private final Jca jca;
    private final ECParameterSpec curve;
    private final EphemeralKey privateKey;
    private final byte[] share;

    private EcExchange(NamedGroup group, Jca jca, KeyPair pair) {
        ECPublicKey publicKey = (ECPublicKey) pair.getPublic();
        this.group = group;
        this.jca = jca;
        this.curve = publicKey.getParams();
        this.privateKey = new EphemeralKey(pair.getPrivate());
        this.share = encode(publicKey.getW());
    }

    static boolean isAvailable(Jca jca, String curve) {
        if (!jca.has("KeyAgreement", "ECDH")) {
            return false;
        }
        try {
            jca.parameters("EC").init(new ECGenParameterSpec(curve));
            return true;
        } catch (InvalidParameterSpecException | MissingAlgorithmException absent) {
            return false;
        }
    }

    static EcExchange generate(NamedGroup group, Jca jca, Entropy entropy) {
        try {
            KeyPairGenerator generator = jca.keyPairGenerator("EC");
            generator.initialize(new ECGenParameterSpec(group.toString()), entropy.asSecureRandom());
            return new EcExchange(group, jca, generator.generateKeyPair());
        } catch (GeneralSecurityException refused) {
            throw new IllegalStateException("the JCA refuses a key on " + group, refused);
        }
    }

    /** An exchange with a key pair that is known already: for replaying published handshakes. */
    static EcExchange of(NamedGroup group, Jca jca, KeyPair pair) {
        return new EcExchange(group, jca, pair);
    }

    @Override
    public NamedGroup group() {
        return group;
    }

    @Override
    public byte[] share() {
        return share.clone();
    }

    @Override
    public SecretBytes agree(byte[] peerShare) throws IllegalShareException {
        ECPoint point = decode(peerShare);
        KeyAgreement agreement = privateKey.agreement(jca, "ECDH");
        KeyFactory factory = jca.keyFactory("EC");
        try {
            agreement.doPhase(factory.generatePublic(new ECPublicKeySpec(point, curve)), true);
            // [RFC9846 §7.4.2#1]
            return SecretBytes.taking(agreement.generateSecret()); // the x coordinate at its full length, RFC 8422 §5.10
        } catch (GeneralSecurityException refused) {
            throw new IllegalShareException("the share is not a point that " + group + " can agree with");
        }
    }

    /**
     * [RFC8446 §4.2.8.2] The point must be uncompressed, have coordinates within the field, not be the infinite point
     * (it has no such form) and lie on the curve. The curves' cofactor is 1, so it then is in the right subgroup.
     */
    private ECPoint decode(byte[] peerShare) throws IllegalShareException {
        int size = fieldSize();
        // [RFC9846 §4.3.8.2#1]
        if (peerShare.length != 1 + 2 * size || peerShare[0] != UNCOMPRESSED) {
            throw new IllegalShareException("a share in " + group + " is an uncompressed point of " + (1 + 2 * size) + " bytes");
        }
        BigInteger x = new BigInteger(1, Arrays.copyOfRange(peerShare, 1, 1 + size));
        BigInteger y = new BigInteger(1, Arrays.copyOfRange(peerShare, 1 + size, peerShare.length));
        BigInteger p = ((ECFieldFp) curve.getCurve().getField()).getP();
        if (x.compareTo(p) >= 0 || y.compareTo(p) >= 0) {
            throw new IllegalShareException("a coordinate of the share lies outside the field of " + group);
        }
        BigInteger right = x.multiply(x).add(curve.getCurve().getA()).multiply(x).add(curve.getCurve().getB()).mod(p);
        // [RFC9846 §4.3.8.2#2]
        if (!y.multiply(y).mod(p).equals(right)) {
            throw new IllegalShareException("the share is not on the curve of " + group);
        }
        return new ECPoint(x, y);
    }

    private byte[] encode(ECPoint point) {
        int size = fieldSize();
        byte[] out = new byte[1 + 2 * size];
        out[0] = UNCOMPRESSED;
        put(point.getAffineX(), out, 1, size);
        put(point.getAffineY(), out, 1 + size, size);
        return out;
    }

    /** Big-endian at its full length; BigInteger may give a leading zero byte or too few. */
    private static void put(BigInteger value, byte[] out, int offset, int size) {
        byte[] bytes = value.toByteArray();
        int skipped = Math.max(0, bytes.length - size);
        System.arraycopy(bytes, skipped, out, offset + size - (bytes.length - skipped), bytes.length - skipped);
    }

    private int fieldSize() {
        return (curve.getCurve().getField().getFieldSize() + 7) / 8;
    }

    @Override
    public void close() {
        privateKey.close();
    }
}
