/**
 * How things are written for people: shared by the endpoint and the command line, and not exported.
 * Start with {@link io.puredtls.endpoint.text.AddressText}.
 */
package io.puredtls.endpoint.text;
