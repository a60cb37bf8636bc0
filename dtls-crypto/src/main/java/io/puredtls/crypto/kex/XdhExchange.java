package io.puredtls.crypto.kex;

import io.puredtls.crypto.entropy.Entropy;
import io.puredtls.crypto.jca.Jca;
import io.puredtls.crypto.secret.SecretBytes;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.NamedParameterSpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import javax.crypto.KeyAgreement;

/** [RFC7748] X25519 and X448; shares are the bare u coordinate, little-endian. */
final class XdhExchange implements KeyExchange {
    private final NamedGroup group;
    private final Jca jca;
    private final EphemeralKey privateKey;
    private final byte[] share;

    private XdhExchange(NamedGroup group, Jca jca, KeyPair pair) {
        byte[] encoded = pair.getPublic().getEncoded();
        this.group = group;
        this.jca = jca;
        this.privateKey = new EphemeralKey(pair.getPrivate());
        this.share = Arrays.copyOfRange(encoded, encoded.length - shareLength(group), encoded.length);
    }

    static XdhExchange generate(NamedGroup group, Jca jca, Entropy entropy) {
        try {
            KeyPairGenerator generator = jca.keyPairGenerator(jcaName(group));
            generator.initialize(new NamedParameterSpec(jcaName(group)), entropy.asSecureRandom());
            return new XdhExchange(group, jca, generator.generateKeyPair());
        } catch (GeneralSecurityException refused) {
            throw new IllegalStateException("the JCA refuses a key in " + group, refused);
        }
    }

    /** An exchange with a key pair that is known already: for replaying published handshakes. */
    static XdhExchange of(NamedGroup group, Jca jca, KeyPair pair) {
        return new XdhExchange(group, jca, pair);
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
        if (peerShare.length != shareLength(group)) {
            throw new IllegalShareException("a share in " + group + " has " + shareLength(group) + " bytes, not " + peerShare.length);
        }
        KeyAgreement agreement = privateKey.agreement(jca, jcaName(group));
        KeyFactory factory = jca.keyFactory(jcaName(group));
        byte[] secret;
        try {
            agreement.doPhase(factory.generatePublic(new X509EncodedKeySpec(spki(peerShare))), true);
            // [RFC9846 §7.4.2#2]
            secret = agreement.generateSecret();
        } catch (GeneralSecurityException refused) { // the JDK refuses points of small order itself
            throw new IllegalShareException("the share is not one that " + group + " can agree with");
        }
        return refuseZero(SecretBytes.taking(secret));
    }

    /** [RFC7748 §6] A share of small order gives all zeros, whatever our key: then nothing has been agreed. */
    private SecretBytes refuseZero(SecretBytes secret) throws IllegalShareException {
        int or = 0;
        for (byte each : secret.view()) {
            or |= each;
        }
        // [RFC9846 §7.4.2#3]
        if (or == 0) {
            throw new IllegalShareException("the share has small order in " + group);
        }
        return secret;
    }

    /** [RFC8410 §4] The share as a SubjectPublicKeyInfo, the one form that every provider reads in the same way. */
    private byte[] spki(byte[] peerShare) {
        byte[] prefix = HexFormat.of().parseHex(group.equals(NamedGroup.X25519) ? "302a300506032b656e032100" : "3042300506032b656f033900");
        byte[] spki = Arrays.copyOf(prefix, prefix.length + peerShare.length);
        System.arraycopy(peerShare, 0, spki, prefix.length, peerShare.length);
        return spki;
    }

    private static int shareLength(NamedGroup group) {
        // [RFC9846 §4.3.8.2#3]
        return group.equals(NamedGroup.X25519) ? 32 : 56;
    }

    private static String jcaName(NamedGroup group) {
        return group.toString().toUpperCase(Locale.ROOT);
    }

    @Override
    public void close() {
        privateKey.close();
    }
}
