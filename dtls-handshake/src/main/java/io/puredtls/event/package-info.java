/**
 * What the engine tells its driver, and what it is told when it asks.
 * Start with {@link io.puredtls.event.EngineEvent}.
 */
package io.puredtls.event;
