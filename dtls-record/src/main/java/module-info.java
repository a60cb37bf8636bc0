/**
 * The record layer of DTLS: wire primitives, record formats, protection, epochs and replay windows. Knows nothing of
 * handshakes; it opens with, and seals under, the epochs it is given.
 */
@SuppressWarnings("module") // qualified exports name modules that are built after this one
module io.puredtls.record {
    requires transitive io.puredtls.crypto;

    exports io.puredtls.record;
    exports io.puredtls.wire;

    exports io.puredtls.record.format to
            io.puredtls.handshake, io.puredtls.endpoint, io.puredtls.bench;
    exports io.puredtls.record.protection to
            io.puredtls.handshake, io.puredtls.bench;
    exports io.puredtls.record.epoch to
            io.puredtls.handshake, io.puredtls.bench;
    exports io.puredtls.record.layer to
            io.puredtls.handshake, io.puredtls.endpoint, io.puredtls.bench;
}
