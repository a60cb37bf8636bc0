/**
 * The key schedule of DTLS 1.2, a type per stage: {@code PreMasterSecret → MasterSecret → KeyBlock}, each made by
 * consuming the one before. Start with {@link io.puredtls.crypto.schedule12.PreMasterSecret}.
 *
 * <pre>
 *   ECDHE agreement = pre_master_secret
 *         │ PRF("extended master secret", session_hash)          [RFC7627 §4]
 *         │   or PRF("master secret", client_random + server_random)
 *   master_secret
 *         ├─ PRF("key expansion", server_random + client_random)  → KeyBlock
 *         ├─ PRF("client finished" / "server finished", handshake hash)[0..11] → verify_data
 *         └─ PRF(label, client_random + server_random [+ context])  → exporter   [RFC5705]
 * </pre>
 */
package io.puredtls.crypto.schedule12;
