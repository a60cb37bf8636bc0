package io.puredtls.extension;

import static io.puredtls.extension.ExtensionPlacement.CERTIFICATE;
import static io.puredtls.extension.ExtensionPlacement.CERTIFICATE_REQUEST;
import static io.puredtls.extension.ExtensionPlacement.CLIENT_HELLO;
import static io.puredtls.extension.ExtensionPlacement.ENCRYPTED_EXTENSIONS;
import static io.puredtls.extension.ExtensionPlacement.HELLO_RETRY_REQUEST;
import static io.puredtls.extension.ExtensionPlacement.NEW_SESSION_TICKET;
import static io.puredtls.extension.ExtensionPlacement.SERVER_HELLO;

import io.puredtls.crypto.credentials.CertificateType;
import io.puredtls.crypto.kex.NamedGroup;
import io.puredtls.crypto.sign.SignatureScheme;
import io.puredtls.message.Golden;
import io.puredtls.record.ConnectionId;
import io.puredtls.record.ProtocolVersion;
import io.puredtls.srtp.SrtpProfile;
import io.puredtls.wire.Bytes;
import java.util.List;

/** Every extension with the golden bytes of its extension_data, in every place where it is read. */
final class ExtensionSamples {
    private ExtensionSamples() {
    }

    /** An extension, where it stands and its bytes. */
    record Sample(ExtensionPlacement placement, Extension extension, Golden data) {
        @Override
        public String toString() {
            return extension.type() + " in " + placement + ", " + data.bytes().length() + " bytes";
        }

        int code() {
            return extension.type().code();
        }

        boolean hasAnyData() {
            return extension instanceof UnknownExtension || extension instanceof SessionTicket;
        }
    }

    private static Sample sample(ExtensionPlacement placement, Extension extension, String data) {
        return new Sample(placement, extension, new Golden(data));
    }

    private static final String BINDER_32 = "b0b1b2b3b4b5b6b7b8b9babbbcbdbebfc0c1c2c3c4c5c6c7c8c9cacbcccdcecf";
    private static final String BINDER_33 = BINDER_32 + "d0";

