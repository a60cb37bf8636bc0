package io.puredtls.extension;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.puredtls.crypto.kex.NamedGroup;
import io.puredtls.crypto.sign.SignatureScheme;
import io.puredtls.message.FieldList;
import io.puredtls.message.Golden;
import io.puredtls.record.ProtocolVersion;
import io.puredtls.srtp.SrtpProfile;
import io.puredtls.wire.Bytes;
import io.puredtls.wire.DecodeException;
import io.puredtls.wire.WireReader;
import io.puredtls.wire.WireWriter;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.FieldSource;

/** Every extension against golden bytes of its extension_data, and the vector they stand in. */
class ExtensionsTest {
    record Sample(String name, ExtensionPlacement placement, Extension extension, Golden data) {
        @Override
        public String toString() {
            return name;
        }

        private int code() {
            return extension.type().code();
        }

        private boolean hasAnyData() {
            return extension instanceof UnknownExtension;
        }
    }

    private static Sample sample(String name, ExtensionPlacement placement, Extension extension, String data) {
        return new Sample(name, placement, extension, new Golden(data));
    }

    private static final ExtensionPlacement CLIENT = ExtensionPlacement.CLIENT_HELLO;
    private static final ExtensionPlacement SERVER = ExtensionPlacement.SERVER_HELLO;

    static final List<Sample> samples = List.of(
            sample("server_name", CLIENT, new ServerName("example.org"), """
                    000e  server_name_list
                    00  name_type
                    000b 6578616d706c652e6f7267  HostName
                    """),
            sample("server_name of a server", SERVER, new ServerNameAcknowledged(), ""),
            sample("supported_groups", CLIENT, new SupportedGroups(List.of(NamedGroup.X25519, NamedGroup.SECP256R1, new NamedGroup(0x11EC))), """
                    0006  named_group_list
                    001d  NamedGroup
                    0017  NamedGroup
                    11ec  NamedGroup
                    """),
            sample("ec_point_formats", CLIENT, new EcPointFormats(Bytes.ofHex("010002")), """
                    03 010002  ec_point_format_list
                    """),
            sample("ec_point_formats of a server", SERVER, EcPointFormats.UNCOMPRESSED_ONLY, """
                    01 00  ec_point_format_list
                    """),
            sample("signature_algorithms", CLIENT, new SignatureAlgorithms(List.of(SignatureScheme.ED25519, new SignatureScheme(0x0201))), """
                    0004  supported_signature_algorithms
                    0807  SignatureScheme
                    0201  SignatureScheme
                    """),
            sample("use_srtp", CLIENT, new UseSrtp(
                    List.of(SrtpProfile.SRTP_AEAD_AES_128_GCM, new SrtpProfile(0x0005)), Bytes.ofHex("0a0b")), """
                    0004  SRTPProtectionProfiles
                    0007  SRTPProtectionProfile
                    0005  SRTPProtectionProfile
                    02 0a0b  srtp_mki
                    """),
            sample("use_srtp of a server", SERVER, new UseSrtp(List.of(SrtpProfile.SRTP_AES128_CM_HMAC_SHA1_80), Bytes.EMPTY), """
                    0002  SRTPProtectionProfiles
                    0001  SRTPProtectionProfile
                    00  srtp_mki
                    """),
            sample("application_layer_protocol_negotiation", CLIENT, new ApplicationProtocols(
                    List.of(Bytes.ofHex("6832"), Bytes.ofHex("ff"))), """
                    0005  protocol_name_list
                    02 6832  ProtocolName
                    01 ff  ProtocolName
                    """),
            sample("application_layer_protocol_negotiation of a server", SERVER, new ApplicationProtocols(List.of(Bytes.ofHex("6832"))), """
                    0003  protocol_name_list
                    02 6832  ProtocolName
                    """),
            sample("extended_master_secret", CLIENT, new ExtendedMasterSecret(), ""),
            sample("extended_master_secret of a server", SERVER, new ExtendedMasterSecret(), ""),
            sample("supported_versions", CLIENT, new SupportedVersions(List.of(new ProtocolVersion(0xFEFC), ProtocolVersion.DTLS_1_2)), """
                    04  versions
                    fefc  ProtocolVersion
                    fefd  ProtocolVersion
                    """),
            sample("renegotiation_info", CLIENT, RenegotiationInfo.INITIAL, """
                    00  renegotiated_connection
                    """),
            sample("renegotiation_info of a server", SERVER, new RenegotiationInfo(Bytes.ofHex("0102")), """
                    02 0102  renegotiated_connection
                    """),
            sample("unknown extension", CLIENT, new UnknownExtension(new ExtensionType(0x1234), Bytes.ofHex("dead")), """
                    dead  extension_data
                    """),
            sample("empty unknown extension", SERVER, new UnknownExtension(new ExtensionType(5), Bytes.EMPTY), """
                    -  extension_data
                    """));

