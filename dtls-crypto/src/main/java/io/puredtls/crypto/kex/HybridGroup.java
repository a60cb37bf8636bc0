package io.puredtls.crypto.kex;

import io.puredtls.crypto.jca.Jca;
import java.util.Arrays;
import java.util.Optional;

/**
 * [RFC10024] The groups that join ML-KEM and Diffie-Hellman, and how they put their parts together: share and secret in
 * the same order, none with a length of its own, since every part has a fixed one.
 */
enum HybridGroup {
    /** Its name has the order wrong, for historical reasons. */
    X25519MLKEM768(0x11EC, MlKemParameters.ML_KEM_768, NamedGroup.X25519, 32, First.ML_KEM),
    SECP256R1MLKEM768(0x11EB, MlKemParameters.ML_KEM_768, NamedGroup.SECP256R1, 65, First.DIFFIE_HELLMAN),
    SECP384R1MLKEM1024(0x11ED, MlKemParameters.ML_KEM_1024, NamedGroup.SECP384R1, 97, First.DIFFIE_HELLMAN);

    private enum First { ML_KEM, DIFFIE_HELLMAN }

    private final int code;
    private final MlKemParameters mlKem;
    private final NamedGroup diffieHellman;
    private final int diffieHellmanLength;
    private final First first;

    HybridGroup(int code, MlKemParameters mlKem, NamedGroup diffieHellman, int diffieHellmanLength, First first) {
        this.code = code;
        this.mlKem = mlKem;
        this.diffieHellman = diffieHellman;
        this.diffieHellmanLength = diffieHellmanLength;
        this.first = first;
    }

    static Optional<HybridGroup> of(NamedGroup group) {
        return Arrays.stream(values()).filter(hybrid -> hybrid.code == group.code()).findFirst();
    }

    boolean isAvailable(Jca jca) {
        return MlKem.isAvailable(jca, mlKem) && diffieHellman.isAvailable(jca);
    }

    MlKemParameters mlKem() {
        return mlKem;
    }

    NamedGroup diffieHellman() {
        return diffieHellman;
    }

    /** Both parts as one, share or secret. All lent. */
    byte[] join(byte[] ofMlKem, byte[] ofDiffieHellman) {
        byte[] left = first == First.ML_KEM ? ofMlKem : ofDiffieHellman;
        byte[] right = first == First.ML_KEM ? ofDiffieHellman : ofMlKem;
        byte[] both = Arrays.copyOf(left, left.length + right.length);
        System.arraycopy(right, 0, both, left.length, right.length);
        return both;
    }

    /** The encapsulation key and the Diffie-Hellman share of whoever spoke first. */
    Parts partsOfClient(byte[] share) throws IllegalShareException {
        return split("a client's", share, mlKem.encapsulationKeyLength());
    }

    /** The ciphertext and the Diffie-Hellman share of whoever answered. */
    Parts partsOfServer(byte[] share) throws IllegalShareException {
        return split("a server's", share, mlKem.ciphertextLength());
    }

    private Parts split(String whose, byte[] share, int mlKemLength) throws IllegalShareException {
        int length = mlKemLength + diffieHellmanLength;
        if (share.length != length) {
            throw new IllegalShareException(
                    whose + " share in " + new NamedGroup(code) + " has " + length + " bytes, not " + share.length);
        }
        int mlKemOffset = first == First.ML_KEM ? 0 : diffieHellmanLength;
        int diffieHellmanOffset = first == First.ML_KEM ? mlKemLength : 0;
        return new Parts(
                Arrays.copyOfRange(share, mlKemOffset, mlKemOffset + mlKemLength),
                Arrays.copyOfRange(share, diffieHellmanOffset, diffieHellmanOffset + diffieHellmanLength));
    }

    /** A share in its two parts; no record, since it holds arrays. */
    static final class Parts {
        private final byte[] mlKem;
        private final byte[] diffieHellman;

        private Parts(byte[] mlKem, byte[] diffieHellman) {
            this.mlKem = mlKem;
            this.diffieHellman = diffieHellman;
        }

        byte[] mlKem() {
            return mlKem;
        }

        byte[] diffieHellman() {
            return diffieHellman;
        }
    }
}
