/**
 * DTLS over UDP: endpoints that serve many sessions on one socket, and the command line.
 */
module io.puredtls.endpoint {
    requires transitive io.puredtls.handshake;

    exports io.puredtls.endpoint;
}
