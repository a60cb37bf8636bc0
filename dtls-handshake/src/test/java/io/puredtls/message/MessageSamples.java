package io.puredtls.message;

import io.puredtls.crypto.kex.NamedGroup;
import io.puredtls.crypto.sign.SignatureScheme;
import io.puredtls.crypto.suite.CipherSuite;
import io.puredtls.extension.ApplicationProtocols;
import io.puredtls.extension.ExtendedMasterSecret;
import io.puredtls.extension.Extensions;
import io.puredtls.extension.RenegotiationInfo;
import io.puredtls.extension.ServerName;
import io.puredtls.record.ProtocolVersion;
import io.puredtls.wire.Bytes;
import java.util.List;

/** A message of every kind with its golden bytes; hellos with and without extensions. */
public final class MessageSamples {
    private static final String RANDOM = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f";

    private MessageSamples() {
    }

    /** A message and its bytes. */
    public record Sample(String name, HandshakeMessage message, Golden golden) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static Sample sample(String name, HandshakeMessage message, String golden) {
        return new Sample(name, message, new Golden(golden));
    }

    public static final ClientHello CLIENT_HELLO = new ClientHello(
            ProtocolVersion.DTLS_1_2, Bytes.ofHex(RANDOM), Bytes.ofHex("a1a2"), Bytes.ofHex("c1c2c3"),
            List.of(CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256, new CipherSuite(0x1301)), Bytes.ofHex("0100"),
            new Extensions(List.of(new ServerName("a.b"), new ExtendedMasterSecret())));

    public static final ServerHello SERVER_HELLO = new ServerHello(
            ProtocolVersion.DTLS_1_2, Bytes.ofHex(RANDOM), Bytes.ofHex("a1"),
            CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384, 0,
            new Extensions(List.of(RenegotiationInfo.INITIAL, new ApplicationProtocols(List.of(Bytes.ofHex("6869"))))));

    public static final List<Sample> ALL = List.of(
            sample("HelloRequest", new HelloRequest(), ""),
            sample("ClientHello", CLIENT_HELLO, """
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
            sample("ClientHello without extensions", new ClientHello(
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
            sample("ServerHello", SERVER_HELLO, """
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
            sample("ServerHello without extensions", new ServerHello(
                    new ProtocolVersion(0x0303), Bytes.ofHex(RANDOM), Bytes.EMPTY, new CipherSuite(0xABCD), 1, Extensions.NONE), """
                    0303  server_version
                    000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f  random
                    00  session_id
                    abcd  cipher_suite
                    01  compression_method
                    """),
            sample("HelloVerifyRequest", new HelloVerifyRequest(ProtocolVersion.DTLS_1_0, Bytes.ofHex("c0c1c2c3")), """
                    feff  server_version
                    04 c0c1c2c3  cookie
                    """),
            sample("Certificate", new Certificate12(List.of(Bytes.ofHex("3003020101"), Bytes.ofHex("30"))), """
                    00000c  certificate_list
                    000005 3003020101  ASN.1Cert
                    000001 30  ASN.1Cert
                    """),
            sample("Certificate without certificates", new Certificate12(List.of()), """
                    000000  certificate_list
                    """),
            sample("ServerKeyExchange", new ServerKeyExchange(
                    new ServerEcdhParams(NamedGroup.X25519, Bytes.ofHex("aabb")), SignatureScheme.RSA_PSS_RSAE_SHA256, Bytes.ofHex("5151")), """
                    03  curve_type
                    001d  namedcurve
                    02 aabb  public
                    0804  algorithm
                    0002 5151  signature
                    """),
            sample("CertificateRequest", new CertificateRequest12(
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
            sample("CertificateRequest without authorities", new CertificateRequest12(
                    Bytes.ofHex("01"), List.of(SignatureScheme.ED25519), List.of()), """
                    01 01  certificate_types
                    0002  supported_signature_algorithms
                    0807  SignatureScheme
                    0000  certificate_authorities
                    """),
            sample("ServerHelloDone", new ServerHelloDone(), ""),
            sample("CertificateVerify", new CertificateVerify(SignatureScheme.ED448, Bytes.ofHex("0102030405")), """
                    0808  algorithm
                    0005 0102030405  signature
                    """),
            sample("ClientKeyExchange", new ClientKeyExchange(Bytes.ofHex("040506")), """
                    03 040506  ecdh_Yc
                    """),
            sample("Finished", new Finished(Bytes.ofHex("0102030405060708090a0b0c")), """
                    0102030405060708090a0b0c  verify_data
                    """));
}
