package io.puredtls.endpoint.explain;

import io.puredtls.crypto.cbc.CbcAlgorithm;
import io.puredtls.wire.Bytes;

/**
 * [RFC5246 §6.3] The key block of a CBC suite and what is cut from it.
 *
 * @param block client_write_MAC_key · server_write_MAC_key · client_write_key · server_write_key
 */
record CbcKeys12(CbcAlgorithm cbc, Bytes block) {
    static int blockLength(CbcAlgorithm cbc) {
        return 2 * (cbc.macLength() + cbc.keyLength());
    }

    Bytes macKey(Sender from) {
        return block.slice(from == Sender.CLIENT ? 0 : cbc.macLength(), cbc.macLength());
    }

    Bytes key(Sender from) {
        return block.slice(2 * cbc.macLength() + (from == Sender.CLIENT ? 0 : cbc.keyLength()), cbc.keyLength());
    }
}
