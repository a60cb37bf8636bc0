package io.puredtls.message;

import io.puredtls.crypto.kex.NamedGroup;
import io.puredtls.crypto.sign.SignatureScheme;
import io.puredtls.crypto.suite.CipherSuite;
import io.puredtls.extension.ApplicationProtocols;
import io.puredtls.extension.CertificateAuthorities;
import io.puredtls.extension.CompressCertificate;
import io.puredtls.extension.Cookie;
import io.puredtls.extension.ExtendedMasterSecret;
import io.puredtls.extension.ExtensionType;
import io.puredtls.extension.Extensions;
import io.puredtls.extension.KeyShareEntry;
import io.puredtls.extension.KeyShares;
import io.puredtls.extension.MaxEarlyData;
import io.puredtls.extension.PreSharedKeys;
import io.puredtls.extension.PskIdentity;
import io.puredtls.extension.RenegotiationInfo;
import io.puredtls.extension.SelectedGroup;
import io.puredtls.extension.SelectedPsk;
import io.puredtls.extension.SelectedVersion;
import io.puredtls.extension.ServerKeyShare;
import io.puredtls.extension.ServerName;
import io.puredtls.extension.ServerNameAcknowledged;
import io.puredtls.extension.SignatureAlgorithms;
import io.puredtls.extension.StapledOcspResponse;
import io.puredtls.extension.SupportedVersions;
import io.puredtls.extension.UnknownExtension;
import io.puredtls.record.ConnectionId;
import io.puredtls.record.ProtocolVersion;
import io.puredtls.wire.Bytes;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A message of every kind with its golden bytes, for every version that has it; hellos with and without extensions. */
public final class MessageSamples {
    private static final String RANDOM = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f";

    private MessageSamples() {
    }

    /** A message, who reads it and its bytes. */
    public record Sample(HandshakeCodec codec, String name, HandshakeMessage message, Golden golden) {
        @Override
        public String toString() {
            return codec + " " + name;
        }
    }

    /** A message that has no version yet, or the same bytes in both. */
    private static Stream<Sample> both(String name, HandshakeMessage message, String golden) {
        return Stream.of(HandshakeCodec.values()).map(codec -> new Sample(codec, name, message, new Golden(golden)));
    }

    private static Stream<Sample> dtls12(String name, HandshakeMessage message, String golden) {
        return Stream.of(new Sample(HandshakeCodec.DTLS12, name, message, new Golden(golden)));
    }

    private static Stream<Sample> by(HandshakeCodec codec, String name, HandshakeMessage message, String golden) {
        return Stream.of(new Sample(codec, name, message, new Golden(golden)));
    }

    private static Stream<Sample> dtls13(String name, HandshakeMessage message, String golden) {
        return Stream.of(new Sample(HandshakeCodec.DTLS13, name, message, new Golden(golden)));
    }

    public static final ClientHello CLIENT_HELLO = new ClientHello(
            ProtocolVersion.DTLS_1_2, Bytes.ofHex(RANDOM), Bytes.ofHex("a1a2"), Bytes.ofHex("c1c2c3"),
            List.of(CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256, new CipherSuite(0x1301)), Bytes.ofHex("0100"),
            new Extensions(List.of(new ServerName("a.b"), new ExtendedMasterSecret())));

    public static final ServerHello SERVER_HELLO = new ServerHello(
            ProtocolVersion.DTLS_1_2, Bytes.ofHex(RANDOM), Bytes.ofHex("a1"),
            CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384, 0,
            new Extensions(List.of(RenegotiationInfo.INITIAL, new ApplicationProtocols(List.of(Bytes.ofHex("6869"))))));

    public static final ClientHello CLIENT_HELLO_13 = new ClientHello(
            ProtocolVersion.DTLS_1_2, Bytes.ofHex(RANDOM), Bytes.EMPTY, Bytes.EMPTY, List.of(new CipherSuite(0x1301)), Bytes.ofHex("00"),
            new Extensions(List.of(
                    new SupportedVersions(List.of(ProtocolVersion.DTLS_1_3)), new Cookie(Bytes.ofHex("c0")),
                    new KeyShares(List.of(new KeyShareEntry(NamedGroup.X25519, Bytes.ofHex("5152")))),
                    new PreSharedKeys(List.of(new PskIdentity(Bytes.ofHex("69"), 7)), List.of(Bytes.ofHex(RANDOM))))));

    public static final ServerHello SERVER_HELLO_13 = new ServerHello(
            ProtocolVersion.DTLS_1_2, Bytes.ofHex(RANDOM), Bytes.EMPTY, new CipherSuite(0x1303), 0,
            new Extensions(List.of(
                    new SelectedVersion(ProtocolVersion.DTLS_1_3), new ServerKeyShare(new KeyShareEntry(NamedGroup.X25519, Bytes.ofHex("6162"))),
                    new SelectedPsk(0))));

