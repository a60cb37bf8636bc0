/**
 * How a server begins, before it is known which version will be spoken.
 * Start with {@link io.puredtls.server.AwaitClientHello}.
 */
package io.puredtls.server;
