/**
 * The header forms of records, each a tiny codec between bytes and a {@link io.puredtls.record.RecordView}.
 * Start with {@link io.puredtls.record.format.PlaintextHeader}.
 */
package io.puredtls.record.format;
