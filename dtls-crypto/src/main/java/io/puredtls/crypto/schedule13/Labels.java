package io.puredtls.crypto.schedule13;

import io.puredtls.crypto.hash.HashAlgorithm;
import io.puredtls.crypto.hash.Hkdf;
import io.puredtls.crypto.jca.Jca;
import io.puredtls.crypto.secret.SecretBytes;

/** [RFC9846 §7.1] The two derivations that the whole schedule is made of, under one hash. */
record Labels(Jca jca, HashAlgorithm hash) {
    private static final byte[] NO_CONTEXT = new byte[0];

    /** {@code HKDF-Expand-Label(secret, label, context, length)}; gives. */
    SecretBytes expand(SecretBytes secret, String label, byte[] context, int length) {
        return Hkdf.expandLabel(jca, hash, secret, label, context, length);
    }

    /** {@code HKDF-Expand-Label(secret, label, "", length)}; gives. */
    SecretBytes expand(SecretBytes secret, String label, int length) {
        return expand(secret, label, NO_CONTEXT, length);
    }

    /** {@code Derive-Secret(secret, label, messages)} with the hash of the messages; gives. */
    SecretBytes derive(SecretBytes secret, String label, byte[] transcriptHash) {
        return expand(secret, label, transcriptHash, hash.length());
    }

    /** {@code Derive-Secret(secret, label, "")}; gives. */
    SecretBytes derive(SecretBytes secret, String label) {
        return derive(secret, label, hash.hash(jca, NO_CONTEXT));
    }

    /** {@code HKDF-Extract(salt, input)}; all lent, gives. */
    SecretBytes extract(byte[] salt, SecretBytes input) {
        return Hkdf.extract(jca, hash, salt, input);
    }

    /** A string of as many zero bytes as the hash is long: what stands where there is no key; gives. */
    SecretBytes zeros() {
        return SecretBytes.taking(new byte[hash.length()]);
    }
}
