/**
 * [RFC5764] Keys for SRTP out of a DTLS handshake: the profiles that use_srtp negotiates and the keys that are cut
 * from what the exporter gives. Start with {@link io.puredtls.srtp.SrtpProfile}.
 */
package io.puredtls.srtp;
