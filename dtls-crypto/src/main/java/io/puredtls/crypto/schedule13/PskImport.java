package io.puredtls.crypto.schedule13;

import io.puredtls.crypto.hash.HashAlgorithm;
import io.puredtls.crypto.jca.Jca;
import io.puredtls.crypto.secret.SecretBytes;

/** [RFC9258 §5.1] From one key that was given to both ends to one for each protocol and hash that it is used with. */
public final class PskImport {
    private PskImport() {
    }

    /**
     * Derives {@code ipskx}; gives.
     *
     * @param hash the external key's own
     * @param externalKey lent
     * @param importedIdentity what the result is for
     * @param target the hash that it will be used with
     */
    public static SecretBytes derive(
            Jca jca, HashAlgorithm hash, SecretBytes externalKey, byte[] importedIdentity, HashAlgorithm target) {
        Labels labels = new Labels(jca, hash);
        try (SecretBytes extracted = labels.extract(new byte[hash.length()], externalKey)) {
            return labels.expand(extracted, "derived psk", hash.hash(jca, importedIdentity), target.length());
        }
    }
}
