package io.puredtls.endpoint.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.puredtls.crypto.jca.Jca;
import io.puredtls.crypto.kex.NamedGroup;
import io.puredtls.endpoint.cli.CommandLine.Result;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DemoTest {
    private static final List<String> OLD = List.of("demo", "--max-version", "1.2");
    private static final List<List<String>> FLIGHTS12 = List.of(
            List.of("ClientHello"), List.of("HelloVerifyRequest"), List.of("ClientHello"),
            List.of("ServerHello", "Certificate", "ServerKeyExchange", "ServerHelloDone"),
            List.of("ClientKeyExchange", "[ChangeCipherSpec]", "Finished"), List.of("[ChangeCipherSpec]", "Finished"));
    /** A share of ML-KEM fills a datagram: where the JDK has it the second hello takes two of them, and the server's flight as well. */
    private static final boolean HYBRID = NamedGroup.X25519MLKEM768.isAvailable(Jca.PLATFORM);
    private static final List<List<String>> FLIGHTS13 = List.of(
            List.of("ClientHello"), List.of("HelloRetryRequest"), HYBRID ? List.of("ClientHello,", "ClientHello,") : List.of("ClientHello"),
            List.of("ServerHello", "EncryptedExtensions", "Certificate", "CertificateVerify", "Finished"),
            List.of("Finished"), List.of("[ACK] 2:0", "NewSessionTicket", "NewSessionTicket"), List.of("[ACK] 3:1"));

    private static void flights(Result demo, List<List<String>> flights, List<String> later) {
        assertEquals(0, demo.status());
        assertEquals("", demo.err());
        int at = 0;
        for (int number = 1; number <= flights.size(); number++) {
            at = after(demo, at, "\nFlight " + number + ". ");
            assertFalse(demo.out().substring(at).startsWith("from the "), "flight " + number + " has no reason");
            for (String message : flights.get(number - 1)) {
                at = after(demo, at, "    |  " + message + " ");
            }
            at = after(demo, at, number % 2 == 1 ? ">|\n" : "    |<-");
        }
        for (String each : later) {
            at = after(demo, at, each);
        }
        for (String each : List.of("the same, and known to nobody else", "\"Hello, DTLS!\"", "\"HELLO, DTLS!\"", "\"Datagrams, not streams\"",
                "Alert close_notify", "Alert close_notify", "java -jar dtls.jar client localhost 4433")) {
            at = after(demo, at, each);
        }
    }

    private static int after(Result demo, int from, String text) {
        int found = demo.out().indexOf(text, from);
        assertTrue(found >= 0, () -> text + " after position " + from + " of\n" + demo.out());
        return found + text.length();
    }

    /** [RFC9147 §5.7] */
    @Test
    void shows_the_flights_of_dtls_1_3_in_order_and_what_came_of_them() {
        Result demo = CommandLine.run("demo");
        flights(demo, FLIGHTS13, List.of("WHAT WAS AGREED ON", "DTLSv1.3", "TLS_AES_128_GCM_SHA256",
                HYBRID ? "X25519MLKEM768" : "x25519", "ecdsa_secp256r1_sha256", "CN=localhost, verified", "main secret", "exporter secret"));
        assertFalse(demo.out().contains("master secret") || demo.out().contains("5705"), "that is what DTLS 1.2 says");
    }

    @Test
    void shows_dtls_1_2_where_that_is_wanted_in_the_words_of_its_time() {
        Result demo = CommandLine.run(OLD.toArray(String[]::new));
        flights(demo, FLIGHTS12, List.of("WHAT WAS AGREED ON", "DTLSv1.2", "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256", "x25519",
                "ecdsa_secp256r1_sha256", "CN=localhost, verified", "master secret", "RFC 5705"));
        assertFalse(demo.out().contains("main secret") || demo.out().contains("DTLS 1.3"), "that is what DTLS 1.3 says");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.2", "1.3"})
    void the_ladder_is_straight_and_no_line_is_too_long(String version) {
        Result demo = CommandLine.run("demo", "--max-version", version);
        List<String> rungs = demo.lines().stream().filter(line -> line.startsWith("    |")).toList();
        rungs.forEach(rung -> assertTrue(rung.length() == 86 && rung.endsWith("|"), rung));
        int handshake = version.equals("1.2") ? 12 + 6 : 13 + 7 + (HYBRID ? 3 : 0);
        assertEquals(handshake + 8 + 4, rungs.size(), "messages and datagrams of handshake, exchange and goodbye");
        demo.lines().forEach(line -> assertTrue(line.length() <= 120, line));
    }

    @Test
    void the_same_as_events() {
        List<Map<String, Object>> flights = flightEvents(FLIGHTS13, "demo", "--json");
        for (Map<String, Object> flight : flights) {
            for (Map<?, ?> datagram : maps(flight.get("datagrams"))) {
                long inRecords = maps(datagram.get("records")).stream()
                        .mapToLong(each -> (Long) each.get("bytes") + ((Long) each.get("epoch") > 0 ? 5 + 1 + 16 : 13)).sum();
                assertEquals(inRecords, datagram.get("bytes"));
            }
        }
        List<Map<?, ?>> inOneRecord = maps(records(flights.get(3)).get(1).get("contents"));
        assertEquals(List.of(2L, 3L, 4L, 5L), inOneRecord.stream().map(each -> each.get("message_seq")).toList());
    }

    @Test
    void dtls_1_2_as_events() {
        for (Map<String, Object> flight : flightEvents(FLIGHTS12, "demo", "--json", "--max-version", "1.2")) {
            for (Map<?, ?> datagram : maps(flight.get("datagrams"))) {
                long inRecords = maps(datagram.get("records")).stream()
                        .mapToLong(each -> 13 + (Long) each.get("bytes") + ((Long) each.get("epoch") > 0 ? 24 : 0)).sum();
                assertEquals(inRecords, datagram.get("bytes"));
            }
        }
    }

    @SuppressWarnings("unchecked")
    private static List<Map<?, ?>> maps(Object list) {
        return (List<Map<?, ?>>) list;
    }

    private static List<Map<?, ?>> records(Map<String, Object> flight) {
        List<Map<?, ?>> records = new ArrayList<>();
        maps(flight.get("datagrams")).forEach(datagram -> records.addAll(maps(datagram.get("records"))));
        return records;
    }

    private static List<Map<String, Object>> flightEvents(List<List<String>> expected, String... args) {
        Result demo = CommandLine.run(args);
        assertEquals(0, demo.status());
        List<Map<String, Object>> events = demo.events();
        List<Map<String, Object>> flights = events.stream().filter(event -> event.get("event").equals("flight")).toList();
        for (int i = 0; i < expected.size(); i++) {
            assertEquals(i + 1L, flights.get(i).get("number"));
            assertEquals(i % 2 == 0 ? "client" : "server", flights.get(i).get("from"));
            boolean withShare = HYBRID && expected == FLIGHTS13 && (i == 2 || i == 3);
            assertEquals(withShare ? 2 : 1, maps(flights.get(i).get("datagrams")).size(), "all of a flight fits one datagram, but for that share");
            List<Object> contents = new ArrayList<>();
            records(flights.get(i)).forEach(record -> maps(record.get("contents")).forEach(item -> contents.add(item.get("content").toString().split(",")[0])));
            assertEquals(expected.get(i).stream().map(name -> name.replace(",", "")).toList(), contents);
        }
        List<Map<String, Object>> connected = events.stream().filter(event -> event.get("event").equals("connected")).toList();
        assertEquals(List.of("client", "server"), connected.stream().map(event -> event.get("role")).toList());
        assertEquals(connected.get(0).get("exports"), connected.get(1).get("exports"));
        assertEquals(4, events.stream().filter(event -> event.get("event").equals("message")).count());
        assertEquals("close_notify", demo.event("closed").get("reason"));
        return flights;
    }
}
