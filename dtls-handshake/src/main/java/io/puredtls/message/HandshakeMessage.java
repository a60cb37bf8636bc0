package io.puredtls.message;

import io.puredtls.wire.Bytes;
import io.puredtls.wire.WireWriter;

/** The body of one handshake message. Immutable. */
public sealed interface HandshakeMessage permits
        HelloRequest, ClientHello, ServerHello, HelloVerifyRequest, Certificate12, CertificateStatus, RawPublicKeyCertificate12, PskServerKeyExchange, PskClientKeyExchange,
        ServerKeyExchange, NewSessionTicket12, CertificateRequest12, ServerHelloDone, CertificateVerify, ClientKeyExchange, Finished, HelloRetryRequest,
        EncryptedExtensions, Certificate13, CompressedCertificate, CertificateRequest13, NewSessionTicket, KeyUpdate,
        RequestConnectionId, NewConnectionId {
    /** Its number. */
    HandshakeType type();

    /** Writes the body, without the handshake header. */
    void encode(WireWriter out);

    /** The body's bytes. */
    default Bytes toBytes() {
        WireWriter out = new WireWriter();
        encode(out);
        return out.toBytes();
    }
}
