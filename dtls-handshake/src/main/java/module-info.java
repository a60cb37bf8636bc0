/**
 * The DTLS protocol without sockets: messages, negotiation, states, flights, and the engine that drives them.
 */
@SuppressWarnings("module") // qualified exports name modules that are built after this one
module io.puredtls.handshake {
    requires transitive io.puredtls.record;

    exports io.puredtls.alert;
    exports io.puredtls.config;
    exports io.puredtls.engine;
    exports io.puredtls.event;
    exports io.puredtls.session;
    exports io.puredtls.srtp;
    exports io.puredtls.trust;

    exports io.puredtls.extension to io.puredtls.endpoint, io.puredtls.bench;
    exports io.puredtls.fragment to io.puredtls.endpoint, io.puredtls.bench;
    exports io.puredtls.message to io.puredtls.endpoint, io.puredtls.bench;
    exports io.puredtls.path to io.puredtls.endpoint;
}
