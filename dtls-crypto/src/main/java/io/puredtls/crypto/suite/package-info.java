/**
 * Cipher suites by their registered numbers and names. Start with {@link io.puredtls.crypto.suite.CipherSuite}.
 */
package io.puredtls.crypto.suite;
