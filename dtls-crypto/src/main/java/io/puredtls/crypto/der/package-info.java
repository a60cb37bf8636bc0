/**
 * DER, the byte format of certificates and keys, as far as this library reads and writes it itself. The reader
 * treats its input as hostile and the writer makes one encoding only. Start with
 * {@link io.puredtls.crypto.der.DerReader}.
 */
package io.puredtls.crypto.der;