    public static final HelloRetryRequest HELLO_RETRY_REQUEST = new HelloRetryRequest(
            ProtocolVersion.DTLS_1_2, Bytes.ofHex("a1a2"), new CipherSuite(0x1302), 0,
            new Extensions(List.of(
                    new SelectedVersion(ProtocolVersion.DTLS_1_3), new Cookie(Bytes.ofHex("c0c1")), new SelectedGroup(NamedGroup.SECP256R1))));

    public static final List<Sample> ALL = Stream.of(
            dtls12("HelloRequest", new HelloRequest(), ""),
            // [RFC6066 §8]
            dtls12("CertificateStatus", new CertificateStatus(new StapledOcspResponse(Bytes.ofHex("30030a0103"))), """
                    01  status_type
                    000005 30030a0103  OCSPResponse
                    """),
            both("ClientHello", CLIENT_HELLO, """
                    fefd  client_version
                    000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f  random
                    02 a1a2  session_id
                    03 c1c2c3  cookie
                    0004  cipher_suites
                    c02b  CipherSuite
                    1301  CipherSuite
                    02 0100  compression_methods
                    0010  extensions
                    0000  extension_type
                    0008  extension_data
                    0006  server_name_list
                    00  name_type
                    0003 612e62  HostName
                    0017  extension_type
                    0000  extension_data
                    """),
            both("ClientHello without extensions", new ClientHello(
                    ProtocolVersion.DTLS_1_0, Bytes.ofHex(RANDOM), Bytes.EMPTY, Bytes.EMPTY,
                    List.of(CipherSuite.TLS_EMPTY_RENEGOTIATION_INFO_SCSV), Bytes.ofHex("00"), Extensions.NONE), """
                    feff  client_version
                    000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f  random
                    00  session_id
                    00  cookie
                    0002  cipher_suites
                    00ff  CipherSuite
                    01 00  compression_methods
                    """),
            both("ServerHello", SERVER_HELLO, """
                    fefd  server_version
                    000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f  random
                    01 a1  session_id
                    c02c  cipher_suite
                    00  compression_method
                    000e  extensions
                    ff01  extension_type
                    0001  extension_data
                    00  renegotiated_connection
                    0010  extension_type
                    0005  extension_data
                    0003  protocol_name_list
                    02 6869  ProtocolName
                    """),
            both("ServerHello without extensions", new ServerHello(
                    new ProtocolVersion(0x0303), Bytes.ofHex(RANDOM), Bytes.EMPTY, new CipherSuite(0xABCD), 1, Extensions.NONE), """
                    0303  server_version
                    000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f  random
                    00  session_id
                    abcd  cipher_suite
                    01  compression_method
                    """),
            both("ClientHello of DTLS 1.3", CLIENT_HELLO_13, """
                    fefd  client_version
                    000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f  random
                    00  session_id
                    00  cookie
                    0002  cipher_suites
                    1301  CipherSuite
                    01 00  compression_methods
                    004a  extensions
                    002b  extension_type
                    0003  extension_data
                    02  versions
                    fefc  ProtocolVersion
                    002c  extension_type
                    0003  extension_data
                    0001 c0  cookie
                    0033  extension_type
                    0008  extension_data
                    0006  client_shares
                    001d  group
                    0002 5152  key_exchange
                    0029  extension_type
                    002c  extension_data
                    0007  identities
                    0001 69  identity
                    00000007  obfuscated_ticket_age
                    0021  binders
                    20 000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f  PskBinderEntry
                    """),
            both("ServerHello of DTLS 1.3", SERVER_HELLO_13, """
                    fefd  server_version
                    000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f  random
                    00  session_id
                    1303  cipher_suite
                    00  compression_method
                    0016  extensions
                    002b  extension_type
                    0002  extension_data
                    fefc  selected_version
                    0033  extension_type
                    0006  extension_data
                    001d  group
                    0002 6162  key_exchange
                    0029  extension_type
                    0002  extension_data
                    0000  selected_identity
                    """),
            both("HelloRetryRequest", HELLO_RETRY_REQUEST, """
                    fefd  server_version
                    cf21ad74e59a6111be1d8c021e65b891c2a211167abb8c5e079e09e2c8a8339c  random
                    02 a1a2  session_id
                    1302  cipher_suite
                    00  compression_method
                    0014  extensions
                    002b  extension_type
                    0002  extension_data
                    fefc  selected_version
                    002c  extension_type
                    0004  extension_data
                    0002 c0c1  cookie
                    0033  extension_type
                    0002  extension_data
                    0017  selected_group
                    """),
            both("HelloRetryRequest without extensions", new HelloRetryRequest(
                    ProtocolVersion.DTLS_1_2, Bytes.EMPTY, new CipherSuite(0x1301), 0, Extensions.NONE), """
                    fefd  server_version
                    cf21ad74e59a6111be1d8c021e65b891c2a211167abb8c5e079e09e2c8a8339c  random
                    00  session_id
                    1301  cipher_suite
                    00  compression_method
                    0000  extensions
                    """),
            dtls12("HelloVerifyRequest", new HelloVerifyRequest(ProtocolVersion.DTLS_1_0, Bytes.ofHex("c0c1c2c3")), """
                    feff  server_version
                    04 c0c1c2c3  cookie
                    """),
            dtls12("Certificate", new Certificate12(List.of(Bytes.ofHex("3003020101"), Bytes.ofHex("30"))), """
                    00000c  certificate_list
                    000005 3003020101  ASN.1Cert
                    000001 30  ASN.1Cert
                    """),
            dtls12("Certificate without certificates", new Certificate12(List.of()), """
                    000000  certificate_list
                    """),
            by(HandshakeCodec.DTLS12_RAW_PUBLIC_KEY, "Certificate", new RawPublicKeyCertificate12(Bytes.ofHex("300300")), """
                    000003 300300  ASN.1_subjectPublicKeyInfo
                    """),
            by(HandshakeCodec.DTLS12_RAW_PUBLIC_KEY, "Certificate without a key", new RawPublicKeyCertificate12(Bytes.EMPTY), """
                    000000  ASN.1_subjectPublicKeyInfo
                    """),
            dtls12("ServerKeyExchange", new ServerKeyExchange(
                    new ServerEcdhParams(NamedGroup.X25519, Bytes.ofHex("aabb")), SignatureScheme.RSA_PSS_RSAE_SHA256, Bytes.ofHex("5151")), """
                    03  curve_type
                    001d  namedcurve
                    02 aabb  public
                    0804  algorithm
                    0002 5151  signature
                    """),
            dtls12("CertificateRequest", new CertificateRequest12(
                    Bytes.ofHex("4001"), List.of(SignatureScheme.ECDSA_SECP256R1_SHA256, new SignatureScheme(0x0203)),
                    List.of(Bytes.ofHex("3000"), Bytes.ofHex("300100"))), """
                    02 4001  certificate_types
                    0004  supported_signature_algorithms
                    0403  SignatureScheme
                    0203  SignatureScheme
                    0009  certificate_authorities
                    0002 3000  DistinguishedName
                    0003 300100  DistinguishedName
                    """),
            dtls12("CertificateRequest without authorities", new CertificateRequest12(
                    Bytes.ofHex("01"), List.of(SignatureScheme.ED25519), List.of()), """
                    01 01  certificate_types
                    0002  supported_signature_algorithms
                    0807  SignatureScheme
                    0000  certificate_authorities
                    """),
            dtls12("ServerHelloDone", new ServerHelloDone(), ""),
            both("CertificateVerify", new CertificateVerify(SignatureScheme.ED448, Bytes.ofHex("0102030405")), """
                    0808  algorithm
                    0005 0102030405  signature
                    """),
            dtls12("NewSessionTicket", new NewSessionTicket12(0xFEDCBA98L, Bytes.ofHex("717273")), """
                    fedcba98  ticket_lifetime_hint
                    0003 717273  ticket
                    """),
            dtls12("NewSessionTicket without a ticket", new NewSessionTicket12(0, Bytes.EMPTY), """
                    00000000  ticket_lifetime_hint
                    0000  ticket
                    """),
            dtls12("ClientKeyExchange", new ClientKeyExchange(Bytes.ofHex("040506")), """
                    03 040506  ecdh_Yc
                    """),
            by(HandshakeCodec.DTLS12_PSK, "ServerKeyExchange", new PskServerKeyExchange(Bytes.ofHex("68696e74"), Optional.empty()), """
                    0004 68696e74  psk_identity_hint
                    """),
            by(HandshakeCodec.DTLS12_PSK, "ServerKeyExchange without a hint", new PskServerKeyExchange(Bytes.EMPTY, Optional.empty()), """
                    0000  psk_identity_hint
                    """),
            by(HandshakeCodec.DTLS12_PSK, "ClientKeyExchange", new PskClientKeyExchange(Bytes.ofHex("6964"), Optional.empty()), """
                    0002 6964  psk_identity
                    """),
            by(HandshakeCodec.DTLS12_ECDHE_PSK, "ServerKeyExchange", new PskServerKeyExchange(
                    Bytes.ofHex("68"), Optional.of(new ServerEcdhParams(NamedGroup.X25519, Bytes.ofHex("aabb")))), """
                    0001 68  psk_identity_hint
                    03  curve_type
                    001d  namedcurve
                    02 aabb  public
                    """),
            by(HandshakeCodec.DTLS12_ECDHE_PSK, "ClientKeyExchange",
                    new PskClientKeyExchange(Bytes.ofHex("6964"), Optional.of(Bytes.ofHex("040506"))), """
                    0002 6964  psk_identity
                    03 040506  ecdh_Yc
                    """),
            both("Finished", new Finished(Bytes.ofHex("0102030405060708090a0b0c")), """
                    0102030405060708090a0b0c  verify_data
                    """),
            dtls13("NewSessionTicket", new NewSessionTicket(
                    604_800, 0xFEDCBA98L, Bytes.ofHex("0e"), Bytes.ofHex("717273"), new Extensions(List.of(new MaxEarlyData(16_384)))), """
                    00093a80  ticket_lifetime
                    fedcba98  ticket_age_add
                    01 0e  ticket_nonce
                    0003 717273  ticket
                    0008  extensions
                    002a  extension_type
                    0004  extension_data
                    00004000  max_early_data_size
                    """),
            dtls13("NewSessionTicket without extensions", new NewSessionTicket(0, 0, Bytes.EMPTY, Bytes.ofHex("71"), Extensions.NONE), """
                    00000000  ticket_lifetime
                    00000000  ticket_age_add
                    00  ticket_nonce
                    0001 71  ticket
                    0000  extensions
                    """),
            dtls13("EncryptedExtensions", new EncryptedExtensions(new Extensions(List.of(
                    new ApplicationProtocols(List.of(Bytes.ofHex("6869"))), new ServerNameAcknowledged()))), """
                    000d  extensions
                    0010  extension_type
                    0005  extension_data
                    0003  protocol_name_list
                    02 6869  ProtocolName
                    0000  extension_type
                    0000  extension_data
                    """),
            dtls13("EncryptedExtensions without extensions", new EncryptedExtensions(Extensions.NONE), """
                    0000  extensions
                    """),
            dtls13("Certificate", new Certificate13(Bytes.ofHex("c7"), List.of(
                    new Certificate13.Entry(Bytes.ofHex("3003020101"), Extensions.NONE),
                    new Certificate13.Entry(Bytes.ofHex("30"), new Extensions(List.of(
                            new UnknownExtension(new ExtensionType(34), Bytes.ofHex("0102"))))))), """
                    01 c7  certificate_request_context
                    000016  certificate_list
                    000005 3003020101  cert_data
                    0000  extensions
                    000001 30  cert_data
                    0006  extensions
                    0022  extension_type
                    0002  extension_data
                    0102  extension_data
                    """),
            dtls13("Certificate without certificates", new Certificate13(Bytes.EMPTY, List.of()), """
                    00  certificate_request_context
                    000000  certificate_list
                    """),
            dtls13("CertificateRequest", new CertificateRequest13(Bytes.ofHex("0102"), new Extensions(List.of(
                    new SignatureAlgorithms(List.of(SignatureScheme.ECDSA_SECP256R1_SHA256)),
                    new CertificateAuthorities(List.of(Bytes.ofHex("3000")))))), """
                    02 0102  certificate_request_context
                    0012  extensions
                    000d  extension_type
                    0004  extension_data
                    0002  supported_signature_algorithms
                    0403  SignatureScheme
                    002f  extension_type
                    0006  extension_data
                    0004  authorities
                    0002 3000  DistinguishedName
                    """),
            dtls13("CertificateRequest without extensions", new CertificateRequest13(Bytes.EMPTY, Extensions.NONE), """
                    00  certificate_request_context
                    0000  extensions
                    """),
            dtls13("KeyUpdate", new KeyUpdate(KeyUpdate.UPDATE_NOT_REQUESTED), """
                    00  request_update
                    """),
            dtls13("KeyUpdate with a request", new KeyUpdate(KeyUpdate.UPDATE_REQUESTED), """
                    01  request_update
                    """),
            dtls13("RequestConnectionId", new RequestConnectionId(5), """
                    05  num_cids
                    """),
            dtls13("NewConnectionId", new NewConnectionId(List.of(ConnectionId.of((byte) 0xC1, (byte) 0xC2), ConnectionId.NONE), 1), """
                    0004  cids
                    02 c1c2  ConnectionId
                    00  ConnectionId
                    01  usage
                    """),
            dtls13("CompressedCertificate", new CompressedCertificate(CompressCertificate.ZLIB, 0x012345, Bytes.ofHex("789c01")), """
                    0001  algorithm
                    012345  uncompressed_length
                    000003 789c01  compressed_certificate_message
                    """)).flatMap(each -> each).toList();
}
