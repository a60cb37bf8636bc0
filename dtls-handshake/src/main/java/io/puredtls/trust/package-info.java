/**
 * Whether a peer's certificates are to be believed. A policy is given with the configuration; it looks at the chain
 * the peer sent and answers with a verdict that names the certificate at fault.
 * Start with {@link io.puredtls.trust.TrustPolicy}.
 */
package io.puredtls.trust;
