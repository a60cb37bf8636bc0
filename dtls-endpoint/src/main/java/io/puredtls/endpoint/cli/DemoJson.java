package io.puredtls.endpoint.cli;

import io.puredtls.endpoint.DtlsSession;
import io.puredtls.endpoint.SessionEnd;
import io.puredtls.endpoint.cli.Connection.End;
import io.puredtls.endpoint.cli.Wiretap.Datagram;
import io.puredtls.endpoint.cli.Wiretap.Flight;
import io.puredtls.endpoint.cli.Wiretap.Record;
import java.net.InetSocketAddress;
import java.security.cert.X509Certificate;
import java.util.List;

/** The demonstration as events: those of server and client, and one {@code flight} for each that was sent. */
final class DemoJson implements DemoWriter {
    private final LineWriter out;
    private final EventWriter events;
    private int flightNumber;

    DemoJson(LineWriter out) {
        this.out = out;
        this.events = new JsonEvents(out);
    }

    @Override
    public void begin(InetSocketAddress server, X509Certificate certificate) {
        events.listening(server);
    }

    @Override
    public void handshake(List<Flight> flights) {
        flights.forEach(this::flight);
    }

    @Override
    public void agreed(Connection client, Connection server) {
        events.connected(client);
        events.connected(server);
    }

    @Override
    public void message(End end, InetSocketAddress peer, byte[] message) {
        events.message(HostPort.of(peer), message);
    }

    @Override
    public void exchanged(List<Flight> flights) {
        flights.forEach(this::flight);
    }

    @Override
    public void closed(List<Flight> flights, DtlsSession client, SessionEnd server) {
        flights.forEach(this::flight);
        events.closed(HostPort.of(client.remoteAddress()), server, client.stats());
    }

    @Override
    public void failed(SessionEnd end) {
        events.failed("loopback", end);
    }

    private void flight(Flight flight) {
        out.line(JsonObject.event("flight")
                .number("number", ++flightNumber)
                .text("from", flight.from().word())
                .objects("datagrams", flight.datagrams().stream().map(DemoJson::datagram).toList()).toString());
    }

    private static JsonObject datagram(Datagram datagram) {
        return new JsonObject().number("bytes", datagram.length())
                .objects("records", datagram.records().stream().map(DemoJson::entry).toList());
    }

    private static JsonObject entry(Record entry) {
        JsonObject json = new JsonObject().text("content", entry.content());
        if (entry.messageSeq() >= 0) {
            json.number("message_seq", entry.messageSeq()).number("message_bytes", entry.messageLength());
        }
        return json.number("epoch", entry.epoch()).number("sequence", entry.sequence()).number("bytes", entry.length());
    }
}
