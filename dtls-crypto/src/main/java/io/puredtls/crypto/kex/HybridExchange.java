package io.puredtls.crypto.kex;

import io.puredtls.crypto.entropy.Entropy;
import io.puredtls.crypto.jca.Jca;
import io.puredtls.crypto.secret.SecretBytes;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PublicKey;

/**
 * [RFC10024] ML-KEM beside Diffie-Hellman: whoever speaks first sends an encapsulation key, whoever answers a
 * ciphertext. The two shares differ in form, so that two exchanges that both began cannot agree.
 */
final class HybridExchange implements KeyExchange {
    private final NamedGroup group;
    private final HybridGroup hybrid;
    private final Jca jca;
    private final EphemeralKey decapsulationKey;
    private final byte[] encapsulationKey;
    private final KeyExchange diffieHellman;

    private HybridExchange(NamedGroup group, HybridGroup hybrid, Jca jca, KeyPair pair, KeyExchange diffieHellman) {
        this.group = group;
        this.hybrid = hybrid;
        this.jca = jca;
        this.decapsulationKey = new EphemeralKey(pair.getPrivate());
        this.encapsulationKey = hybrid.mlKem().encode(pair.getPublic());
        this.diffieHellman = diffieHellman;
    }

    static HybridExchange generate(NamedGroup group, HybridGroup hybrid, Jca jca, Entropy entropy) {
        KeyPair pair = hybrid.mlKem().generate(jca, entropy);
        return new HybridExchange(group, hybrid, jca, pair, hybrid.diffieHellman().begin(jca, entropy));
    }

    /** An exchange with keys that are known already, which it takes: for replaying published handshakes. */
    static HybridExchange of(NamedGroup group, HybridGroup hybrid, Jca jca, KeyPair pair, KeyExchange diffieHellman) {
        return new HybridExchange(group, hybrid, jca, pair, diffieHellman);
    }

    /** Answers {@code peerShare}, which is lent. [RFC10024] The encapsulation key is checked before it is used. */
    static Agreement answer(HybridGroup hybrid, Jca jca, Entropy entropy, byte[] peerShare) throws IllegalShareException {
        HybridGroup.Parts peer = hybrid.partsOfClient(peerShare);
        PublicKey peerKey = hybrid.mlKem().decode(jca, peer.mlKem());
        try (Agreement ofMlKem = MlKem.encapsulate(jca, hybrid.mlKem(), entropy, peerKey);
                Agreement ofDiffieHellman = hybrid.diffieHellman().answer(jca, entropy, peer.diffieHellman())) {
            return new Agreement(hybrid.join(ofMlKem.share(), ofDiffieHellman.share()), join(hybrid, ofMlKem.secret(), ofDiffieHellman.secret()));
        } catch (GeneralSecurityException refused) {
            throw new IllegalShareException("the encapsulation key is not one that " + hybrid.mlKem() + " can encapsulate to");
        }
    }

    @Override
    public NamedGroup group() {
        return group;
    }

    @Override
    public byte[] share() {
        return hybrid.join(encapsulationKey, diffieHellman.share());
    }

    /** [RFC10024] The length of the ciphertext is all that can be wrong with it; a forged one gives a secret that nobody has. */
    @Override
    public SecretBytes agree(byte[] peerShare) throws IllegalShareException {
        HybridGroup.Parts peer = hybrid.partsOfServer(peerShare);
        try (SecretBytes ofMlKem = MlKem.decapsulate(jca, hybrid.mlKem(), decapsulationKey.view(), peer.mlKem());
                SecretBytes ofDiffieHellman = diffieHellman.agree(peer.diffieHellman())) {
            return join(hybrid, ofMlKem, ofDiffieHellman);
        } catch (GeneralSecurityException refused) {
            throw new IllegalStateException("the JCA cannot decapsulate by " + hybrid.mlKem(), refused);
        }
    }

    private static SecretBytes join(HybridGroup hybrid, SecretBytes ofMlKem, SecretBytes ofDiffieHellman) {
        return SecretBytes.taking(hybrid.join(ofMlKem.view(), ofDiffieHellman.view()));
    }

    @Override
    public void close() {
        decapsulationKey.close();
        diffieHellman.close();
    }
}
