/**
 * What DTLS asks of cryptography, over the JCA alone: AEADs, hashes, key schedules, groups, signatures,
 * certificates and the secrets that flow between them. Knows nothing of records or handshakes.
 */
@SuppressWarnings("module") // qualified exports name modules that are built after this one
module io.puredtls.crypto {
    exports io.puredtls.crypto.aead;
    exports io.puredtls.crypto.cbc;
    exports io.puredtls.crypto.credentials;
    exports io.puredtls.crypto.entropy;
    exports io.puredtls.crypto.hash;
    exports io.puredtls.crypto.jca;
    exports io.puredtls.crypto.kex;
    exports io.puredtls.crypto.secret;
    exports io.puredtls.crypto.sign;
    exports io.puredtls.crypto.suite;

    exports io.puredtls.crypto.schedule13 to
            io.puredtls.record, io.puredtls.handshake, io.puredtls.endpoint, io.puredtls.bench;
    exports io.puredtls.crypto.schedule12 to
            io.puredtls.record, io.puredtls.handshake, io.puredtls.endpoint, io.puredtls.bench;
}
