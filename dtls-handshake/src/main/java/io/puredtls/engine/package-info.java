/**
 * One association without sockets, clocks or threads: bytes and times go in, bytes, deadlines and events come out.
 * Endpoints, simulators and applications with transports of their own all drive it by the same few calls.
 * Start with {@link io.puredtls.engine.DtlsEngine}.
 */
package io.puredtls.engine;
