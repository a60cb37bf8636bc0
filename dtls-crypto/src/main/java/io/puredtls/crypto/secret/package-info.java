/**
 * Bytes that must not outlive their use. Every secret has one owner, and the owner closes it; the Javadoc of
 * whatever passes a secret on says <em>takes</em> (the callee closes), <em>lends</em> (valid during the call) or
 * <em>gives</em> (the caller closes). Start with {@link io.puredtls.crypto.secret.SecretBytes}.
 */
package io.puredtls.crypto.secret;
