/** [RFC9147] [RFC9846] DTLS 1.3: what both roles share, and what goes on after the handshake. */
package io.puredtls.dtls13;