    @Test
    void there_is_a_sample_of_every_extension() {
        Set<Class<?>> sampled = new HashSet<>();
        samples.forEach(sample -> sampled.add(sample.extension().getClass()));
        assertEquals(Set.of(Extension.class.getPermittedSubclasses()), sampled);
    }

    @ParameterizedTest
    @FieldSource("samples")
    void extension_is_written_as_its_golden_bytes(Sample sample) {
        WireWriter out = new WireWriter();
        new Extensions(List.of(sample.extension)).encode(out);
        assertEquals(vector(entry(sample.code(), sample.data.bytes())), out.toBytes());
    }

    @ParameterizedTest
    @FieldSource("samples")
    void golden_bytes_are_read_as_the_extension(Sample sample) throws DecodeException {
        assertEquals(
                new Extensions(List.of(sample.extension)),
                Extensions.decode(sample.placement, vector(entry(sample.code(), sample.data.bytes())).reader()));
    }

    @ParameterizedTest
    @FieldSource("samples")
    void reader_and_writer_go_by_the_golden_fields(Sample sample) throws DecodeException {
        FieldList written = new FieldList();
        new Extensions(List.of(sample.extension)).encode(new WireWriter(written));
        FieldList read = new FieldList();
        byte[] bytes = vector(entry(sample.code(), sample.data.bytes())).toArray();
        Extensions.decode(sample.placement, new WireReader(bytes, 0, bytes.length, read));
        assertEquals(written.fields(), read.fields());
        List<String> expected = new ArrayList<>(List.of("extensions", "extension_type", "extension_data"));
        expected.addAll(sample.data.names());
        assertEquals(expected, read.names());
    }

    @ParameterizedTest
    @FieldSource("samples")
    void every_prefix_of_the_data_is_refused_by_the_name_of_the_field_that_is_cut(Sample sample) throws DecodeException {
        Bytes whole = sample.data.bytes();
        FieldList fields = new FieldList();
        sample.extension.encode(new WireWriter(fields));
        for (int length = 0; length < whole.length(); length++) {
            Bytes cut = vector(entry(sample.code(), whole.slice(0, length)));
            if (sample.hasAnyData()) {
                Extensions.decode(sample.placement, cut.reader());
            } else {
                var thrown = assertThrows(DecodeException.class, () -> Extensions.decode(sample.placement, cut.reader()));
                assertEquals(fields.cutAt(length), thrown.field());
            }
        }
    }

    @ParameterizedTest
    @FieldSource("samples")
    void a_byte_too_many_in_the_data_is_refused(Sample sample) throws DecodeException {
        Bytes longer = vector(entry(sample.code(), Bytes.ofHex(sample.data.bytes().hex() + "00")));
        if (sample.hasAnyData()) {
            Extensions.decode(sample.placement, longer.reader());
        } else {
            var thrown = assertThrows(DecodeException.class, () -> Extensions.decode(sample.placement, longer.reader()));
            assertEquals("extension_data has 1 bytes too many", thrown.getMessage());
        }
    }

    // The vector

    @Test
    void no_bytes_are_no_extensions() throws DecodeException {
        assertEquals(Extensions.NONE, Extensions.decode(CLIENT, Bytes.EMPTY.reader()));
        WireWriter out = new WireWriter();
        Extensions.NONE.encode(out);
        assertEquals(Bytes.EMPTY, out.toBytes());
    }

    @Test
    void an_empty_vector_is_no_extensions() throws DecodeException {
        assertEquals(Extensions.NONE, Extensions.decode(CLIENT, Bytes.ofHex("0000").reader()));
    }

