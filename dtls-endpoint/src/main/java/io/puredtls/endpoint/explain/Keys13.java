package io.puredtls.endpoint.explain;

import io.puredtls.wire.Bytes;

/**
 * [RFC9846 §7.3] [RFC9147 §4.2.3] The keys of one epoch in one direction, which a key log has published.
 *
 * @param secretName what the key schedule calls the secret
 */
record Keys13(Sender from, int epoch, String secretName, Bytes secret, Bytes key, Bytes iv, Bytes sn) {
}
