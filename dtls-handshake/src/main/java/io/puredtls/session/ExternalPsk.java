package io.puredtls.session;

import io.puredtls.crypto.hash.HashAlgorithm;
import io.puredtls.crypto.jca.Jca;
import io.puredtls.crypto.kex.PskKind;
import io.puredtls.crypto.schedule13.PskImport;
import io.puredtls.crypto.secret.SecretBytes;
import io.puredtls.wire.Bytes;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * [RFC9258] A key that both ends were given, to be imported into DTLS 1.3: what is used on the wire is derived of it, a
 * key of its own for each hash, so that one key can serve suites with different hashes, and what is learnt of one use
 * says nothing about another. Both ends have to import it, with the same context, and the key is not used as it is
 * beside that. Immutable; owns its copy of the key.
 *
 * <pre>{@code
 *   ClientConfig.trusting(roots).preSharedKeys(ExternalPsk.of(identity, key).imported())
 *   ServerConfig.identity(credentials).preSharedKeys(PskStore.of(ExternalPsk.of(identity, key).imported()))
 * }</pre>
 *
 * @param identity its name; with the context at most 65527 bytes, at least one
 * @param key at least one byte; random, and of 16 bytes or more, if it is to be of any use
 * @param context what both ends know about it: the roles, a negotiation before; may be empty
 * @param hash the one that belongs to the key; SHA-256 if nothing is said about it
 */
public record ExternalPsk(Bytes identity, SecretBytes key, Bytes context, HashAlgorithm hash) implements AutoCloseable {
    /** Checks the bounds. */
    public ExternalPsk {
        Objects.requireNonNull(hash, "hash");
        new ImportedIdentity(identity, context, hash);
        if (key.length() == 0) {
            throw new IllegalArgumentException("the external key of " + identity + " is empty");
        }
    }

    /** One without a context, whose hash is SHA-256; the arrays are lent. */
    public static ExternalPsk of(byte[] identity, byte[] key) {
        return new ExternalPsk(Bytes.of(identity), SecretBytes.copyOf(key, 0, key.length), Bytes.EMPTY, HashAlgorithm.SHA256);
    }

    /** The same key with another context, which is lent. */
    public ExternalPsk withContext(byte[] other) {
        return new ExternalPsk(identity, key, Bytes.of(other), hash);
    }

    /** The same key with another hash of its own. */
    public ExternalPsk withHash(HashAlgorithm other) {
        return new ExternalPsk(identity, key, context, other);
    }

    /** [RFC9258 §5.1] The keys that are used, one for each hash that suites of DTLS 1.3 have, that of AES-128 first. */
    public List<PreSharedKey> imported() {
        return Stream.of(HashAlgorithm.values()).map(this::importedFor).toList();
    }

    /** The key that is used with suites of one hash. */
    public PreSharedKey importedFor(HashAlgorithm target) {
        Bytes imported = new ImportedIdentity(identity, context, target).toBytes();
        return new PreSharedKey(imported, PskImport.derive(Jca.PLATFORM, hash, key, imported.toArray(), target), target, PskKind.IMPORTED);
    }

    /** Wipes the key; what was imported of it lives on. */
    @Override
    public void close() {
        key.close();
    }

    /** The name alone. */
    @Override
    public String toString() {
        return "ExternalPsk[" + identity + ", " + hash + "]";
    }
}
