/**
 * How ends prove who they are, as far as the versions have it in common: what the peer shows, the question whether it is to
 * be believed, and the proof that a Finished was right. Start with {@link io.puredtls.authentication.PeerCredentials}.
 */
package io.puredtls.authentication;
