/**
 * DTLS over UDP: one socket, many peers, one loop. Applications see endpoints, which are sockets, and sessions, which
 * are peers; both can be used with handlers, with futures or by blocking calls.
 * Start with {@link io.puredtls.endpoint.Dtls}.
 */
package io.puredtls.endpoint;
