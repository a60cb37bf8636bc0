package io.puredtls.endpoint.explain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.puredtls.crypto.jca.Jca;
import io.puredtls.crypto.suite.CipherSuite;
import io.puredtls.endpoint.explain.LiveHandshake.Extra;
import io.puredtls.endpoint.explain.Part.Working;
import io.puredtls.record.ProtocolVersion;
import io.puredtls.wire.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ExplainerTest {
    static Stream<String> captures() {
        return Captures.all();
    }

    static Stream<Arguments> live() {
        List<Arguments> all = new ArrayList<>();
        for (CipherSuite suite : CipherSuite.available(Jca.PLATFORM)) {
            if (suite.isForDtls13()) {
                all.add(Arguments.of(ProtocolVersion.DTLS_1_3, suite, EnumSet.of(Extra.RETRY, Extra.KEY_UPDATE)));
            } else if (suite.toString().contains("_ECDSA_")) {
                all.add(Arguments.of(ProtocolVersion.DTLS_1_2, suite, EnumSet.of(Extra.RETRY, Extra.CLIENT_CERTIFICATE)));
                all.add(Arguments.of(ProtocolVersion.DTLS_1_2, suite, EnumSet.of(Extra.CONNECTION_IDS)));
            }
        }
        for (Extra extra : Extra.values()) {
            all.add(Arguments.of(ProtocolVersion.DTLS_1_3, CipherSuite.TLS_AES_128_GCM_SHA256, EnumSet.of(extra)));
        }
        all.add(Arguments.of(ProtocolVersion.DTLS_1_3, CipherSuite.TLS_AES_128_GCM_SHA256, EnumSet.allOf(Extra.class)));
        return all.stream();
    }

    @ParameterizedTest
    @MethodSource("captures")
    void every_byte_of_a_foreign_handshake_is_in_one_field(String name) throws Exception {
        Coverage.check(Captures.explain(name), Captures.datagrams(Captures.read(name)));
    }

    @ParameterizedTest
    @MethodSource("live")
    void every_byte_of_our_own_handshake_is_in_one_field(ProtocolVersion version, CipherSuite suite, Set<Extra> extras) {
        Capture capture = run(version, suite, extras);
        Explanation explanation = Explainer.explain("ours", capture, Secrets.NONE);
        Coverage.check(explanation, Captures.datagrams(capture));
        isWholeAndTrue(explanation);
        assertEquals(extras.contains(Extra.RESUMPTION) ? 2 : 1, explanation.associations().size());
    }

    private static Capture run(ProtocolVersion version, CipherSuite suite, Set<Extra> extras) {
        return LiveHandshake.run(new LiveHandshake.Options(version, List.of(suite), List.of(), extras, 1));
    }

    @ParameterizedTest
    @MethodSource("captures")
    void every_record_of_a_foreign_handshake_opens_and_every_proof_holds(String name) throws Exception {
        isWholeAndTrue(Captures.explain(name));
    }

    /** Nothing is malformed, nothing stays closed, what can be computed is what was received. */
    private static void isWholeAndTrue(Explanation explanation) {
        assertEquals(List.of(), explanation.remarks());
        List<String> faults = told(explanation).flatMap(Coverage::layouts).flatMap(layout -> layout.fields().stream()).flatMap(Field::faults).toList();
        assertEquals(List.of(), faults);
        List<String> remarks = steps(explanation).map(Derivation::remark).toList();
        assertTrue(remarks.stream().noneMatch(remark -> remark.startsWith("not what") || remark.contains("does not verify")
                || remark.startsWith("not checked")), remarks::toString);
        long finished = told(explanation).flatMap(each -> each.contents().stream()).filter(each -> each.words().equals("Finished")).count();
        assertTrue(finished >= 2, "two Finished");
        assertTrue(remarks.stream().filter("as received"::equals).count() >= 2, remarks::toString);
    }

    /** [RFC5246 §7.3] [RFC5077 §3.1] */
    @Test
    void a_session_that_is_resumed_is_told_with_the_secret_that_it_has() throws Exception {
        for (String way : List.of("session-id", "ticket")) {
            String text = TextPage.of(Captures.explain("openssl-dtls12-handshake/" + way + "-resumed.txt"));
            assertTrue(text.contains("of the session that is resumed, by its " + way.replace("-id", " ID")), text);
            assertTrue(text.contains("that of the session that is resumed"), text);
            assertEquals(3, text.split("as received", -1).length, "both proofs are right");
            String full = TextPage.of(Captures.explain("openssl-dtls12-handshake/" + way + "-full.txt"));
            assertFalse(full.contains("that is resumed"), full);
            assertEquals(way.equals("ticket"), full.contains("ticket_lifetime_hint"), full);
            assertEquals(3, full.split("as received", -1).length, "a ticket counts in the server's proof");
        }
    }

    /** [RFC7366 §3] Which of the two was agreed on, in the layout of a record and in what is told of it. */
    @Test
    void a_mac_is_told_where_it_stands() throws Exception {
        String behind = TextPage.of(Captures.explain("openssl-dtls12-records/aes-128-cbc-sha256-encrypt-then-mac.txt"));
        assertTrue(behind.contains("as behind the ciphertext") && !behind.contains("as behind the content"), behind);
        assertTrue(behind.contains("client_write_MAC_key") && behind.contains("block-ciphered"), behind);
        String inside = TextPage.of(Captures.explain("openssl-dtls12-records/aes-128-cbc-sha256-mac-then-encrypt.txt"));
        assertTrue(inside.contains("as behind the content") && !inside.contains("as behind the ciphertext"), inside);
    }

    private static Stream<Told> told(Explanation explanation) {
        return explanation.associations().stream().flatMap(Association::datagrams);
    }

    private static Stream<Derivation> steps(Explanation explanation) {
        return told(explanation).flatMap(each -> each.parts().stream()).filter(Working.class::isInstance)
                .flatMap(part -> ((Working) part).steps().stream());
    }

    private static String record(int type, String content) {
        return String.format("%02xfefd%016x%04x%s", type, 0, content.length() / 2, content);
    }

    private static String message(int type, int seq, String body) {
        return String.format("%02x%06x%04x%06x%06x%s", type, body.length() / 2, seq, 0, body.length() / 2, body);
    }

    private static Explanation explained(String... datagrams) throws Exception {
        return Explainer.explain("x", CaptureFile.read(String.join("\n", datagrams).getBytes(StandardCharsets.US_ASCII)), Secrets.NONE);
    }

    /** [RFC9146 §4] */
    @Test
    void records_with_a_connection_id_of_dtls_1_2_are_shown_with_what_is_in_them() throws Exception {
        String name = "pion-dtls12-cid/padding.txt";
        String text = TextPage.of(Captures.explain(name));
        List<Field> fields = told(Captures.explain(name)).flatMap(Coverage::layouts).flatMap(layout -> layout.fields().stream())
                .flatMap(ExplainerTest::withParts).toList();
        assertEquals(List.of(20, 255), fields.stream().filter(field -> field.name().equals("cid") && field.key().equals("connection_id"))
                .map(Field::length).distinct().sorted().toList());
        assertEquals(5 + 5, fields.stream().filter(field -> field.name().equals("real_type")).count());
        assertEquals(5 + 5, fields.stream().filter(field -> field.name().equals("zeros") && field.length() == 13).count());
        assertTrue(fields.stream().anyMatch(field -> field.key().equals("DTLSCiphertext12") && field.meaning().equals("application_data, encrypted")));
        assertTrue(text.contains("RFC 9146 §5.3") && text.contains("DTLSInnerPlaintext"), text);
    }

    /** [RFC9146 §5.1] [RFC9146 §5.2] */
    @Test
    void records_with_a_connection_id_under_a_cbc_suite_are_opened_and_told_by_their_own_mac() throws Exception {
        for (String name : List.of("mte-sha384-server-20-client-255", "etm-sha256-server-4-client-8")) {
            Explanation explanation = Captures.explain("mbedtls-dtls12-cid/" + name + ".txt");
            String text = TextPage.of(explanation);
            boolean inside = name.startsWith("mte");
            assertEquals(inside, text.contains("RFC 9146 §5.1"), text);
            assertEquals(!inside, text.contains("RFC 9146 §5.2"), text);
            assertFalse(text.contains("not opened"), text);
            List<Field> fields = told(explanation).flatMap(Coverage::layouts).flatMap(layout -> layout.fields().stream())
                    .flatMap(ExplainerTest::withParts).toList();
            assertEquals(10, fields.stream().filter(field -> field.name().equals("real_type")).count(), "Finished, three messages and an alert of each");
        }
    }

    /** [RFC9146 §3] What the hellos say is what a record is measured by. */
    @Test
    void a_record_with_a_connection_id_that_nobody_asked_for_is_said_to_have_one() throws Exception {
        String random = "5a".repeat(32);
        String hello = "c> " + record(22, message(1, 0, "fefd" + random + "00" + "00" + "0002c02b" + "0100" + "00060036000201aa"));
        String with = "s> " + record(22, message(2, 0, "fefd" + random + "00" + "c02b" + "00" + "00060036000201bb"));
        String known = TextPage.of(explained(hello, with, "c> 19fefd0001000000000000bb0001ff"));
        assertTrue(known.contains("tls12_cid, encrypted, and not opened"), known);
        String unknown = TextPage.of(explained(hello, with, "c> 19fefd0001000000000000cc0001ff")).replaceAll("\\s+", " ");
        assertTrue(unknown.contains("a record with a connection ID (tls12_cid) that was not agreed on"), unknown);
        String cut = TextPage.of(explained(hello, with, "c> 19fefd0001000000000000bb0002ff"));
        assertTrue(cut.contains("a record that is cut short"), cut);
    }

    /** [RFC9853 §4] */
    @Test
    void a_check_of_an_address_is_told() throws Exception {
        List<String> contents = told(Captures.explain("pion-dtls12-cid/return-routability.txt"))
                .flatMap(each -> each.contents().stream().map(content -> each.from() + ": " + content.words()))
                .filter(words -> words.contains("return_routability_check")).toList();
        assertEquals(List.of("server: return_routability_check path_challenge", "client: return_routability_check path_response"), contents);
        ContentReader reader = new ContentReader(MessageReader.DTLS13);
        List<Field> drop = reader.read(27, new byte[] {2, 1, 2, 3, 4, 5, 6, 7, 8}, 0, 9, 3, fragment -> { });
        assertEquals(List.of("msg_type path_drop 1", "Cookie  8"),
                drop.stream().map(field -> field.name() + " " + field.meaning() + " " + field.length()).toList());
        assertEquals("of a msg_type that is not known here", reader.read(27, new byte[] {3, 1}, 0, 2, 3, fragment -> { }).get(0).meaning());
        assertTrue(reader.read(27, new byte[] {0, 1}, 0, 2, 3, fragment -> { }).get(0).fault().isPresent());
    }

    /** [RFC9147 §9] */
    @Test
    void other_connection_ids_are_known_from_the_message_that_brings_them() {
        Explanation explanation = Explainer.explain("1.3", run(
                ProtocolVersion.DTLS_1_3, CipherSuite.TLS_AES_128_GCM_SHA256, EnumSet.of(Extra.CONNECTION_IDS)), Secrets.NONE);
        isWholeAndTrue(explanation);
        assertTrue(told(explanation).flatMap(each -> each.contents().stream()).map(Told.Content::words).toList()
                .containsAll(List.of("RequestConnectionId", "NewConnectionId")));
        List<Field> ids = told(explanation).filter(each -> each.from() == Sender.SERVER).flatMap(Coverage::layouts)
                .flatMap(layout -> layout.fields().stream()).flatMap(ExplainerTest::withParts)
                .filter(field -> field.name().equals("connection_id") && field.isLeaf()).toList();
        assertTrue(ids.size() > 2 && ids.stream().allMatch(id -> id.length() == 8), ids::toString);
    }

    /** The pages of illustrated-dtls print them, and so do we. */
    @Test
    void derivations_are_those_that_others_found() throws Exception {
        String text = TextPage.of(Captures.explain("illustrated-dtls13"));
        String digits = text.replaceAll("[ \n]", "");
        for (String line : Captures.text("illustrated-dtls13/derivations.txt").lines().toList()) {
            String[] words = line.split(" = ");
            boolean known = words.length == 2 && !Set.of("sharedSecret", "handshakeSecret", "secret").contains(words[0]);
            assertTrue(!known || digits.contains(words[1]), line);
        }
    }

    @Test
    void the_same_options_give_the_same_bytes_and_another_seed_gives_others() {
        Set<Extra> all = EnumSet.allOf(Extra.class);
        Capture first = run(ProtocolVersion.DTLS_1_3, CipherSuite.TLS_AES_128_GCM_SHA256, all);
        assertEquals(first.packets(), run(ProtocolVersion.DTLS_1_3, CipherSuite.TLS_AES_128_GCM_SHA256, all).packets());
        Capture other = LiveHandshake.run(new LiveHandshake.Options(ProtocolVersion.DTLS_1_3, List.of(), List.of(), all, 2));
        assertFalse(first.packets().get(0).equals(other.packets().get(0)));
    }

    @Test
    void what_is_in_each_datagram_is_said_in_few_words() throws Exception {
        List<String> contents = told(Captures.explain("illustrated-dtls13"))
                .map(each -> each.from() + ": " + each.contents().stream().map(Told.Content::words).collect(Collectors.joining(", "))).toList();
        assertEquals(List.of("client: ClientHello", "server: ServerHello", "server: EncryptedExtensions", "server: Certificate",
                "server: CertificateVerify", "server: Finished", "client: Finished", "server: [ACK] 2:0", "client: application data",
                "server: application data", "server: Alert close_notify"), contents);
    }

    /** What only some stack sends may be without; what our own handshakes show is said to the last. */
    @Test
    void everything_in_our_own_handshakes_is_in_the_glossary() throws Exception {
        Explanation newer = Explainer.explain("1.3", run(
                ProtocolVersion.DTLS_1_3, CipherSuite.TLS_AES_128_GCM_SHA256, EnumSet.allOf(Extra.class)), Secrets.NONE);
        Explanation older = Explainer.explain("1.2", run(ProtocolVersion.DTLS_1_2, CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256,
                EnumSet.of(Extra.RETRY, Extra.CLIENT_CERTIFICATE)), Secrets.NONE);
        Explanation legacy = Explainer.explain("CBC", run(
                ProtocolVersion.DTLS_1_2, CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA, EnumSet.noneOf(Extra.class)), Secrets.NONE);
        Explanation moved = Captures.explain("pion-dtls12-cid/return-routability.txt");
        Stream<Field> fields = Stream.of(newer, older, legacy, moved).flatMap(ExplainerTest::told).flatMap(Coverage::layouts).flatMap(layout -> layout.fields().stream());
        Set<String> keys = Stream.concat(fields.flatMap(ExplainerTest::withParts).map(Field::key),
                Stream.of(newer, older, legacy, moved).flatMap(ExplainerTest::steps).map(Derivation::key)).collect(Collectors.toCollection(TreeSet::new));
        keys.removeIf(key -> Glossary.sentence(key).isPresent());
        assertEquals(Set.of(), keys);
    }

    private static Stream<Field> withParts(Field field) {
        return Stream.concat(Stream.of(field), field.parts().stream().flatMap(ExplainerTest::withParts));
    }

    @Test
    void without_a_key_log_records_stay_closed_and_that_is_said() throws Exception {
        Capture capture = Captures.read("pion-dtls13/plain.txt");
        Explanation explanation = Explainer.explain("closed", capture, Secrets.NONE);
        Coverage.check(explanation, Captures.datagrams(capture));
        assertEquals(1, explanation.remarks().size());
        assertTrue(explanation.remarks().get(0).endsWith("could not be opened by what the key log has."), explanation.remarks()::toString);
        assertTrue(TextPage.of(explanation).contains("not in the key log"));
    }

    @Test
    void a_changed_finished_is_told_from_a_true_one() throws Exception {
        Capture capture = Captures.read("openssl-dtls12-handshake/rsa-p256.txt");
        List<Packet> packets = new ArrayList<>(capture.packets());
        byte[] hello = packets.get(2).datagram().toArray();
        hello[hello.length - 1] ^= 1; // the last byte of the second hello's last extension
        packets.set(2, new Packet(Sender.CLIENT, Bytes.of(hello)));
        Explanation explanation = Explainer.explain("changed", new Capture(packets, capture.secrets(), List.of()), Secrets.NONE);
        assertTrue(steps(explanation).map(Derivation::remark).anyMatch("not what was received"::equals));
    }

    @Property(tries = 100)
    void no_changed_handshake_is_too_odd(@ForAll int which, @ForAll int datagram, @ForAll int position, @ForAll byte value, @ForAll int cut)
            throws Exception {
        List<String> names = List.of("pion-dtls13/cid.txt", "pion-dtls12-cid/padding.txt", "openssl-dtls12-handshake/rsa-p256.txt", "boringssl-dtls13/fragments.txt", "illustrated-dtls13");
        String name = names.get(Math.floorMod(which, names.size()));
        Capture capture = Captures.read(name);
        List<Packet> packets = new ArrayList<>(capture.packets());
        int changed = Math.floorMod(datagram, packets.size());
        byte[] bytes = packets.get(changed).datagram().toArray();
        bytes[Math.floorMod(position, Math.min(bytes.length, 120))] = value;
        Bytes shorter = Bytes.of(bytes, 0, Math.max(1, bytes.length - Math.floorMod(cut, 3)));
        packets.set(changed, new Packet(packets.get(changed).from(), shorter));
        Capture odd = new Capture(packets, capture.secrets(), List.of());
        Explanation explanation = Explainer.explain("odd", odd, Captures.secrets(name));
        Coverage.check(explanation, Captures.datagrams(odd));
        TextPage.of(explanation);
        Xml.parse(HtmlPage.of(explanation));
    }
}
