/**
 * Measurements, never shipped. Every figure stands beside that of a twin in the same run: the bare JCA calls of the
 * same record, and the JDK's own {@code SSLEngine}. Start with {@link io.puredtls.bench.RecordBenchmark}.
 */
package io.puredtls.bench;
