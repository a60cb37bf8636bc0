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
        assertEquals(datagrams.size(), result.lines().size());
        List<String> messages = new ArrayList<>();
        for (Map<String, Object> event : result.events()) {
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
        Result result = CommandLine.runWith(String.join("\n",
                hello, "not hex", "abc", "ff00", "16fefd00000000000000000009aa", "16fefd", "2f00", "16fefd00000000000000000001aa",
                "15fefd000000000000000000010a", "14fefd0000000000000000000102", "17fefd000000000000000000016a",
                "16fefd0000000000000000000c0400000000000000000000" + "00", "16fefd00000000000000000000", CCS_AND_ALERT), "inspect", "--json");
        assertEquals(0, result.status());
        List<Object> faults = new ArrayList<>();
        result.events().forEach(event -> faults.add(event.get("malformed")));
        assertEquals(Arrays.asList(
                "ClientHello: random is cut short: 32 bytes needed, 4 left",
                "line 2 is not hexadecimal: 'n' is no hexadecimal digit",
                "line 3 is not hexadecimal: an odd number of hexadecimal digits, 3",
                "no DTLS record begins with 0xff",
                "a record of 9 bytes, of which 1 are there",
                "a record's header has 13 bytes, 3 are left",
                "a record of DTLS 1.3, encrypted with its header",
                "a fragment that does not fit its record or its message",
                "an alert has 2 bytes, not 1",
                "it is one byte, 01",
                null, null,
                "a handshake record without a fragment",
                null), faults);
        assertTrue(CommandLine.runWith(hello, "inspect").out().contains("<- malformed: ClientHello: random is cut short"));
    }

    @Test
    void parts_of_messages_are_shown_as_parts() {
        String listing = CommandLine.runWith("16fefd0000000000000000" + "000e" + "0b0001000002000004000002" + "abcd", "inspect").out();
        assertTrue(listing.contains("Certificate, a part of it"), listing);
        assertTrue(listing.contains("abcd  bytes 4 to 6 of 256"), listing);
    }

    @Property
    void no_bytes_are_too_odd(@ForAll @Size(max = 300) byte[] junk) {
        CommandLine.run(junk, Map.of(), "inspect").lines();
        CommandLine.run(junk, Map.of(), "inspect", "--json").events();
        readsAll(junk);
    }

    @Property
    void no_changed_handshake_is_too_odd(@ForAll int which, @ForAll int position, @ForAll byte value, @ForAll int cut) throws IOException {
        List<String> datagrams = golden("openssl-dtls12-handshake/rsa-p256.txt");
        byte[] bytes = HexFormat.of().parseHex(datagrams.get(Math.floorMod(which, datagrams.size())));
        bytes[Math.floorMod(position, bytes.length)] = value;
        readsAll(Arrays.copyOf(bytes, bytes.length - Math.floorMod(cut, 3)));
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
