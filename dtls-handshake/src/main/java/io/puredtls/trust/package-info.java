/**
 * Whether a peer's certificates, or its public key without one, are to be believed. A policy is given with the configuration; it
 * looks at what the peer showed and answers with a verdict that names what is at fault.
 * Start with {@link io.puredtls.trust.TrustPolicy}.
 */
package io.puredtls.trust;
