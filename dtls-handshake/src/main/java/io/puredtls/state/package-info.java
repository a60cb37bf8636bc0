/**
 * What every handshake state is and may do, in any version and role. A state is a record of exactly the facts known so
 * far; it takes a message and gives the next state. Start with {@link io.puredtls.state.HandshakeState}.
 */
package io.puredtls.state;
