/**
 * What a handshake established: who the peer is and what was agreed.
 * Start with {@link io.puredtls.session.SessionInfo}.
 */
package io.puredtls.session;
