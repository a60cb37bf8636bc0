package io.puredtls.endpoint.explain;

import java.util.List;
import java.util.stream.Stream;

/**
 * One handshake and what followed it.
 *
 * @param title one line
 * @param facts what was agreed on
 * @param flights in their order
 */
record Association(String title, List<Value> facts, List<Flight> flights) {
    Association {
        facts = List.copyOf(facts);
        flights = List.copyOf(flights);
    }

    /** What one end sends before the other has its turn. */
    record Flight(int number, Sender from, List<Told> datagrams) {
        Flight {
            datagrams = List.copyOf(datagrams);
        }
    }

    /** All datagrams. */
    Stream<Told> datagrams() {
        return flights.stream().flatMap(flight -> flight.datagrams().stream());
    }
}
