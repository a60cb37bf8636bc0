/**
 * Ephemeral key exchange over the named groups: one object is one exchange, used once. Every check that the RFCs ask
 * of a peer's share is made here. Start with {@link io.puredtls.crypto.kex.NamedGroup}.
 */
package io.puredtls.crypto.kex;
