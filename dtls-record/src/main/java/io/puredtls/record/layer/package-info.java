/**
 * Between datagrams and the content of records: datagrams are opened record by record into a sink, content is sealed
 * into datagrams. Start with {@link io.puredtls.record.layer.RecordLayer}.
 */
package io.puredtls.record.layer;
