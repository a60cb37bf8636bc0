/**
 * The handshake messages, a record each, with reading and writing side by side and every field by its RFC name.
 * Start with {@link io.puredtls.message.HandshakeMessage}.
 */
package io.puredtls.message;
