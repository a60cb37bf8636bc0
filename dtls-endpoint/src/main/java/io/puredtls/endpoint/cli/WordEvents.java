package io.puredtls.endpoint.cli;

import io.puredtls.endpoint.SessionEnd;
import io.puredtls.endpoint.SessionStats;
import io.puredtls.endpoint.text.CountText;
import io.puredtls.event.EngineEvent.Direction;
import io.puredtls.endpoint.text.PublicKeyText;
import io.puredtls.session.PeerIdentity;
import io.puredtls.session.Session;
import io.puredtls.session.Session12;
import io.puredtls.session.SessionInfo;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;

/** The same facts for people. */
final class WordEvents implements EventWriter {
    private final LineWriter out;

    WordEvents(LineWriter out) {
        this.out = out;
    }

    @Override
    public void listening(InetSocketAddress address) {
        out.line("listening on " + HostPort.of(address));
    }

    @Override
    public void connected(Connection connection) {
        SessionInfo info = connection.info();
        List<String> lines = new ArrayList<>();
        lines.add(String.format(Locale.ROOT, "%s: connected in %.1f ms%s", connection.peer(), connection.nanos() / 1e6,
                connection.retransmits() == 0 ? "" : ", " + CountText.of(connection.retransmits(), "flight") + " sent again"));
        lines.add("  " + info.version() + ", " + info.cipherSuite());
        lines.add("  " + info.group().map(group -> "keys exchanged in " + group).orElse(info.resumed() ? "keys of an earlier session" : "keys of a pre-shared key alone")
                + info.signatureScheme().map(scheme -> ", signed with " + scheme).orElse("") + (info.resumed() ? ", resumed" : "")
                + (info.earlyData() ? ", with early data" : "") + (info.extendedMasterSecret() ? "" : "; no extended master secret"));
        info.serverName().ifPresent(name -> lines.add("  server name " + PeerText.shown(name)));
        info.applicationProtocol().ifPresent(name -> lines.add("  application protocol " + PeerText.shown(name)));
        info.srtpProfile().ifPresent(profile -> lines.add("  SRTP profile " + profile));
        if (!connection.connectionIds().send().isEmpty() || !connection.connectionIds().receive().isEmpty()) {
            lines.add("  connection IDs: " + shown(connection.connectionIds().send()) + " to send, " + shown(connection.connectionIds().receive()) + " to receive");
        }
        lines.add("  " + identity(connection.end().other().word(), info.peer()));
        connection.exports().forEach((label, hex) -> lines.add("  exported " + label + ": " + hex));
        out.line(String.join("\n", lines));
    }

    private static String shown(String id) {
        return id.isEmpty() ? "none" : id;
    }

    private static String identity(String who, PeerIdentity peer) {
        if (peer.pskIdentity().isPresent()) {
            return "the " + who + " has the pre-shared key " + PeerText.shown(PeerText.named(peer.pskIdentity().get()));
        }
        if (peer.rawPublicKey().isPresent()) {
            return "the " + who + " has the public key " + PublicKeyText.fingerprint(peer.rawPublicKey().get())
                    + (peer.verified() ? "" : ", which nobody has verified");
        }
        return peer.subject().map(subject -> "the " + who + " is " + PeerText.shown(subject.isEmpty() ? "nameless" : subject)
                + (peer.verified() ? "" : ", which nobody has verified")).orElse("the " + who + " is anonymous");
    }

    @Override
    public void message(String peer, byte[] message) {
        out.line(peer + " < " + PeerText.of(message).filter(text -> !text.isEmpty()).map(PeerText::shown)
                .orElseGet(() -> "(" + CountText.of(message.length, "byte") + ") " + HexFormat.ofDelimiter(" ").formatHex(message))
                .stripTrailing());
    }

    @Override
    public void ticket(String peer, Session resumable) {
        boolean byId = resumable instanceof Session12 session && session.ticket().isEmpty();
        out.line(peer + ": a " + (byId ? "session ID" : "ticket") + " of " + CountText.bytes(resumable.token().length()) + ", to resume the session with");
    }

    @Override
    public void keysUpdated(String peer, Direction direction) {
        out.line(peer + ": new keys to " + direction.toString().toLowerCase(Locale.ROOT) + " with");
    }

    @Override
    public void path(String old, String current, boolean validated) {
        out.line(old + " is " + current + " now" + (validated ? ", which it has shown" : ""));
    }

    @Override
    public void closed(String peer, SessionEnd end, SessionStats stats) {
        out.line(peer + ": " + PeerText.shown(end.message()) + "; " + CountText.of(stats.messagesSent(), "message") + " sent, "
                + CountText.of(stats.messagesReceived(), "message") + " received");
    }

    @Override
    public void failed(String peer, SessionEnd end) {
        String told = end.alert().filter(any -> end.alertSent()).map(alert -> "; we sent the alert " + alert).orElse("");
        failed(peer, end.message() + end.violation().map(row -> " [" + row.clause() + "]").orElse("") + told);
    }

    @Override
    public void failed(String peer, String message) {
        out.line(peer + ": failed: " + PeerText.shown(message));
    }
}
