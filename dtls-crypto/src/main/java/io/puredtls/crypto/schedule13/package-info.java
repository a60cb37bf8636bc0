/**
 * The key schedule of DTLS 1.3, a type per stage: {@code EarlySecret → HandshakeSecret → MainSecret}, each made by
 * consuming the one before. Start with {@link io.puredtls.crypto.schedule13.EarlySecret}.
 *
 * <pre>
 *   0 or PSK
 *     │ HKDF-Extract(0, ·)
 *   EarlySecret ──── "ext binder" | "res binder" | "imp binder" ──→ binder
 *     ├──────────── "c e traffic", ClientHello ───────────────────→ TrafficSecret of epoch 1
 *     ├──────────── "e exp master", ClientHello ──────────────────→ Exporter13, early
 *     │ Derive-Secret("derived"), HKDF-Extract(·, (EC)DHE)
 *   HandshakeSecret
 *     ├──────────── "c hs traffic", ClientHello…ServerHello ──────→ TrafficSecret of epoch 2, client's
 *     ├──────────── "s hs traffic", ClientHello…ServerHello ──────→ TrafficSecret of epoch 2, server's
 *     │ Derive-Secret("derived"), HKDF-Extract(·, 0)
 *   MainSecret
 *     ├──────────── "c ap traffic", ClientHello…server Finished ──→ TrafficSecret of epoch 3, client's
 *     ├──────────── "s ap traffic", ClientHello…server Finished ──→ TrafficSecret of epoch 3, server's
 *     ├──────────── "exp master", ClientHello…server Finished ────→ Exporter13
 *     └──────────── "res master", ClientHello…client Finished ────→ ResumptionSecret ─ "resumption", nonce → PSK
 *
 *   TrafficSecret ─ "key", "iv", "sn" → TrafficKeys     ─ "finished" → verify_data     ─ "traffic upd" → the next one
 * </pre>
 *
 * <p>[RFC9846 §7.1] the ladder; [RFC9147 §5.9] all labels begin with {@code dtls13}.
 */
package io.puredtls.crypto.schedule13;
