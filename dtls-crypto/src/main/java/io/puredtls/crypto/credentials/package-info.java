/**
 * Who an endpoint says it is: a private key and the certificates that vouch for it, or its public key alone. They are read here from PEM
 * files, PKCS#12 files, key stores and hardware, or made on the spot for tests and closed networks. Start with
 * {@link io.puredtls.crypto.credentials.Credentials}.
 */
package io.puredtls.crypto.credentials;