    static final List<Sample> ALL = List.of(
            // [RFC6066 §3#2] [RFC6066 §3#11]
            sample(CLIENT_HELLO, new ServerName("example.org"), """
                    000e  server_name_list
                    00  name_type
                    000b 6578616d706c652e6f7267  HostName
                    """),
            sample(SERVER_HELLO, new ServerNameAcknowledged(), ""),
            sample(ENCRYPTED_EXTENSIONS, new ServerNameAcknowledged(), ""),
            // [RFC8422 §5.1]
            sample(CLIENT_HELLO, new SupportedGroups(List.of(NamedGroup.X25519, NamedGroup.SECP256R1, new NamedGroup(0x11EC))), """
                    0006  named_group_list
                    001d  NamedGroup
                    0017  NamedGroup
                    11ec  NamedGroup
                    """),
            sample(ENCRYPTED_EXTENSIONS, new SupportedGroups(List.of(NamedGroup.X448)), """
                    0002  named_group_list
                    001e  NamedGroup
                    """),
            sample(CLIENT_HELLO, new EcPointFormats(Bytes.ofHex("010002")), """
                    03 010002  ec_point_format_list
                    """),
            sample(SERVER_HELLO, EcPointFormats.UNCOMPRESSED_ONLY, """
                    01 00  ec_point_format_list
                    """),
            // [RFC5246 §7.4.1.4.1] [RFC9846 §4.3.3]
            sample(CLIENT_HELLO, new SignatureAlgorithms(List.of(SignatureScheme.ED25519, new SignatureScheme(0x0201))), """
                    0004  supported_signature_algorithms
                    0807  SignatureScheme
                    0201  SignatureScheme
                    """),
            sample(CERTIFICATE_REQUEST, new SignatureAlgorithms(List.of(SignatureScheme.ECDSA_SECP256R1_SHA256)), """
                    0002  supported_signature_algorithms
                    0403  SignatureScheme
                    """),
            sample(CLIENT_HELLO, new SignatureAlgorithmsCert(List.of(SignatureScheme.RSA_PKCS1_SHA256, new SignatureScheme(0x0203))), """
                    0004  supported_signature_algorithms
                    0401  SignatureScheme
                    0203  SignatureScheme
                    """),
            sample(CERTIFICATE_REQUEST, new SignatureAlgorithmsCert(List.of(SignatureScheme.ED448)), """
                    0002  supported_signature_algorithms
                    0808  SignatureScheme
                    """),
            // [RFC5764 §4.1.1]
            sample(CLIENT_HELLO, new UseSrtp(List.of(SrtpProfile.SRTP_AEAD_AES_128_GCM, new SrtpProfile(0x0005)), Bytes.ofHex("0a0b")), """
                    0004  SRTPProtectionProfiles
                    0007  SRTPProtectionProfile
                    0005  SRTPProtectionProfile
                    02 0a0b  srtp_mki
                    """),
            sample(SERVER_HELLO, new UseSrtp(List.of(SrtpProfile.SRTP_AES128_CM_HMAC_SHA1_80), Bytes.EMPTY), """
                    0002  SRTPProtectionProfiles
                    0001  SRTPProtectionProfile
                    00  srtp_mki
                    """),
            sample(ENCRYPTED_EXTENSIONS, new UseSrtp(List.of(SrtpProfile.SRTP_AEAD_AES_256_GCM), Bytes.ofHex("0c")), """
                    0002  SRTPProtectionProfiles
                    0008  SRTPProtectionProfile
                    01 0c  srtp_mki
                    """),
            // [RFC7301 §3.1]
            sample(CLIENT_HELLO, new ApplicationProtocols(List.of(Bytes.ofHex("6832"), Bytes.ofHex("ff"))), """
                    0005  protocol_name_list
                    02 6832  ProtocolName
                    01 ff  ProtocolName
                    """),
            sample(SERVER_HELLO, new ApplicationProtocols(List.of(Bytes.ofHex("6832"))), """
                    0003  protocol_name_list
                    02 6832  ProtocolName
                    """),
            sample(ENCRYPTED_EXTENSIONS, new ApplicationProtocols(List.of(Bytes.ofHex("00"))), """
                    0002  protocol_name_list
                    01 00  ProtocolName
                    """),
            // [RFC7250 §4.1] what is known in it, and what is not
            sample(CLIENT_HELLO, new ClientCertificateTypes(List.of(CertificateType.RAW_PUBLIC_KEY, CertificateType.X509)), """
                    02  client_certificate_types
                    02  CertificateType
                    00  CertificateType
                    """),
            sample(CLIENT_HELLO, new ServerCertificateTypes(List.of(CertificateType.RAW_PUBLIC_KEY, new CertificateType(0xE0))), """
                    02  server_certificate_types
                    02  CertificateType
                    e0  CertificateType
                    """),
            // [RFC7250 §4.2]
            sample(SERVER_HELLO, new SelectedClientCertificateType(CertificateType.X509), "00  client_certificate_type"),
            sample(SERVER_HELLO, new SelectedServerCertificateType(CertificateType.RAW_PUBLIC_KEY), "02  server_certificate_type"),
            sample(ENCRYPTED_EXTENSIONS, new SelectedClientCertificateType(CertificateType.RAW_PUBLIC_KEY), "02  client_certificate_type"),
            sample(ENCRYPTED_EXTENSIONS, new SelectedServerCertificateType(new CertificateType(0xFF)), "ff  server_certificate_type"),
            // [RFC7627 §5.1]
            // [RFC7366 §2#1] [RFC7366 §2#2]
            sample(CLIENT_HELLO, new EncryptThenMac(), ""),
            sample(SERVER_HELLO, new EncryptThenMac(), ""),
            sample(CLIENT_HELLO, new ExtendedMasterSecret(), ""),
            sample(SERVER_HELLO, new ExtendedMasterSecret(), ""),
            // [RFC8879 §3]
            sample(CLIENT_HELLO, new CompressCertificate(List.of(CompressCertificate.ZLIB, 0x0003)), """
                    04  algorithms
                    0001  CertificateCompressionAlgorithm
                    0003  CertificateCompressionAlgorithm
                    """),
            sample(CERTIFICATE_REQUEST, new CompressCertificate(List.of(0xFFFF)), """
                    02  algorithms
                    ffff  CertificateCompressionAlgorithm
                    """),
            // [RFC9146 §3] [RFC9853 §3]
            sample(CLIENT_HELLO, new RequestedConnectionId(ConnectionId.NONE), """
                    00  cid
                    """),
            sample(SERVER_HELLO, new RequestedConnectionId(ConnectionId.of((byte) 0xC1, (byte) 0xC2)), """
                    02 c1c2  cid
                    """),
            sample(CLIENT_HELLO, new Rrc(), ""),
            sample(SERVER_HELLO, new Rrc(), ""),
            // [RFC6066 §4]
            sample(CLIENT_HELLO, MaxFragmentLength.of(512), """
                    01  MaxFragmentLength
                    """),
            sample(SERVER_HELLO, MaxFragmentLength.of(4096), """
                    04  MaxFragmentLength
                    """),
            sample(ENCRYPTED_EXTENSIONS, new MaxFragmentLength(255), """
                    ff  MaxFragmentLength
                    """),
            // [RFC6066 §8]
            sample(CLIENT_HELLO, StatusRequest.PLAIN, """
                    01  status_type
                    0000  responder_id_list
                    0000  request_extensions
                    """),
            sample(CERTIFICATE_REQUEST, new StatusRequest(Bytes.ofHex("000130"), Bytes.ofHex("3000")), """
                    01  status_type
                    0003 000130  responder_id_list
                    0002 3000  request_extensions
                    """),
            sample(SERVER_HELLO, new StatusRequestAcknowledged(), ""),
            sample(CERTIFICATE, new StapledOcspResponse(Bytes.ofHex("30030a0103")), """
                    01  status_type
                    000005 30030a0103  OCSPResponse
                    """),
            // [RFC6962 §3.3]
            sample(CLIENT_HELLO, new TimestampsWanted(), ""),
            sample(CERTIFICATE_REQUEST, new TimestampsWanted(), ""),
            sample(SERVER_HELLO, new SignedCertificateTimestamps(List.of(Bytes.ofHex("0102"))), """
                    0004  sct_list
                    0002 0102  SerializedSCT
                    """),
            sample(CERTIFICATE, new SignedCertificateTimestamps(List.of(Bytes.ofHex("01"), Bytes.ofHex("0203"))), """
                    0007  sct_list
                    0001 01  SerializedSCT
                    0002 0203  SerializedSCT
                    """),
            // [RFC8449 §4]
            sample(CLIENT_HELLO, new RecordSizeLimit(0x4001), """
                    4001  RecordSizeLimit
                    """),
            sample(SERVER_HELLO, new RecordSizeLimit(RecordSizeLimit.MIN), """
                    0040  RecordSizeLimit
                    """),
            sample(ENCRYPTED_EXTENSIONS, new RecordSizeLimit(0), """
                    0000  RecordSizeLimit
                    """),
            // [RFC9846 §4.3.11]
            sample(CLIENT_HELLO, new PreSharedKeys(
                    List.of(new PskIdentity(Bytes.ofHex("69642d61"), 0xFEDCBA98L), new PskIdentity(Bytes.ofHex("62"), 0)),
                    List.of(Bytes.ofHex(BINDER_32), Bytes.ofHex(BINDER_33))), """
                    0011  identities
                    0004 69642d61  identity
                    fedcba98  obfuscated_ticket_age
                    0001 62  identity
                    00000000  obfuscated_ticket_age
                    0043  binders
                    20 b0b1b2b3b4b5b6b7b8b9babbbcbdbebfc0c1c2c3c4c5c6c7c8c9cacbcccdcecf  PskBinderEntry
                    21 b0b1b2b3b4b5b6b7b8b9babbbcbdbebfc0c1c2c3c4c5c6c7c8c9cacbcccdcecfd0  PskBinderEntry
                    """),
            sample(SERVER_HELLO, new SelectedPsk(0x0102), """
                    0102  selected_identity
                    """),
            // [RFC9846 §4.3.10] [RFC9846 §4.7.1]
            sample(CLIENT_HELLO, new EarlyData(), ""),
            sample(ENCRYPTED_EXTENSIONS, new EarlyData(), ""),
            sample(NEW_SESSION_TICKET, new MaxEarlyData(0xFFFFFFFFL), """
                    ffffffff  max_early_data_size
                    """),
            // [RFC5077 §3.2]
            sample(CLIENT_HELLO, new SessionTicket(Bytes.ofHex("717273")), """
                    717273  ticket
                    """),
            sample(CLIENT_HELLO, SessionTicket.WANTED, """
                    -  ticket
                    """),
            sample(SERVER_HELLO, new SessionTicketPromised(), ""),
            // [RFC9846 §4.3.1]
            sample(CLIENT_HELLO, new SupportedVersions(List.of(ProtocolVersion.DTLS_1_3, ProtocolVersion.DTLS_1_2)), """
                    04  versions
                    fefc  ProtocolVersion
                    fefd  ProtocolVersion
                    """),
            sample(SERVER_HELLO, new SelectedVersion(ProtocolVersion.DTLS_1_3), """
                    fefc  selected_version
                    """),
            sample(HELLO_RETRY_REQUEST, new SelectedVersion(new ProtocolVersion(0x0304)), """
                    0304  selected_version
                    """),
            // [RFC9846 §4.3.2]
            sample(CLIENT_HELLO, new Cookie(Bytes.ofHex("c00c1e")), """
                    0003 c00c1e  cookie
                    """),
            sample(HELLO_RETRY_REQUEST, new Cookie(Bytes.ofHex("00")), """
                    0001 00  cookie
                    """),
            // [RFC9846 §4.3.9]
            sample(CLIENT_HELLO, new PskKeyExchangeModes(Bytes.ofHex("0100")), """
                    02 0100  ke_modes
                    """),
            // [RFC9846 §4.3.4]
            sample(CLIENT_HELLO, new CertificateAuthorities(List.of(Bytes.ofHex("3000"), Bytes.ofHex("ff"))), """
                    0007  authorities
                    0002 3000  DistinguishedName
                    0001 ff  DistinguishedName
                    """),
            sample(CERTIFICATE_REQUEST, new CertificateAuthorities(List.of(Bytes.ofHex("300100"))), """
                    0005  authorities
                    0003 300100  DistinguishedName
                    """),
            // [RFC9846 §4.3.6]
            sample(CLIENT_HELLO, new PostHandshakeAuth(), ""),
            // [RFC9846 §4.3.8]
            sample(CLIENT_HELLO, new KeyShares(List.of(
                    new KeyShareEntry(NamedGroup.X25519, Bytes.ofHex("515253")), new KeyShareEntry(new NamedGroup(0x11EC), Bytes.ofHex("61")))), """
                    000c  client_shares
                    001d  group
                    0003 515253  key_exchange
                    11ec  group
                    0001 61  key_exchange
                    """),
            sample(CLIENT_HELLO, new KeyShares(List.of()), """
                    0000  client_shares
                    """),
            sample(SERVER_HELLO, new ServerKeyShare(new KeyShareEntry(NamedGroup.SECP256R1, Bytes.ofHex("0401"))), """
                    0017  group
                    0002 0401  key_exchange
                    """),
            sample(HELLO_RETRY_REQUEST, new SelectedGroup(NamedGroup.SECP384R1), """
                    0018  selected_group
                    """),
            // [RFC5746 §3.2]
            sample(CLIENT_HELLO, RenegotiationInfo.INITIAL, """
                    00  renegotiated_connection
                    """),
            sample(SERVER_HELLO, new RenegotiationInfo(Bytes.ofHex("0102")), """
                    02 0102  renegotiated_connection
                    """),
            // kept as they came
            sample(CLIENT_HELLO, new UnknownExtension(new ExtensionType(0x1234), Bytes.ofHex("dead")), """
                    dead  extension_data
                    """),
            sample(SERVER_HELLO, new UnknownExtension(new ExtensionType(17), Bytes.EMPTY), """
                    -  extension_data
                    """),
            sample(HELLO_RETRY_REQUEST, new UnknownExtension(new ExtensionType(0xFE0D), Bytes.ofHex("0102030405060708")), """
                    0102030405060708  extension_data
                    """),
            sample(ENCRYPTED_EXTENSIONS, new UnknownExtension(new ExtensionType(0x3A3A), Bytes.ofHex("00")), """
                    00  extension_data
                    """),
            sample(CERTIFICATE_REQUEST, new UnknownExtension(new ExtensionType(48), Bytes.ofHex("0000")), """
                    0000  extension_data
                    """),
            sample(CERTIFICATE, new UnknownExtension(new ExtensionType(34), Bytes.ofHex("0001aa")), """
                    0001aa  extension_data
                    """),
            sample(NEW_SESSION_TICKET, new UnknownExtension(new ExtensionType(0xFFFF), Bytes.EMPTY), """
                    -  extension_data
                    """));

    /** A sample of this class in this place. */
    static Sample of(Class<? extends Extension> kind, ExtensionPlacement placement) {
        return ALL.stream().filter(sample -> sample.placement == placement && kind.isInstance(sample.extension)).findFirst().orElseThrow();
    }
}
