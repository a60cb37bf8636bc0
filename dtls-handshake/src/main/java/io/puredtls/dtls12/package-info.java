/**
 * DTLS 1.2, the parts that both roles share: keys out of a master secret, the proof in a Finished, the question whether
 * a chain is trusted, and the state after the handshake. The handshake itself is in {@code dtls12.client} and
 * {@code dtls12.server}. Start with {@link io.puredtls.dtls12.Handshaking12}.
 */
package io.puredtls.dtls12;
