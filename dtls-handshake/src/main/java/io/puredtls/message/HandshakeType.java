package io.puredtls.message;

/**
 * [RFC6347 §4.3.2] [RFC9147 §5.2] A handshake message's number: a codepoint that survives being unknown.
 *
 * @param code the number on the wire, 0 to 255
 */
public record HandshakeType(int code) {
    public static final HandshakeType HELLO_REQUEST = new HandshakeType(0);
    public static final HandshakeType CLIENT_HELLO = new HandshakeType(1);
    public static final HandshakeType SERVER_HELLO = new HandshakeType(2);
    public static final HandshakeType HELLO_VERIFY_REQUEST = new HandshakeType(3);
    public static final HandshakeType NEW_SESSION_TICKET = new HandshakeType(4);
    public static final HandshakeType ENCRYPTED_EXTENSIONS = new HandshakeType(8);
    public static final HandshakeType REQUEST_CONNECTION_ID = new HandshakeType(9);
    public static final HandshakeType NEW_CONNECTION_ID = new HandshakeType(10);
    public static final HandshakeType CERTIFICATE = new HandshakeType(11);
    public static final HandshakeType SERVER_KEY_EXCHANGE = new HandshakeType(12);
    public static final HandshakeType CERTIFICATE_REQUEST = new HandshakeType(13);
    public static final HandshakeType SERVER_HELLO_DONE = new HandshakeType(14);
    public static final HandshakeType CERTIFICATE_VERIFY = new HandshakeType(15);
    public static final HandshakeType CLIENT_KEY_EXCHANGE = new HandshakeType(16);
    public static final HandshakeType FINISHED = new HandshakeType(20);
    public static final HandshakeType CERTIFICATE_STATUS = new HandshakeType(22);
    public static final HandshakeType KEY_UPDATE = new HandshakeType(24);
    public static final HandshakeType COMPRESSED_CERTIFICATE = new HandshakeType(25);
    /** [RFC9846 §4.1] Never sent: stands for a first ClientHello in a transcript. */
    public static final HandshakeType MESSAGE_HASH = new HandshakeType(254);

    /** The RFC's name of the message, as in {@code ClientHello}; {@code unknown(n)} for what has none here. */
    @Override
    public String toString() {
        return switch (code) {
            case 0 -> "HelloRequest";
            case 1 -> "ClientHello";
            case 2 -> "ServerHello";
            case 3 -> "HelloVerifyRequest";
            case 4 -> "NewSessionTicket";
            case 5 -> "EndOfEarlyData";
            case 8 -> "EncryptedExtensions";
            case 9 -> "RequestConnectionId";
            case 10 -> "NewConnectionId";
            case 11 -> "Certificate";
            case 12 -> "ServerKeyExchange";
            case 13 -> "CertificateRequest";
            case 14 -> "ServerHelloDone";
            case 15 -> "CertificateVerify";
            case 16 -> "ClientKeyExchange";
            case 20 -> "Finished";
            case 22 -> "CertificateStatus";
            case 24 -> "KeyUpdate";
            case 25 -> "CompressedCertificate";
            case 254 -> "message_hash";
            default -> "unknown(" + code + ")";
        };
    }
}
