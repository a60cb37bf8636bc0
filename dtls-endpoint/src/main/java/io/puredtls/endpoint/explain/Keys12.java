package io.puredtls.endpoint.explain;

import io.puredtls.crypto.aead.AeadAlgorithm;
import io.puredtls.wire.Bytes;

/**
 * [RFC5246 §6.3] A key block and what is cut from it.
 *
 * @param block client_write_key · server_write_key · client_write_IV · server_write_IV
 */
record Keys12(AeadAlgorithm aead, Bytes block) {
    static int ivLength(AeadAlgorithm aead) {
        return AeadAlgorithm.NONCE_LENGTH - Opener12.explicitNonceLength(aead);
    }

    static int blockLength(AeadAlgorithm aead) {
        return 2 * (aead.keyLength() + ivLength(aead));
    }

    Bytes key(Sender from) {
        return block.slice(from == Sender.CLIENT ? 0 : aead.keyLength(), aead.keyLength());
    }

    Bytes iv(Sender from) {
        int length = ivLength(aead);
        return block.slice(2 * aead.keyLength() + (from == Sender.CLIENT ? 0 : length), length);
    }
}
