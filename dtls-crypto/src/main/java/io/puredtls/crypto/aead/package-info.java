/**
 * Authenticated encryption in place over {@code byte[]}, with the JCA's ciphers held per key and direction. Nothing
 * here allocates per record beyond what the JCA itself does. Start with {@link io.puredtls.crypto.aead.AeadAlgorithm}.
 */
package io.puredtls.crypto.aead;
