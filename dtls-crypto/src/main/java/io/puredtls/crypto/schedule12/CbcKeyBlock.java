package io.puredtls.crypto.schedule12;

import io.puredtls.crypto.cbc.CbcKeys;

/** [RFC5246 §6.3] The keys of both directions for a CBC suite, which has no implicit IVs. Owns both. */
public record CbcKeyBlock(CbcKeys client, CbcKeys server) implements AutoCloseable {
    @Override
    public void close() {
        client.close();
        server.close();
    }
}
