package io.puredtls.endpoint.cli;

import io.puredtls.endpoint.SessionEnd;
import io.puredtls.endpoint.SessionStats;
import io.puredtls.event.EngineEvent.Direction;
import io.puredtls.record.DropReason;
import io.puredtls.session.Session;
import io.puredtls.session.SessionInfo;
import java.net.InetSocketAddress;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** One JSON object a line: what other people's scripts read, so its members are an interface. */
final class JsonEvents implements EventWriter {
    private final LineWriter out;

    JsonEvents(LineWriter out) {
        this.out = out;
    }

    @Override
    public void listening(InetSocketAddress address) {
        write(JsonObject.event("listening").text("host", HostPort.host(address)).number("port", address.getPort()));
    }

    @Override
    public void connected(Connection connection) {
        SessionInfo info = connection.info();
        Optional<String> client = connection.end() == Connection.End.SERVER ? PeerText.identity(info.peer()) : Optional.empty();
        JsonObject exports = new JsonObject();
        connection.exports().forEach(exports::text);
        write(JsonObject.event("connected")
                .text("role", connection.end().word())
                .text("peer", connection.peer())
                .text("version", info.version().toString())
                .text("cipher", info.cipherSuite().toString())
                .text("group", info.group().map(Object::toString))
                .text("signature", info.signatureScheme().map(Object::toString))
                .text("alpn", info.applicationProtocol())
                .text("srtp", info.srtpProfile().map(Object::toString))
                .text("servername", info.serverName())
                .truth("resumed", info.resumed())
                .truth("early_data", info.earlyData())
                .truth("ems", info.extendedMasterSecret())
                .object("cid", new JsonObject().text("send", connection.connectionIds().send()).text("receive", connection.connectionIds().receive()))
                .text("client_identity", client)
                .object("exports", exports)
                .millis("handshake_ms", connection.nanos())
                .number("retransmits", connection.retransmits()));
    }

    @Override
    public void message(String peer, byte[] message) {
        JsonObject event = JsonObject.event("message").text("peer", peer).number("bytes", message.length);
        PeerText.of(message).ifPresentOrElse(
                text -> event.text("text", text), () -> event.text("hex", HexFormat.of().formatHex(message)));
        write(event);
    }

    @Override
    public void ticket(String peer, Session resumable) {
        write(JsonObject.event("ticket").number("bytes", resumable.token().length()));
    }

    @Override
    public void keysUpdated(String peer, Direction direction) {
        write(JsonObject.event("keys_updated").text("direction", direction.toString().toLowerCase(Locale.ROOT)));
    }

    @Override
    public void path(String old, String current, boolean validated) {
        write(JsonObject.event("path").text("peer_old", old).text("peer_new", current).truth("validated", validated));
    }

    @Override
    public void closed(String peer, SessionEnd end, SessionStats stats) {
        write(JsonObject.event("closed").text("peer", peer).text("reason", reason(end)).object("stats", stats(stats)));
    }

    /** Both sides close by a close_notify; an idle session too, but there it was not asked for. */
    private static String reason(SessionEnd end) {
        return switch (end.reason()) {
            case CLOSED_LOCALLY, CLOSED_BY_PEER -> "close_notify";
            case IDLE, REPLACED, FAILED, HANDLER_FAILED, REFUSED, IO_FAILED -> end.reason().toString().toLowerCase(Locale.ROOT);
        };
    }

    private static JsonObject stats(SessionStats stats) {
        JsonObject drops = new JsonObject();
        for (Map.Entry<DropReason, Long> drop : new TreeMap<>(stats.engine().drops()).entrySet()) {
            drops.number(drop.getKey().toString().toLowerCase(Locale.ROOT), drop.getValue());
        }
        return new JsonObject()
                .number("duration_ms", Math.max(0, stats.endedAt() - stats.connectedAt()))
                .number("messages_sent", stats.messagesSent())
                .number("bytes_sent", stats.bytesSent())
                .number("messages_received", stats.messagesReceived())
                .number("bytes_received", stats.bytesReceived())
                .number("records_sent", stats.engine().recordsSent())
                .number("records_received", stats.engine().recordsReceived())
                .number("retransmits", stats.engine().flightsSentAgain())
                .object("drops", drops);
    }

    @Override
    public void failed(String peer, SessionEnd end) {
        write(JsonObject.event("failed")
                .text("peer", peer)
                .text("alert", end.alert().map(Object::toString))
                .truth("sent", end.alertSent())
                .text("violation", end.violation().map(Enum::name))
                .text("message", end.message()));
    }

    @Override
    public void failed(String peer, String message) {
        write(JsonObject.event("failed")
                .text("peer", peer).text("alert", Optional.empty()).truth("sent", false)
                .text("violation", Optional.empty()).text("message", message));
    }

    private void write(JsonObject event) {
        out.line(event.toString());
    }
}
