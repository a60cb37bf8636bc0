/**
 * What two ends make of each other's offers: pure functions from hellos and configuration to a choice or a violation.
 * Start with {@link io.puredtls.negotiate.ServerNegotiation12}.
 */
package io.puredtls.negotiate;
