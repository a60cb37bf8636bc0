/**
 * How records of one epoch are protected in one direction: nonce, additional data and the cipher, in place.
 * Start with {@link io.puredtls.record.protection.RecordProtection}.
 */
package io.puredtls.record.protection;
