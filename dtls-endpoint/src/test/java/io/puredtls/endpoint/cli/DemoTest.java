package io.puredtls.endpoint.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.puredtls.endpoint.cli.CommandLine.Result;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DemoTest {
    private static final List<List<String>> FLIGHTS = List.of(
            List.of("ClientHello"), List.of("HelloVerifyRequest"), List.of("ClientHello"),
            List.of("ServerHello", "Certificate", "ServerKeyExchange", "ServerHelloDone"),
            List.of("ClientKeyExchange", "[ChangeCipherSpec]", "Finished"), List.of("[ChangeCipherSpec]", "Finished"));

    @Test
    void shows_the_flights_in_order_and_what_came_of_them() {
        Result demo = CommandLine.run("demo");
        assertEquals(0, demo.status());
        assertEquals("", demo.err());
        int at = 0;
        for (int number = 1; number <= FLIGHTS.size(); number++) {
            at = after(demo, at, "\nFlight " + number + ". ");
            for (String message : FLIGHTS.get(number - 1)) {
                at = after(demo, at, "    |  " + message + " ");
            }
            at = after(demo, at, number % 2 == 1 ? ">|\n" : "    |<-");
        }
        for (String later : List.of("WHAT WAS AGREED ON", "DTLSv1.2", "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256", "x25519",
                "ecdsa_secp256r1_sha256", "CN=localhost, verified", "the same, and known to nobody else", "\"Hello, DTLS!\"", "\"HELLO, DTLS!\"",
                "\"Datagrams, not streams\"", "Alert: close_notify", "Alert: close_notify", "java -jar dtls.jar client localhost 4433")) {
            at = after(demo, at, later);
        }
    }

    private static int after(Result demo, int from, String text) {
        int found = demo.out().indexOf(text, from);
        assertTrue(found >= 0, () -> text + " after position " + from + " of\n" + demo.out());
        return found + text.length();
    }

    @Test
    void the_ladder_is_straight() {
        List<String> rungs = CommandLine.run("demo").lines().stream().filter(line -> line.startsWith("    |")).toList();
        rungs.forEach(rung -> assertTrue(rung.length() == 82 && rung.endsWith("|"), rung));
        assertEquals(12 + 6 + 8 + 4, rungs.size(), "records and datagrams of handshake, messages and goodbye");
    }

    @Test
    void the_same_as_events() {
        Result demo = CommandLine.run("demo", "--json");
        assertEquals(0, demo.status());
        List<Map<String, Object>> events = demo.events();
        List<Map<String, Object>> flights = events.stream().filter(event -> event.get("event").equals("flight")).toList();
        for (int i = 0; i < FLIGHTS.size(); i++) {
            assertEquals(i + 1L, flights.get(i).get("number"));
            assertEquals(i % 2 == 0 ? "client" : "server", flights.get(i).get("from"));
            List<?> datagrams = (List<?>) flights.get(i).get("datagrams");
            assertEquals(1, datagrams.size(), "all of a flight fits one datagram");
            List<?> records = (List<?>) ((Map<?, ?>) datagrams.get(0)).get("records");
            assertEquals(FLIGHTS.get(i), records.stream().map(each -> ((Map<?, ?>) each).get("content")).toList());
            long inRecords = records.stream().mapToLong(each -> 13 + (Long) ((Map<?, ?>) each).get("bytes")
                    + ((Long) ((Map<?, ?>) each).get("epoch") > 0 ? 24 : 0)).sum();
            assertEquals(inRecords, ((Map<?, ?>) datagrams.get(0)).get("bytes"));
        }
        List<Map<String, Object>> connected = events.stream().filter(event -> event.get("event").equals("connected")).toList();
        assertEquals(List.of("client", "server"), connected.stream().map(event -> event.get("role")).toList());
        assertEquals(connected.get(0).get("exports"), connected.get(1).get("exports"));
        assertEquals(4, events.stream().filter(event -> event.get("event").equals("message")).count());
        assertEquals("close_notify", demo.event("closed").get("reason"));
    }
}
