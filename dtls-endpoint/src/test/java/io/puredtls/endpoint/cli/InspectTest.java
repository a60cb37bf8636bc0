package io.puredtls.endpoint.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.puredtls.endpoint.cli.CommandLine.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InspectTest {
    private static final String CCS_AND_ALERT = "14fefd0000000000000003000101" + "15fefd0000000000000004" + "0002" + "0228";

    private static List<String> golden(String file) throws IOException {
        try (var lines = Files.lines(Path.of("..", "testvectors").resolve(file))) {
            return lines.filter(line -> line.startsWith("datagram = ")).map(line -> line.substring("datagram = ".length())).toList();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"openssl-dtls12-handshake/ecdsa-x25519.txt", "openssl-dtls12-handshake/rsa-p256.txt",
            "gnutls-dtls12-records/aes-128-gcm.txt"})
    void a_foreign_handshake_is_read_to_its_end(String file) throws IOException {
        List<String> datagrams = golden(file);
        Result result = CommandLine.runWith(String.join("\n", datagrams), "inspect", "--json");
        assertEquals(0, result.status());
        List<Map<String, Object>> events = events(result, "datagram");
        assertEquals(datagrams.size(), events.size());
        List<String> messages = new ArrayList<>();
        for (Map<String, Object> event : events) {
            assertEquals(null, event.get("malformed"), event::toString);
            for (Object record : (List<?>) event.get("fields")) {
                for (Object part : (List<?>) ((Map<?, ?>) record).get("parts")) {
                    if (((Map<?, ?>) part).get("name").equals("Handshake")) {
                        messages.add(((Map<?, ?>) part).get("meaning").toString().replace(", a part of it", ""));
                    }
                }
            }
        }
        assertTrue(messages.containsAll(List.of("ClientHello", "HelloVerifyRequest", "ServerHello", "Certificate", "ServerKeyExchange",
                "ServerHelloDone", "ClientKeyExchange")), messages::toString);
    }

    private static List<Map<String, Object>> events(Result result, String name) {
        return result.events().stream().filter(event -> event.get("event").equals(name)).toList();
    }

    /** [RFC5077 §3.3] [RFC6066 §8] */
    @Test
    void messages_that_other_stacks_send_in_the_clear_are_decoded_too() {
        String ticket = "16fefd0000000000000001" + "0016" + "04" + "00000a" + "0003" + "000000" + "00000a" + "00000e10" + "0004" + "01020304";
        String status = "16fefd0000000000000002" + "0012" + "16" + "000006" + "0004" + "000000" + "000006" + "01" + "000002" + "3000";
        Result result = CommandLine.runWith(ticket + "\n" + status + "\n", "inspect");
        assertEquals(0, result.status(), result::toString);
        assertTrue(result.out().matches("(?s).* ticket_lifetime_hint +00000e10\\b.* ticket +\\[0004] 01020304\n.*"), result.out());
        assertTrue(result.out().matches("(?s).* OCSPResponse +\\[000002] 3000\n.*"), result.out());
    }

    /** [RFC7250 §3] What it is the hellos said, which need not be in the file. The key is that of RFC 8410 §10.1. */
    @Test
    void a_certificate_message_with_a_raw_public_key_is_told_from_one_with_certificates() {
        String key = "302a300506032b6570032100" + "19bf44096984cdfe8541bac167dc3b96c85086aa30b6b6cb0c5c38ad703166e1";
        String message = "0b" + "00002f" + "0001" + "000000" + "00002f" + "00002c" + key;
        Result result = CommandLine.runWith("16fefd0000000000000001" + "003b" + message + "\n", "inspect");
        assertEquals(0, result.status(), result::toString);
        assertTrue(result.out().matches("(?s).* ASN\\.1_subjectPublicKeyInfo .*EdDSA public key, sha-256=[0-9a-f]{64}\n.*"), result.out());
    }

    @Test
    void every_byte_of_a_golden_hello_is_in_some_field() throws IOException {
        String hello = golden("openssl-dtls12-handshake/ecdsa-x25519.txt").get(0);
        byte[] bytes = HexFormat.of().parseHex(hello);
        boolean[] named = new boolean[bytes.length];
        mark(DatagramReader.read(bytes), named);
        for (int i = 0; i < named.length; i++) {
            assertTrue(named[i], "byte " + i);
        }
    }

    private static void mark(List<Field> fields, boolean[] named) {
        for (Field field : fields) {
            for (int i = field.offset() - field.prefix(); i < field.offset() + (field.parts().isEmpty() ? field.length() : 0); i++) {
                named[i] = true;
            }
            mark(field.parts(), named);
        }
    }

    @Test
    void fields_have_names_offsets_bytes_and_meanings() throws IOException {
        String listing = CommandLine.runWith(golden("openssl-dtls12-handshake/ecdsa-x25519.txt").get(0), "inspect").out();
        for (String line : List.of(
                "datagram 1, 218 bytes",
                "     0  DTLSPlaintext                             handshake",
                "     1    version                                 feff  DTLSv1.0",
                "    13    Handshake                               ClientHello",
                "    25        client_version                      fefd  DTLSv1.2",
                "    27        random                              ea8d2aa24a9a6dcb9e0be999b865059cb55030f060864f28bf6d7348c006acd7",
                "    59        session_id                          [00] empty",
                "    61        cipher_suites                       [0038] 56 bytes",
                "   130              HostName                      [000e] 68616e647368616b652e74657374  handshake.test")) {
            assertTrue(listing.lines().toList().contains(line), () -> line + " in\n" + listing);
        }
    }

    @Test
    void hexadecimal_may_be_written_in_many_ways() {
        String listing = CommandLine.runWith(CCS_AND_ALERT, "inspect").out();
        assertTrue(listing.contains("ChangeCipherSpec") && listing.contains("02  fatal") && listing.contains("28  handshake_failure"), listing);
        for (String same : List.of(CCS_AND_ALERT.toUpperCase(Locale.ROOT), CCS_AND_ALERT.replaceAll("(..)", "$1 ") + "\r\n",
                CCS_AND_ALERT.replaceAll("(..)", "$1:"), "# a comment\n\n\t" + CCS_AND_ALERT + "\n")) {
            assertEquals(listing, CommandLine.runWith(same, "inspect").out());
        }
        assertEquals(listing, CommandLine.runWith(CCS_AND_ALERT, "inspect", "-").out());
    }

    @Test
    void a_file_may_hold_the_bytes_themselves(@TempDir Path directory) throws IOException {
        Path file = Files.write(directory.resolve("datagram.bin"), HexFormat.of().parseHex(CCS_AND_ALERT));
        assertEquals(CommandLine.runWith(CCS_AND_ALERT, "inspect").out(), CommandLine.run("inspect", file.toString()).out());
    }

    @Test
    void what_is_malformed_is_said_and_the_next_datagram_follows() {
        String hello = "16fefd0000000000000000" + "0012" + "010000060000000000000006" + "fefd00000000"; // random is cut short
        Result result = CommandLine.runWith(String.join("\n\n",
                hello, "not hex", "abc", "ff00", "16fefd00000000000000000009aa", "16fefd", "2f0000", "2f0000000500", "16fefd00000000000000000001aa",
                "15fefd000000000000000000010a", "14fefd0000000000000000000102", "17fefd000000000000000000016a",
                "16fefd0000000000000000000c6300000000000000000000" + "00", "16fefd00000000000000000000",
                "1afefd000000000000000000030010aa", CCS_AND_ALERT), "inspect", "--json");
        assertEquals(0, result.status());
        List<Object> faults = new ArrayList<>();
        result.events().forEach(event -> faults.add(event.get("malformed")));
        assertEquals(Arrays.asList(
                "ClientHello: random is cut short: 32 bytes needed, 4 left",
                "line 3 is not hexadecimal: 'n' is no hexadecimal digit",
                "line 5 is not hexadecimal: an odd number of hexadecimal digits, 3",
                "no DTLS record begins with 0xff",
                "a record of 9 bytes, of which there are only 1",
                "a record's header has 13 bytes, of which there are only 3",
                "a record's header has 5 bytes, of which there are only 3",
                "a record of 5 bytes, of which there are only 1",
                "a fragment that does not fit its record or its message",
                "an alert has 2 bytes, not 1",
                "it is one byte, 01",
                null, null,
                "a handshake record without a fragment",
                "record_numbers is cut short: 16 bytes needed, 1 left",
                null), faults);
        assertTrue(CommandLine.runWith(hello, "inspect").out().contains("<- malformed: ClientHello: random is cut short"));
    }

    @Test
    void parts_of_messages_are_shown_as_parts() {
        String listing = CommandLine.runWith("16fefd0000000000000000" + "000e" + "0b0001000002000004000002" + "abcd", "inspect").out();
        assertTrue(listing.contains("Certificate, a part of it"), listing);
        assertTrue(listing.contains("abcd  bytes 4 to 6 of 256"), listing);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n\n# only a comment\n", "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n", "ff00",
            "suite = TLS_AES_128_GCM_SHA256", "Überhaupt kein Datagramm\n"})
    void where_nothing_is_decoded_one_line_says_so(String input) {
        for (String[] args : new String[][] {{"inspect"}, {"inspect", "--json"}}) {
            Result result = CommandLine.runWith(input, args);
            assertEquals(2, result.status());
            assertEquals("", result.out());
            assertEquals(1, result.err().lines().count(), result.err());
            assertTrue(result.err().startsWith("dtls inspect: FILE -: there is no DTLS datagram in it"), result.err());
        }
    }

    /** Two datagrams, of which neither ends where a line does. */
    private static final List<String> TWO = List.of(CCS_AND_ALERT + CCS_AND_ALERT + CCS_AND_ALERT.substring(0, 28), CCS_AND_ALERT);

    private static void assertReadAsOne(String text) {
        String one = TWO.get(0);
        assertEquals(CommandLine.runWith(one, "inspect").out(), CommandLine.runWith(text, "inspect").out(), text);
    }

    @Test
    void dumps_as_tools_write_them_are_read() {
        String one = TWO.get(0);
        byte[] bytes = HexFormat.of().parseHex(one);
        StringBuilder plain = new StringBuilder();
        StringBuilder xxd = new StringBuilder();
        StringBuilder canonical = new StringBuilder();
        for (int at = 0; at < bytes.length; at += 16) {
            String line = HexFormat.of().formatHex(bytes, at, Math.min(at + 16, bytes.length));
            xxd.append(String.format("%08x: %-39s  ..ab 16..\n", at, line.replaceAll("(.{4})(?!$)", "$1 ")));
            canonical.append(String.format("%08x  %-48s  |..ab 16..|\n", at, line.replaceAll("(..)(?!$)", "$1 ").replaceAll("^(.{24})", "$1 ")));
        }
        for (int at = 0; at < one.length(); at += 60) {
            plain.append(one, at, Math.min(at + 60, one.length())).append('\n');
        }
        assertReadAsOne(plain.toString());
        assertReadAsOne(xxd.toString());
        assertReadAsOne(canonical + String.format("%08x\n", bytes.length));
        assertReadAsOne("0x" + one);
        assertReadAsOne(one.replaceAll("(..)", "0x$1, "));
        assertReadAsOne("name = value\ndatagram = " + one + "\n");
        assertReadAsOne("what.ever = " + one);
        String faulty = CommandLine.runWith("00000000: 16fe\n00000010: fd00\n" + one, "inspect").out();
        assertTrue(faulty.contains("datagram 2: malformed: line 2 is not hexadecimal: the dump goes on at 16, which is not where it was"), faulty);
    }

    @Test
    void digits_go_on_until_a_record_is_whole_and_no_longer() {
        Result result = CommandLine.runWith(TWO.get(1).substring(0, 40) + "\n" + TWO.get(1).substring(40) + "\n" + TWO.get(1) + "\n"
                + TWO.get(1).substring(0, 40) + "\n" + TWO.get(1), "inspect", "--json");
        assertEquals(List.of(29L, 29L, 20L, 29L), result.events().stream().map(event -> event.get("bytes")).toList());
    }

    @Test
    void who_sent_a_datagram_is_told_if_it_stands_there() {
        String said = CommandLine.runWith("c> " + CCS_AND_ALERT + "\ns> " + CCS_AND_ALERT, "inspect").out();
        assertTrue(said.contains("datagram 1, 29 bytes, from the client\n") && said.contains("datagram 2, 29 bytes, from the server\n"), said);
        Result named = CommandLine.runWith("from = server\ndatagram = " + CCS_AND_ALERT, "inspect", "--json");
        assertEquals("server", named.event("datagram").get("from"));
    }

    @Test
    void parts_of_a_message_are_put_together_in_whatever_order() throws IOException {
        List<String> lines = Files.readAllLines(Path.of("..", "testvectors", "mixed-dtls13", "pion-client-boringssl-server.txt"));
        List<String> hello = lines.stream().filter(line -> line.startsWith("datagram = ")).limit(2).toList();
        Result result = CommandLine.runWith(hello.get(1) + "\n" + hello.get(0) + "\n" + hello.get(0), "inspect", "--json");
        assertEquals(4, result.events().size(), "three datagrams and one message");
        Map<String, Object> message = result.event("handshake_message");
        assertEquals("ClientHello", message.get("type"));
        assertEquals(1349L, message.get("bytes"));
        assertEquals(List.of(1L, 2L), message.get("datagrams"));
        assertEquals(null, message.get("malformed"));
        String words = CommandLine.runWith(String.join("\n", hello), "inspect").out();
        assertTrue(words.contains("\nClientHello, message_seq 0, 1349 bytes, from datagrams 1, 2\n"), words);
        assertTrue(words.contains("11ec  X25519MLKEM768"), words);
    }

    @Test
    void dtls_1_3_is_shown_as_far_as_it_is_in_the_clear() throws IOException {
        String listing = CommandLine.run("inspect", "../testvectors/boringssl-dtls13/hrr.txt").out();
        for (String line : List.of(
                "    13    Handshake                               HelloRetryRequest",
                "    69            selected_version                fefc  DTLSv1.3",
                "    75            selected_group                  0017  secp256r1",
                "   182            ke_modes                        [01] 01  psk_dhe_ke",
                "     0  DTLSCiphertext                            DTLS 1.3, encrypted",
                "     0    unified_hdr                             2e  C 0, S 1, L 1, E 2: the epoch's two lowest bits",
                "     1    sequence_number                         8dc4  encrypted",
                "     3    length                                  003d  61")) {
            assertTrue(listing.lines().toList().contains(line), () -> line + " in\n" + listing);
        }
        String ack = CommandLine.runWith("1afefd0000000000000005" + "0012" + "0010" + "0000000000000002" + "0000000000000007", "inspect").out();
        assertTrue(ack.contains("ACK") && ack.contains("0000000000000002  2") && ack.contains("0000000000000007  7"), ack);
    }

    @Test
    void connection_ids_are_known_from_hellos_in_the_clear_and_else_not_guessed() throws IOException {
        List<String> datagrams = golden("pion-dtls13/cid.txt");
        String listing = CommandLine.runWith(String.join("\n\n", datagrams), "inspect").out();
        assertTrue(listing.contains("connection_id                           0ef03d49\n"), listing);
        assertTrue(listing.contains("connection_id                           798beecc8f001609\n"), listing);
        String alone = CommandLine.runWith(datagrams.get(4), "inspect").out();
        assertTrue(alone.contains("how long it is was agreed on in hellos that are not here"), alone);
    }

    /** [RFC9146 §4] */
    @Test
    void connection_ids_of_dtls_1_2_are_read_where_the_hellos_are() throws IOException {
        List<String> datagrams = golden("pion-dtls12-cid/server-4-client-8.txt");
        String listing = CommandLine.runWith(String.join("\n\n", datagrams), "inspect").out();
        String line = datagrams.get(6);
        String id = line.substring(22, 30);
        assertTrue(line.startsWith("19fefd0001000000000001") && listing.contains("cid                                     " + id + "\n"), listing);
        assertTrue(listing.contains("length                                  001e  30\n") && listing.contains("enc_content"), listing);
        assertTrue(listing.contains("tls12_cid, encrypted") && !listing.contains("malformed"), listing);
        String alone = CommandLine.runWith(line, "inspect").out();
        assertTrue(alone.contains("how long it is was agreed on in hellos that are not here") && alone.contains("000000000001  1\n"), alone);
        String cut = CommandLine.runWith(String.join("\n\n", datagrams.subList(0, 6)) + "\n\n" + line.substring(0, line.length() - 2), "inspect").out();
        assertTrue(cut.contains("a record of 30 bytes, of which there are only 29"), cut);
        assertTrue(CommandLine.runWith(line.substring(0, 20) + "\n", "inspect").err().contains("no DTLS datagram"));
    }

    @Test
    void a_record_without_a_length_takes_the_rest_of_the_datagram() {
        String listing = CommandLine.runWith("2a1234" + "ab".repeat(20), "inspect").out();
        assertTrue(listing.contains("2a  C 0, S 1, L 0, E 2") && listing.contains("encrypted_record"), listing);
        assertTrue(!listing.contains("malformed") && !listing.contains("    length "), listing);
    }

    @Property
    void no_bytes_are_too_odd(@ForAll @Size(max = 300) byte[] junk) {
        CommandLine.run(junk, Map.of(), "inspect").lines();
        CommandLine.run(junk, Map.of(), "inspect", "--json").events();
        readsAll(junk);
    }

    @Property
    void no_record_in_the_clear_is_too_odd(@ForAll byte type, @ForAll @Size(max = 60) byte[] content) {
        byte[] datagram = HexFormat.of().parseHex(String.format("%02xfefd%016x%04x", 20 + Math.floorMod(type, 7), 0, content.length)
                + HexFormat.of().formatHex(content));
        readsAll(datagram);
    }

    @Property
    void no_changed_handshake_is_too_odd(@ForAll int which, @ForAll int position, @ForAll byte value, @ForAll int cut) throws IOException {
        List<String> datagrams = golden("openssl-dtls12-handshake/rsa-p256.txt");
        byte[] bytes = HexFormat.of().parseHex(datagrams.get(Math.floorMod(which, datagrams.size())));
        bytes[Math.floorMod(position, bytes.length)] = value;
        readsAll(Arrays.copyOf(bytes, bytes.length - Math.floorMod(cut, 3)));
        CommandLine.runWith(HexFormat.of().formatHex(bytes) + "\n" + String.join("\n", datagrams), "inspect");
        new FieldListing(bytes).of(DatagramReader.read(bytes));
    }

    /** The top-level fields are the datagram, without gap and overlap, whatever is in it. */
    private static void readsAll(byte[] bytes) {
        int end = 0;
        for (Field field : DatagramReader.read(bytes)) {
            assertEquals(end, field.offset());
            end += field.length();
        }
        assertEquals(bytes.length, end);
    }
}
