/**
 * Randomness as something a configuration gives, never something the core reaches for: a seeded source makes a
 * whole handshake reproducible. Start with {@link io.puredtls.crypto.entropy.Entropy}.
 */
package io.puredtls.crypto.entropy;