    @ParameterizedTest
    @EnumSource(ExtensionPlacement.class)
    void two_extensions_of_one_type_are_refused(ExtensionPlacement placement) {
        for (int code : new int[] {23, 0x1234, 43}) {
            Bytes twice = code == 43
                    ? vector(entry(code, Bytes.ofHex("02fefd")) + entry(code, Bytes.ofHex("02fefd")))
                    : vector(entry(code, Bytes.EMPTY) + entry(code, Bytes.EMPTY));
            var thrown = assertThrows(DecodeException.class, () -> Extensions.decode(placement, twice.reader()));
            assertEquals("extensions has " + new ExtensionType(code) + " twice", thrown.getMessage());
        }
    }

    @Test
    void two_unknown_extensions_of_one_type_are_refused_though_their_data_differ() {
        Bytes twice = vector(entry(0x5555, Bytes.ofHex("01")) + entry(0x5555, Bytes.ofHex("02")));
        assertThrows(DecodeException.class, () -> Extensions.decode(CLIENT, twice.reader()));
    }

    @Test
    void unknown_extensions_survive_in_their_place() throws DecodeException {
        Bytes bytes = vector(entry(0x5555, Bytes.ofHex("0102")) + entry(23, Bytes.EMPTY) + entry(0x5556, Bytes.EMPTY));
        Extensions read = Extensions.decode(SERVER, bytes.reader());
        assertEquals(
                List.of(new ExtensionType(0x5555), ExtensionType.EXTENDED_MASTER_SECRET, new ExtensionType(0x5556)),
                read.list().stream().map(Extension::type).toList());
        WireWriter out = new WireWriter();
        read.encode(out);
        assertEquals(bytes, out.toBytes());
    }

    /** [RFC8422 §5.1.1] Some servers repeat what only clients say; it is not read, only kept. */
    @Test
    void what_only_a_client_says_is_unknown_from_a_server() throws DecodeException {
        for (int code : new int[] {10, 13, 43}) {
            Extensions read = Extensions.decode(SERVER, vector(entry(code, Bytes.ofHex("99"))).reader());
            assertEquals(List.of(new UnknownExtension(new ExtensionType(code), Bytes.ofHex("99"))), read.list());
        }
    }

    @Test
    void bytes_behind_the_vector_are_left_to_the_message() throws DecodeException {
        WireReader in = Bytes.ofHex("0000ff").reader();
        Extensions.decode(CLIENT, in);
        assertEquals(1, in.remaining());
    }

    @Test
    void an_extension_is_found_by_its_class_and_by_its_type() {
        Extensions extensions = new Extensions(List.of(new ExtendedMasterSecret(), new UnknownExtension(new ExtensionType(7), Bytes.EMPTY)));
        assertEquals(new ExtendedMasterSecret(), extensions.find(ExtendedMasterSecret.class).orElseThrow());
        assertTrue(extensions.find(ServerName.class).isEmpty());
        assertTrue(extensions.has(ExtendedMasterSecret.class));
        assertFalse(extensions.has(ServerName.class));
        assertTrue(extensions.has(new ExtensionType(7)));
        assertFalse(extensions.has(ExtensionType.SERVER_NAME));
    }

    @Test
    void lists_cannot_be_changed_afterwards() {
        List<Extension> list = new ArrayList<>(List.of(new ExtendedMasterSecret()));
        Extensions extensions = new Extensions(list);
        list.clear();
        assertEquals(1, extensions.list().size());
        List<NamedGroup> groups = new ArrayList<>(List.of(NamedGroup.X25519));
        List<SignatureScheme> schemes = new ArrayList<>(List.of(SignatureScheme.ED25519));
        List<ProtocolVersion> versions = new ArrayList<>(List.of(ProtocolVersion.DTLS_1_2));
        List<SrtpProfile> profiles = new ArrayList<>(SrtpProfile.KNOWN);
        List<Bytes> names = new ArrayList<>(List.of(Bytes.ofHex("00")));
        var copies = List.of(
                new SupportedGroups(groups).groups(), new SignatureAlgorithms(schemes).schemes(), new SupportedVersions(versions).versions(),
                new UseSrtp(profiles, Bytes.EMPTY).profiles(), new ApplicationProtocols(names).names());
        List.of(groups, schemes, versions, profiles, names).forEach(List::clear);
        copies.forEach(copy -> assertFalse(copy.isEmpty()));
    }

    // What length fields alone do not refuse

