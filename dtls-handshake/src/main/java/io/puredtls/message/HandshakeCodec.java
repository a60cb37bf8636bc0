package io.puredtls.message;

import static io.puredtls.alert.ProtocolException.violation;

import io.puredtls.alert.ProtocolException;
import io.puredtls.alert.Violation;
import io.puredtls.crypto.credentials.CertificateType;
import io.puredtls.crypto.suite.CipherSuite;
import io.puredtls.wire.DecodeException;
import io.puredtls.wire.WireReader;

/**
 * From a message's number and body to its record; the one place where a decoding fault becomes a violation. The versions
 * read hellos alike, so that whoever does not know the version yet may use either; in DTLS 1.2 the suite that was chosen says
 * what is in the messages by which keys are exchanged, and the type that was, what is in a Certificate.
 */
public enum HandshakeCodec {
    DTLS12 {
        @Override
        HandshakeMessage decodeBody(HandshakeType type, WireReader body) throws DecodeException, ProtocolException {
            return switch (type.code()) {
                case 0 -> HelloRequest.decode(body);
                case 1 -> ClientHello.decode(body);
                case 2 -> ServerHello.decodeEither(body);
                case 3 -> HelloVerifyRequest.decode(body);
                case 4 -> NewSessionTicket12.decode(body);
                case 11 -> Certificate12.decode(body);
                case 12 -> ServerKeyExchange.decode(body);
                case 13 -> CertificateRequest12.decode(body);
                case 14 -> ServerHelloDone.decode(body);
                case 15 -> CertificateVerify.decode(body);
                case 16 -> ClientKeyExchange.decode(body);
                case 20 -> Finished.decode(body);
                case 22 -> CertificateStatus.decode(body);
                default -> throw unknown(type);
            };
        }
    },
    /** [RFC7250 §3] DTLS 1.2 once the peer is to show a raw public key. */
    DTLS12_RAW_PUBLIC_KEY {
        @Override
        HandshakeMessage decodeBody(HandshakeType type, WireReader body) throws DecodeException, ProtocolException {
            return type.equals(HandshakeType.CERTIFICATE) ? RawPublicKeyCertificate12.decode(body) : DTLS12.decodeBody(type, body);
        }
    },
    /** DTLS 1.2 once a suite with a pre-shared key alone was chosen. */
    DTLS12_PSK {
        @Override
        HandshakeMessage decodeBody(HandshakeType type, WireReader body) throws DecodeException, ProtocolException {
            return switch (type.code()) {
                case 12 -> PskServerKeyExchange.decodeAlone(body);
                case 16 -> PskClientKeyExchange.decodeAlone(body);
                default -> DTLS12.decodeBody(type, body);
            };
        }
    },
    /** DTLS 1.2 once a suite with a pre-shared key and ephemeral shares was chosen. */
    DTLS12_ECDHE_PSK {
        @Override
        HandshakeMessage decodeBody(HandshakeType type, WireReader body) throws DecodeException, ProtocolException {
            return switch (type.code()) {
                case 12 -> PskServerKeyExchange.decodeEphemeral(body);
                case 16 -> PskClientKeyExchange.decodeEphemeral(body);
                default -> DTLS12.decodeBody(type, body);
            };
        }
    },
    DTLS13 {
        @Override
        HandshakeMessage decodeBody(HandshakeType type, WireReader body) throws DecodeException, ProtocolException {
            return switch (type.code()) {
                case 1 -> ClientHello.decode(body);
                case 2 -> ServerHello.decodeEither(body);
                case 4 -> NewSessionTicket.decode(body);
                case 8 -> EncryptedExtensions.decode(body);
                case 9 -> RequestConnectionId.decode(body);
                case 10 -> NewConnectionId.decode(body);
                case 11 -> Certificate13.decode(body);
                case 13 -> CertificateRequest13.decode(body);
                case 15 -> CertificateVerify.decode(body);
                case 20 -> Finished.decode(body);
                case 24 -> KeyUpdate.decode(body);
                case 25 -> CompressedCertificate.decode(body);
                default -> throw unknown(type);
            };
        }
    };

    /** How the messages behind a ServerHello of DTLS 1.2 with this known suite are read, from a peer that shows {@code peers}. */
    public static HandshakeCodec forDtls12(CipherSuite suite, CertificateType peers) {
        return switch (suite.keyExchange()) {
            case ECDHE_ECDSA, ECDHE_RSA -> peers.equals(CertificateType.RAW_PUBLIC_KEY) ? DTLS12_RAW_PUBLIC_KEY : DTLS12;
            case ECDHE_PSK -> DTLS12_ECDHE_PSK;
            case PSK -> DTLS12_PSK;
        };
    }

    abstract HandshakeMessage decodeBody(HandshakeType type, WireReader body) throws DecodeException, ProtocolException;

    /**
     * Reads the body of a message, all of it.
     *
     * @throws ProtocolException MALFORMED, naming the field, or UNKNOWN_HANDSHAKE_MESSAGE
     */
    public HandshakeMessage decode(HandshakeType type, WireReader body) throws ProtocolException {
        try {
            HandshakeMessage message = decodeBody(type, body);
            // [RFC9846 §4.2.2#17]
            body.endOfMessage();
            return message;
        } catch (DecodeException malformed) {
            // [RFC9846 §6#9] [RFC9846 §4.2.2#18]
            throw violation(Violation.MALFORMED, type + ": " + malformed.getMessage());
        }
    }

    private static ProtocolException unknown(HandshakeType type) {
        // [RFC9846 §4.6#2]
        return violation(Violation.UNKNOWN_HANDSHAKE_MESSAGE, "handshake message of " + type);
    }
}
