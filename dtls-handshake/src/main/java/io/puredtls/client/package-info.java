/**
 * How a client begins, before it is known which version will be spoken.
 * Start with {@link io.puredtls.client.AwaitServerAnswer}.
 */
package io.puredtls.client;
