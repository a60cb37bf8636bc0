/**
 * Two engines and the network between them, in virtual time and from one seed: what happens can be played again. Uses
 * the public engine API alone, as any driver does. Start with {@link io.puredtls.simulator.Pair}.
 */
package io.puredtls.simulator;
