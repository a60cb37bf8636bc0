package io.puredtls.extension;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.puredtls.crypto.credentials.CertificateType;
import io.puredtls.crypto.kex.NamedGroup;
import io.puredtls.crypto.sign.SignatureScheme;
import io.puredtls.extension.ExtensionSamples.Sample;
import io.puredtls.message.FieldList;
import io.puredtls.record.ProtocolVersion;
import io.puredtls.srtp.SrtpProfile;
import io.puredtls.wire.Bytes;
import io.puredtls.wire.DecodeException;
import io.puredtls.wire.WireReader;
import io.puredtls.wire.WireWriter;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.FieldSource;

/** Every extension against golden bytes of its extension_data, and the vector they stand in. */
class ExtensionsTest {
    private static final ExtensionPlacement CLIENT = ExtensionPlacement.CLIENT_HELLO;
    private static final ExtensionPlacement SERVER = ExtensionPlacement.SERVER_HELLO;
    private static final ExtensionPlacement RETRY = ExtensionPlacement.HELLO_RETRY_REQUEST;
    private static final ExtensionPlacement REQUEST = ExtensionPlacement.CERTIFICATE_REQUEST;
    private static final ExtensionPlacement TICKET = ExtensionPlacement.NEW_SESSION_TICKET;

    static final List<Sample> samples = ExtensionSamples.ALL;

    @Test
    void there_is_a_sample_of_every_extension() {
        Set<Class<?>> sampled = new HashSet<>();
        samples.forEach(sample -> sampled.add(sample.extension().getClass()));
        assertEquals(Set.of(Extension.class.getPermittedSubclasses()), sampled);
    }

    @ParameterizedTest
    @FieldSource("samples")
    // [RFC9846 §4.3#1]
    void extension_is_written_as_its_golden_bytes(Sample sample) {
        WireWriter out = new WireWriter();
        new Extensions(List.of(sample.extension())).encode(out);
        assertEquals(vector(entry(sample.code(), sample.data().bytes())), out.toBytes());
    }

    @ParameterizedTest
    @FieldSource("samples")
    void golden_bytes_are_read_as_the_extension(Sample sample) throws DecodeException {
        assertEquals(
                new Extensions(List.of(sample.extension())),
                Extensions.decode(sample.placement(), vector(entry(sample.code(), sample.data().bytes())).reader()));
    }

    @ParameterizedTest
    @FieldSource("samples")
    void reader_and_writer_go_by_the_golden_fields(Sample sample) throws DecodeException {
        FieldList written = new FieldList();
        new Extensions(List.of(sample.extension())).encode(new WireWriter(written));
        FieldList read = new FieldList();
        byte[] bytes = vector(entry(sample.code(), sample.data().bytes())).toArray();
        Extensions.decode(sample.placement(), new WireReader(bytes, 0, bytes.length, read));
        assertEquals(written.fields(), read.fields());
        List<String> expected = new ArrayList<>(List.of("extensions", "extension_type", "extension_data"));
        expected.addAll(sample.data().names());
        assertEquals(expected, read.names());
    }

    @ParameterizedTest
    @FieldSource("samples")
    void every_prefix_of_the_data_is_refused_by_the_name_of_the_field_that_is_cut(Sample sample) throws DecodeException {
        Bytes whole = sample.data().bytes();
        FieldList fields = new FieldList();
        sample.extension().encode(new WireWriter(fields));
        for (int length = 0; length < whole.length(); length++) {
            Bytes cut = vector(entry(sample.code(), whole.slice(0, length)));
            if (sample.hasAnyData()) {
                Extensions.decode(sample.placement(), cut.reader());
            } else {
                var thrown = assertThrows(DecodeException.class, () -> Extensions.decode(sample.placement(), cut.reader()));
                assertEquals(fields.cutAt(length), thrown.field());
            }
        }
    }

