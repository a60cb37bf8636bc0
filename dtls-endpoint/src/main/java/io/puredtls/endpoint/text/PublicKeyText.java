package io.puredtls.endpoint.text;

import io.puredtls.crypto.credentials.CredentialsException;
import io.puredtls.crypto.credentials.RawPublicKey;
import java.util.Arrays;
import java.util.Optional;

/** [RFC7250] A public key without a certificate, in a few words. */
public final class PublicKeyText {
    private PublicKeyText() {
    }

    /** Its algorithm and fingerprint; empty if these bytes are not the SubjectPublicKeyInfo of a key that can be read here. */
    public static Optional<String> of(byte[] data, int offset, int length) {
        try {
            RawPublicKey key = RawPublicKey.fromDer(Arrays.copyOfRange(data, offset, offset + length));
            return Optional.of(key.publicKey().getAlgorithm() + " public key, " + fingerprint(key));
        } catch (CredentialsException unreadable) {
            return Optional.empty();
        }
    }

    /** Its fingerprint, as the command line's options have those of certificates. */
    public static String fingerprint(RawPublicKey key) {
        return "sha-256=" + key.fingerprint();
    }
}
