/** [RFC9846 §A.1] The client of a DTLS 1.3 handshake, a state for each place in it. */
package io.puredtls.dtls13.client;
