package io.puredtls.endpoint.cli;

import io.puredtls.endpoint.DtlsSession;
import io.puredtls.endpoint.SessionEnd;
import io.puredtls.endpoint.cli.Connection.End;
import io.puredtls.endpoint.explain.Overview.Carried;
import io.puredtls.endpoint.explain.Overview.Datagram;
import io.puredtls.endpoint.explain.Overview.Flight;
import io.puredtls.endpoint.explain.Overview.Item;
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
                .text("from", flight.from().toString())
                .objects("datagrams", flight.datagrams().stream().map(DemoJson::datagram).toList()).toString());
    }

    private static JsonObject datagram(Datagram datagram) {
        return new JsonObject().number("bytes", datagram.length())
                .objects("records", datagram.records().stream().map(DemoJson::carried).toList());
    }

    private static JsonObject carried(Carried record) {
        return new JsonObject().objects("contents", record.items().stream().map(DemoJson::item).toList())
                .number("epoch", record.epoch()).number("sequence", record.sequence()).number("bytes", record.length());
    }

    private static JsonObject item(Item item) {
        JsonObject json = new JsonObject().text("content", item.words());
        item.message().ifPresent(message -> json.number("message_seq", message.messageSeq()).number("message_bytes", message.length()));
        return json;
    }
}
