package io.puredtls.session;

import io.puredtls.crypto.hash.HashAlgorithm;
import io.puredtls.crypto.kex.PskKind;
import io.puredtls.crypto.secret.SecretBytes;
import io.puredtls.wire.Bytes;
import java.util.Objects;

/**
 * [RFC9846 §4.3.11] [RFC4279 §2] A key that both ends were given beforehand. Immutable; lives as long as the configuration that
 * it is in.
 *
 * <p>[RFC9846 §F] An external key serves both versions, where both are spoken. No attack is known that this helps, but nothing
 * proves that there is none: who wants to be sure imports it ({@link ExternalPsk}), which makes it one for DTLS 1.3 alone, or
 * speaks one version.
 *
 * @param identity its name, 0 to 65535 bytes; an empty one is for DTLS 1.2 alone
 * @param key at least one byte; random, and of 16 bytes or more, if it is to be of any use
 * @param hash the one hash that it is used with in DTLS 1.3; in DTLS 1.2 it goes with any suite
 * @param kind whether it is used as it is or was imported, which {@link ExternalPsk} does
 */
public record PreSharedKey(Bytes identity, SecretBytes key, HashAlgorithm hash, PskKind kind) {
    /** Checks the bounds. */
    public PreSharedKey {
        // [RFC9846 §2.2#2]
        Objects.requireNonNull(hash, "hash");
        Objects.requireNonNull(kind, "kind");
        if (identity.length() > 0xFFFF) {
            throw new IllegalArgumentException("a PSK identity has at most 65535 bytes, not " + identity.length());
        }
        if (kind == PskKind.RESUMPTION) {
            throw new IllegalArgumentException("the key of a session is none that both ends were given: " + identity);
        }
        if (kind == PskKind.IMPORTED) {
            ImportedIdentity.externalIdentity(identity);
        }
        if (key.length() == 0) {
            throw new IllegalArgumentException("the pre-shared key of " + identity + " is empty");
        }
    }

    /** An external key, in DTLS 1.3 for the suites with SHA-256; the arrays are lent. */
    public static PreSharedKey of(byte[] identity, byte[] key) {
        return new PreSharedKey(
                // [RFC9846 §4.3.11#3]
                Bytes.of(identity), SecretBytes.copyOf(key, 0, key.length), HashAlgorithm.SHA256, PskKind.EXTERNAL);
    }

    /** Whether DTLS 1.2 can use it: as it is, with any hash. An imported key is for newer versions. */
    public boolean isForDtls12() {
        return kind == PskKind.EXTERNAL;
    }

    /** [RFC9846 §4.3.11] Whether DTLS 1.3 can use it: there a name has at least one byte. */
    public boolean isForDtls13() {
        return !identity.isEmpty();
    }

    /** The name under which both ends were given it; for an imported key that is not the one on the wire. */
    public Bytes externalIdentity() {
        return kind == PskKind.IMPORTED ? ImportedIdentity.externalIdentity(identity) : identity;
    }

    /** The name alone. */
    @Override
    public String toString() {
        return "PreSharedKey[" + identity + ", " + hash + ", " + kind + "]";
    }
}
