/**
 * Hashes and what is built from them: the running transcript hash, the PRF of DTLS 1.2 and the HKDF of DTLS 1.3.
 * Start with {@link io.puredtls.crypto.hash.HashAlgorithm}.
 */
package io.puredtls.crypto.hash;
