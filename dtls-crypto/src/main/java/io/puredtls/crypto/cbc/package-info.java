/**
 * [RFC5246 §6.2.3.2] The block ciphers of DTLS 1.2: AES-CBC and HMAC, in either order. For peers that have nothing newer.
 * Start with {@link io.puredtls.crypto.cbc.CbcAlgorithm}; what is hard about it is in {@code MacThenEncrypt}.
 */
package io.puredtls.crypto.cbc;
