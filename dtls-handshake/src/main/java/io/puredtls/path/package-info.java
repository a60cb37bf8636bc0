/**
 * How an association goes on when an address changes: the connection IDs by which its records are known, and the check that the
 * peer can be reached where they come from. Neither knows what an address is: a path is a number that the driver gives it.
 * Start with {@link io.puredtls.path.Paths}.
 */
package io.puredtls.path;