    @ParameterizedTest
    @FieldSource("samples")
    // [RFC9846 §4.3#2]
    void a_byte_too_many_in_the_data_is_refused(Sample sample) throws DecodeException {
        Bytes longer = vector(entry(sample.code(), Bytes.ofHex(sample.data().bytes().hex() + "00")));
        if (sample.hasAnyData()) {
            Extensions.decode(sample.placement(), longer.reader());
        } else {
            var thrown = assertThrows(DecodeException.class, () -> Extensions.decode(sample.placement(), longer.reader()));
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

    @Test
    void messages_other_than_hellos_always_have_the_vector() throws DecodeException {
        assertEquals(Extensions.NONE, Extensions.decodeVector(CLIENT, Bytes.ofHex("0000").reader()));
        var thrown = assertThrows(DecodeException.class, () -> Extensions.decodeVector(CLIENT, Bytes.EMPTY.reader()));
        assertEquals("extensions is cut short: 2 bytes needed, 0 left", thrown.getMessage());
        WireWriter out = new WireWriter();
        Extensions.NONE.encodeVector(out);
        assertEquals(Bytes.ofHex("0000"), out.toBytes());
    }

    @ParameterizedTest
    @FieldSource("samples")
    // [RFC9846 §4.3#8]
    void two_extensions_of_one_type_are_refused(Sample sample) {
        String entry = entry(sample.code(), sample.data().bytes());
        for (String between : new String[] {"", entry(0x7777, Bytes.ofHex("77"))}) {
            Bytes twice = vector(entry + between + entry);
            var thrown = assertThrows(DecodeException.class, () -> Extensions.decode(sample.placement(), twice.reader()));
            assertEquals("extensions has " + new ExtensionType(sample.code()) + " twice", thrown.getMessage());
        }
    }

    @ParameterizedTest
    @EnumSource(ExtensionPlacement.class)
    void two_unknown_extensions_of_one_type_are_refused_though_their_data_differ(ExtensionPlacement placement) {
        Bytes twice = vector(entry(0x5555, Bytes.ofHex("01")) + entry(0x5555, Bytes.ofHex("02")));
        var thrown = assertThrows(DecodeException.class, () -> Extensions.decode(placement, twice.reader()));
        assertEquals("extensions has unknown(21845) twice", thrown.getMessage());
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

    /** [RFC6066 §8#2] */
    @Test
    void a_request_for_another_type_of_status_is_kept_as_it_came() throws DecodeException {
        assertEquals(new UnknownExtension(ExtensionType.STATUS_REQUEST, Bytes.ofHex("02beef")), only(ExtensionPlacement.CLIENT_HELLO, 5, "02beef"));
    }

    // The table of places

    /** [RFC9846 §4.3] The table, and beside it what [RFC5246 §7.4.1.4] has in a ServerHello: the codes that are read, and as what. */
    private static final Map<ExtensionPlacement, Map<Integer, Class<? extends Extension>>> TABLE = Map.of(
            ExtensionPlacement.CLIENT_HELLO, Map.ofEntries(
                    row(0, ServerName.class), row(1, MaxFragmentLength.class), row(5, StatusRequest.class), row(18, TimestampsWanted.class), row(10, SupportedGroups.class), row(11, EcPointFormats.class),
                    row(13, SignatureAlgorithms.class), row(14, UseSrtp.class), row(16, ApplicationProtocols.class),
                    row(19, ClientCertificateTypes.class), row(20, ServerCertificateTypes.class),
                    row(22, EncryptThenMac.class), row(23, ExtendedMasterSecret.class), row(27, CompressCertificate.class), row(28, RecordSizeLimit.class),
                    row(35, SessionTicket.class), row(41, PreSharedKeys.class), row(42, EarlyData.class), row(43, SupportedVersions.class), row(44, Cookie.class),
                    row(45, PskKeyExchangeModes.class), row(47, CertificateAuthorities.class), row(49, PostHandshakeAuth.class),
                    row(50, SignatureAlgorithmsCert.class), row(51, KeyShares.class), row(54, RequestedConnectionId.class),
                    row(61, Rrc.class), row(0xFF01, RenegotiationInfo.class)),
            ExtensionPlacement.SERVER_HELLO, Map.ofEntries(
                    row(0, ServerNameAcknowledged.class), row(1, MaxFragmentLength.class), row(5, StatusRequestAcknowledged.class),
                    row(18, SignedCertificateTimestamps.class), row(11, EcPointFormats.class), row(14, UseSrtp.class),
                    row(16, ApplicationProtocols.class), row(22, EncryptThenMac.class), row(23, ExtendedMasterSecret.class), row(28, RecordSizeLimit.class),
                    row(35, SessionTicketPromised.class), row(41, SelectedPsk.class), row(43, SelectedVersion.class), row(51, ServerKeyShare.class),
                    row(54, RequestedConnectionId.class), row(61, Rrc.class),
                    row(19, SelectedClientCertificateType.class), row(20, SelectedServerCertificateType.class),
                    row(0xFF01, RenegotiationInfo.class)),
            ExtensionPlacement.HELLO_RETRY_REQUEST, Map.of(43, SelectedVersion.class, 44, Cookie.class, 51, SelectedGroup.class),
            ExtensionPlacement.ENCRYPTED_EXTENSIONS, Map.of(
                    0, ServerNameAcknowledged.class, 1, MaxFragmentLength.class, 10, SupportedGroups.class, 14, UseSrtp.class, 16, ApplicationProtocols.class,
                    19, SelectedClientCertificateType.class, 20, SelectedServerCertificateType.class,
                    28, RecordSizeLimit.class, 42, EarlyData.class),
            ExtensionPlacement.CERTIFICATE_REQUEST, Map.of(
                    5, StatusRequest.class, 13, SignatureAlgorithms.class, 18, TimestampsWanted.class, 27, CompressCertificate.class, 47, CertificateAuthorities.class,
                    50, SignatureAlgorithmsCert.class),
            ExtensionPlacement.CERTIFICATE, Map.of(5, StapledOcspResponse.class, 18, SignedCertificateTimestamps.class),
            ExtensionPlacement.NEW_SESSION_TICKET, Map.of(42, MaxEarlyData.class));

    private static Map.Entry<Integer, Class<? extends Extension>> row(int code, Class<? extends Extension> kind) {
        return Map.entry(code, kind);
    }

    /** [RFC9846 §4.3] */
    @ParameterizedTest
    @EnumSource(ExtensionPlacement.class)
    void an_extension_is_read_where_the_table_has_it(ExtensionPlacement placement) throws DecodeException {
        for (var row : TABLE.get(placement).entrySet()) {
            Sample sample = ExtensionSamples.of(row.getValue(), placement);
            assertEquals(row.getKey(), sample.code());
            assertEquals(sample.extension(), only(placement, sample.code(), sample.data().bytes().hex()));
        }
    }

    /** [RFC9846 §4.3] Also [RFC8422 §5.1.1]: some servers repeat what only clients say; it is not read, only kept. */
    @ParameterizedTest
    @EnumSource(ExtensionPlacement.class)
    void an_extension_in_another_place_is_unknown_and_kept_as_it_came(ExtensionPlacement placement) throws DecodeException {
        for (int code = 0; code <= 0xFFFF; code++) {
            if (!TABLE.get(placement).containsKey(code)) {
                assertEquals(new UnknownExtension(new ExtensionType(code), Bytes.ofHex("99")), only(placement, code, "99"));
            }
        }
    }

    @Test
    void there_is_a_sample_of_every_row_of_the_table() {
        Set<String> rows = new HashSet<>();
        TABLE.forEach((placement, row) -> row.values().forEach(kind -> rows.add(placement + " " + kind.getSimpleName())));
        Set<String> sampled = new HashSet<>();
        samples.stream().filter(sample -> !(sample.extension() instanceof UnknownExtension))
                .forEach(sample -> sampled.add(sample.placement() + " " + sample.extension().getClass().getSimpleName()));
        assertEquals(rows, sampled);
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
    void an_extension_takes_the_place_of_the_one_of_its_type_or_the_first() {
        Extension first = new UnknownExtension(new ExtensionType(7), Bytes.EMPTY);
        Extension cookie = new Cookie(Bytes.ofHex("01"));
        Extension other = new Cookie(Bytes.ofHex("02"));
        Extension last = new ExtendedMasterSecret();
        assertEquals(List.of(first, other, last), new Extensions(List.of(first, cookie, last)).with(other).list());
        assertEquals(List.of(cookie, first, last), new Extensions(List.of(first, last)).with(cookie).list());
        assertEquals(List.of(cookie), Extensions.NONE.with(cookie).list());
    }

    @Test
    void an_extension_is_taken_out_by_its_type() {
        Extension unread = new UnknownExtension(ExtensionType.COOKIE, Bytes.ofHex("99"));
        Extension last = new ExtendedMasterSecret();
        assertEquals(List.of(last), new Extensions(List.of(unread, last)).without(ExtensionType.COOKIE).list());
        assertEquals(List.of(unread, last), new Extensions(List.of(unread, last)).without(ExtensionType.KEY_SHARE).list());
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
        List<Integer> numbers = new ArrayList<>(List.of(1));
        List<CertificateType> types = new ArrayList<>(List.of(CertificateType.X509));
        List<KeyShareEntry> shares = new ArrayList<>(List.of(new KeyShareEntry(NamedGroup.X25519, Bytes.ofHex("00"))));
        List<PskIdentity> identities = new ArrayList<>(List.of(new PskIdentity(Bytes.ofHex("00"), 0)));
        PreSharedKeys keys = new PreSharedKeys(identities, names);
        var copies = List.of(
                new SupportedGroups(groups).groups(), new SignatureAlgorithms(schemes).schemes(), new SupportedVersions(versions).versions(),
                new UseSrtp(profiles, Bytes.EMPTY).profiles(), new ApplicationProtocols(names).names(),
                new SignatureAlgorithmsCert(schemes).schemes(), new CompressCertificate(numbers).algorithms(),
                new ClientCertificateTypes(types).types(), new ServerCertificateTypes(types).types(),
                new CertificateAuthorities(names).authorities(), new KeyShares(shares).clientShares(), keys.identities(), keys.binders());
        List.of(groups, schemes, versions, profiles, names, numbers, types, shares, identities).forEach(List::clear);
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
        assertRefused(CLIENT, 19, "00", "client_certificate_types is empty");
        assertRefused(CLIENT, 20, "00", "server_certificate_types is empty");
        assertRefused(CLIENT, 27, "00", "algorithms is empty");
        assertRefused(REQUEST, 27, "00", "algorithms is empty");
        assertRefused(CLIENT, 45, "00", "ke_modes is empty");
        assertRefused(CLIENT, 47, "0000", "authorities is empty");
        assertRefused(CLIENT, 47, "00020000", "DistinguishedName is empty");
        assertRefused(REQUEST, 47, "0005000130" + "0000", "DistinguishedName is empty");
        assertRefused(CLIENT, 50, "0000", "supported_signature_algorithms is empty");
        assertRefused(REQUEST, 13, "0000", "supported_signature_algorithms is empty");
        assertRefused(REQUEST, 50, "0000", "supported_signature_algorithms is empty");
    }

    /** [RFC9846 §4.3.2] */
    @Test
    void cookie_must_not_be_empty() {
        assertRefused(CLIENT, 44, "0000", "cookie is empty");
        assertRefused(RETRY, 44, "0000", "cookie is empty");
    }

    /** [RFC9846 §4.3.8] */
    @Test
    void a_share_must_not_be_empty() {
        assertRefused(CLIENT, 51, "0004001d0000", "key_exchange is empty");
        assertRefused(CLIENT, 51, "0009" + "001d000101" + "00170000", "key_exchange is empty");
        assertRefused(SERVER, 51, "001d0000", "key_exchange is empty");
    }

    /** [RFC9846 §4.3.8] An X25519MLKEM768 share has 1216 bytes: lengths are of two bytes. */
    @Test
    void a_long_share_is_read() throws DecodeException {
        String share = "ab".repeat(1216);
        var shares = (KeyShares) only(CLIENT, 51, "04c4" + "11ec" + "04c0" + share);
        assertEquals(Bytes.ofHex(share), shares.in(new NamedGroup(0x11EC)).orElseThrow().keyExchange());
        assertTrue(shares.in(NamedGroup.X25519).isEmpty());
    }

    /** [RFC9846 §4.3.11] */
    @Test
    void identities_and_binders_must_not_be_empty() {
        String identities = "0007" + "0001" + "61" + "00000000";
        assertRefused(CLIENT, 41, "0000" + "0021" + "20" + "bb".repeat(32), "identities is empty");
        assertRefused(CLIENT, 41, identities + "0000", "binders is empty");
        assertRefused(CLIENT, 41, "0006" + "0000" + "00000000" + "0021" + "20" + "bb".repeat(32), "identity is empty");
    }

    /** [RFC9846 §4.3.11] A binder has the length of a hash, of which none has less than 32 bytes. */
    @Test
    void a_binder_has_at_least_32_bytes() throws DecodeException {
        String identities = "0007" + "0001" + "61" + "00000000";
        for (int length = 0; length <= 255; length++) {
            String data = identities + String.format("%04x%02x", 1 + length, length) + "bb".repeat(length);
            if (length < 32) {
                assertRefused(CLIENT, 41, data, "PskBinderEntry has less than 32 bytes");
            } else {
                assertEquals(length, ((PreSharedKeys) only(CLIENT, 41, data)).binders().get(0).length());
            }
        }
    }

    /** [RFC9846 §4.3.11] What a binder does not cover: from the length of the list on. */
    @Test
    void length_of_binders_is_that_of_their_bytes() {
        var keys = (PreSharedKeys) ExtensionSamples.of(PreSharedKeys.class, CLIENT).extension();
        assertEquals(2 + 1 + 32 + 1 + 33, keys.bindersLength());
        Bytes whole = ExtensionSamples.of(PreSharedKeys.class, CLIENT).data().bytes();
        assertEquals(Bytes.ofHex("0043"), whole.slice(whole.length() - keys.bindersLength(), 2));
    }

    /** [RFC9846 §4.7.1] Numbers of four bytes are not signed. */
    @Test
    void early_data_size_goes_up_to_2_to_the_32_less_1() throws DecodeException {
        assertEquals(new MaxEarlyData(0x80000000L), only(TICKET, 42, "80000000"));
        assertEquals(new MaxEarlyData(0), only(TICKET, 42, "00000000"));
    }

    @Test
    void mode_is_found_wherever_it_stands() {
        assertTrue(new PskKeyExchangeModes(Bytes.ofHex("ff01")).includes(PskKeyExchangeModes.PSK_DHE_KE));
        assertFalse(new PskKeyExchangeModes(Bytes.ofHex("ff01")).includes(PskKeyExchangeModes.PSK_KE));
        assertTrue(new PskKeyExchangeModes(Bytes.ofHex("00")).includes(PskKeyExchangeModes.PSK_KE));
    }

    @Test
    // [RFC9846 §3.4#1]
    void half_a_codepoint_is_refused() {
        assertRefused(CLIENT, 10, "0003001d00", "NamedGroup is cut short: 2 bytes needed, 1 left");
        assertRefused(CLIENT, 13, "0003080708", "SignatureScheme is cut short: 2 bytes needed, 1 left");
        assertRefused(CLIENT, 43, "03fefdfe", "ProtocolVersion is cut short: 2 bytes needed, 1 left");
        assertRefused(CLIENT, 14, "000300070000", "SRTPProtectionProfile is cut short: 2 bytes needed, 1 left");
        assertRefused(CLIENT, 27, "03000100", "CertificateCompressionAlgorithm is cut short: 2 bytes needed, 1 left");
        assertRefused(CLIENT, 50, "0003080708", "SignatureScheme is cut short: 2 bytes needed, 1 left");
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
    // [RFC6066 §3#3]
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
        for (int code : new int[] {0, 10, 11, 13, 14, 16, 23, 27, 28, 41, 42, 43, 44, 45, 47, 49, 50, 51, 0xFF01, 0x1234}) {
            names.add(new ExtensionType(code).toString());
        }
        assertEquals(List.of("server_name", "supported_groups", "ec_point_formats", "signature_algorithms", "use_srtp",
                "application_layer_protocol_negotiation", "extended_master_secret", "compress_certificate", "record_size_limit",
                "pre_shared_key", "early_data", "supported_versions", "cookie", "psk_key_exchange_modes", "certificate_authorities",
                "post_handshake_auth", "signature_algorithms_cert", "key_share", "renegotiation_info", "unknown(4660)"), names);
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
