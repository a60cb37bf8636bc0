/**
 * What a DTLS record is: its type, its version, its number, and a view of one inside a datagram.
 * Start with {@link io.puredtls.record.RecordView}.
 */
package io.puredtls.record;
