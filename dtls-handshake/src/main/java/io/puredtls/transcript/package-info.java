/**
 * What was said in a handshake, as both ends must agree it was said. Start with
 * {@link io.puredtls.transcript.Transcript}.
 */
package io.puredtls.transcript;
