/**
 * Signatures as DTLS names them. A check that succeeded is a value,
 * {@link io.puredtls.crypto.sign.SignatureVerified}, that only the verifier can make and later states demand.
 * Start with {@link io.puredtls.crypto.sign.SignatureScheme}.
 */
package io.puredtls.crypto.sign;