    @Test
    void lists_that_must_not_be_empty_are_refused_when_they_are() {
        assertRefused(CLIENT, 10, "0000", "named_group_list is empty");
        assertRefused(CLIENT, 13, "0000", "supported_signature_algorithms is empty");
        assertRefused(CLIENT, 43, "00", "versions is empty");
        assertRefused(CLIENT, 11, "00", "ec_point_format_list is empty");
        assertRefused(CLIENT, 14, "000000", "SRTPProtectionProfiles is empty");
        assertRefused(CLIENT, 16, "0000", "protocol_name_list is empty");
        assertRefused(CLIENT, 16, "000100", "ProtocolName is empty");
        assertRefused(SERVER, 16, "0003016100", "ProtocolName is empty");
        assertRefused(CLIENT, 0, "0000", "server_name_list has no host name");
    }

    @Test
    void half_a_codepoint_is_refused() {
        assertRefused(CLIENT, 10, "0003001d00", "NamedGroup is cut short: 2 bytes needed, 1 left");
        assertRefused(CLIENT, 13, "0003080708", "SignatureScheme is cut short: 2 bytes needed, 1 left");
        assertRefused(CLIENT, 43, "03fefdfe", "ProtocolVersion is cut short: 2 bytes needed, 1 left");
        assertRefused(CLIENT, 14, "000300070000", "SRTPProtectionProfile is cut short: 2 bytes needed, 1 left");
    }

    /** [RFC6066 §3] Failure class 22's cousin: a name is not cut at a NUL. */
    @Test
    void host_name_has_visible_ascii_alone() throws DecodeException {
        for (int value = 0; value < 256; value++) {
            String data = "0006" + "00" + "0003" + "61" + String.format("%02x", value) + "62";
            if (value > ' ' && value < 0x7F) {
                assertEquals(new ServerName("a" + (char) value + "b"), only(CLIENT, 0, data));
            } else {
                assertRefused(CLIENT, 0, data, "HostName has a byte that no host name has: " + value);
            }
        }
    }

    @Test
    void host_name_must_not_be_empty() {
        assertRefused(CLIENT, 0, "0003000000", "HostName is empty");
    }

    @Test
    void two_host_names_are_refused() {
        assertRefused(CLIENT, 0, "0008" + "00000161" + "00000162", "server_name_list has two host names");
    }

    @Test
    void names_of_other_types_are_passed_over() throws DecodeException {
        assertEquals(new ServerName("a"), only(CLIENT, 0, "0009" + "050002ffff" + "00000161"));
    }

    @Test
    void server_that_acknowledges_a_name_says_no_more() {
        assertRefused(SERVER, 0, "000400000161", "extension_data has 6 bytes too many");
    }

    @Test
    void uncompressed_format_is_found_wherever_it_stands() {
        assertTrue(new EcPointFormats(Bytes.ofHex("020100")).includesUncompressed());
        assertTrue(new EcPointFormats(Bytes.ofHex("00")).includesUncompressed());
        assertFalse(new EcPointFormats(Bytes.ofHex("0102")).includesUncompressed());
    }

    @Test
    void names_of_types_are_the_registrys() {
        List<String> names = new ArrayList<>();
        for (int code : new int[] {0, 10, 11, 13, 14, 16, 23, 43, 0xFF01, 0x1234}) {
            names.add(new ExtensionType(code).toString());
        }
        assertEquals(List.of("server_name", "supported_groups", "ec_point_formats", "signature_algorithms", "use_srtp",
                "application_layer_protocol_negotiation", "extended_master_secret", "supported_versions", "renegotiation_info",
                "unknown(4660)"), names);
    }

    @Test
    void application_protocol_names_are_utf8() {
        assertEquals(Bytes.ofHex("c3a4"), ApplicationProtocolName.bytes("ä"));
        assertEquals("ä", ApplicationProtocolName.text(Bytes.ofHex("c3a4")));
    }

    private static Extension only(ExtensionPlacement placement, int code, String data) throws DecodeException {
        return Extensions.decode(placement, vector(entry(code, Bytes.ofHex(data))).reader()).list().get(0);
    }

    private static void assertRefused(ExtensionPlacement placement, int code, String data, String fault) {
        var thrown = assertThrows(DecodeException.class, () -> only(placement, code, data));
        assertEquals(fault, thrown.getMessage());
    }

    private static String entry(int code, Bytes data) {
        return String.format("%04x%04x", code, data.length()) + data.hex();
    }

    private static Bytes vector(String entries) {
        return Bytes.ofHex(String.format("%04x", entries.length() / 2) + entries);
    }
}
