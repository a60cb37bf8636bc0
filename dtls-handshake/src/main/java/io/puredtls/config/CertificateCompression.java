package io.puredtls.config;

/** [RFC8879] Whether certificates may be sent compressed: their sender spends time so that fewer datagrams are needed. */
public enum CertificateCompression {
    /** As they are. The default. */
    NONE,
    /** By zlib, to a peer that can undo it; and the peer is told that we can. */
    ZLIB
}
