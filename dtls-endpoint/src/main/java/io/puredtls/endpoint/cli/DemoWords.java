package io.puredtls.endpoint.cli;

import io.puredtls.endpoint.DtlsSession;
import io.puredtls.endpoint.SessionEnd;
import io.puredtls.endpoint.cli.Connection.End;
import io.puredtls.endpoint.explain.Overview.Flight;
import io.puredtls.session.SessionInfo;
import java.net.InetSocketAddress;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The demonstration for people: what was sent as a ladder, with the reason for each flight beside it. */
final class DemoWords implements DemoWriter {
    private final LineWriter out;
    private final DemoCourse course;
    private final List<String> texts = new ArrayList<>();
    private Connection client;

    DemoWords(LineWriter out, DemoCourse course) {
        this.out = out;
        this.course = course;
    }

    @Override
    public void begin(InetSocketAddress server, X509Certificate certificate) {
        out.line("A " + course.title() + " server and a client in this process, over UDP on loopback; the server is at " + HostPort.of(server) + ".\n"
                + "Between them stands a tap, which reads what is encrypted by the client's key log.\n"
                + "The server has made itself a certificate, and the client trusts this one alone:\n"
                + "  " + CertificateText.summary(certificate) + "\n"
                + "  " + CertificateText.fingerprint(certificate));
    }

    @Override
    public void handshake(List<Flight> flights) {
        out.line("\nTHE HANDSHAKE\n\n" + HelpText.wrapped(
                "Each line is a message with its message_seq and length, and beside it the record that it is in, by epoch and sequence_number; "
                + "what stands below without one is in the same record. Each arrow is a UDP datagram. A flight that is not answered in time would be sent again.", 0)
                + "\n\n" + Ladder.heading().stripTrailing());
        int number = 0;
        for (Flight flight : flights) {
            String reason = course.reason(number, flight).orElse("from the " + flight.from());
            number++;
            out.line("\n" + HelpText.wrapped("Flight " + number + ". " + reason, 0) + "\n\n" + Ladder.of(flight, texts).stripTrailing());
        }
    }

    @Override
    public void agreed(Connection ofClient, Connection ofServer) {
        this.client = ofClient;
        SessionInfo info = ofClient.info();
        X509Certificate certificate = info.peer().certificate().orElseThrow();
        String label = ofClient.exports().keySet().iterator().next();
        String exported = ofClient.exports().get(label);
        boolean same = exported.equals(ofServer.exports().get(label));
        out.line("\nWHAT WAS AGREED ON\n\n"
                + row("version", info.version().toString())
                + row("cipher suite", info.cipherSuite().toString())
                + row("key exchange", info.group().map(Object::toString).orElse("none") + ", with keys that are forgotten afterwards (forward secrecy)")
                + row("signed with", info.signatureScheme().map(Object::toString).orElse("nothing"))
                + row("server", PeerText.shown(info.peer().subject().orElseThrow()) + (info.peer().verified() ? ", verified" : ""))
                + row("", CertificateText.fingerprint(certificate))
                + secrets(info)
                + row("took", String.format(Locale.ROOT, "%.0f ms, in a Java virtual machine that has just begun", ofClient.nanos() / 1e6))
                + "\n" + HelpText.wrapped("Both ends can export keying material for other protocols (" + course.exporterClause() + "), such as SRTP, from "
                        + course.exportedFrom() + ". Label " + label + ":", 0) + "\n"
                + row("client", exported)
                + row("server", ofServer.exports().get(label))
                + row("", same ? "the same, and known to nobody else" : "NOT THE SAME: this must not happen"));
    }

    private String secrets(SessionInfo info) {
        return switch (course) {
            case DTLS12 -> row("master secret", info.extendedMasterSecret() ? "extended: bound to the whole handshake (RFC 7627)" : "not extended");
            case DTLS13 -> row("main secret", "bound to the whole handshake; each direction has a traffic secret of its own from it");
        };
    }

    private static String row(String name, String value) {
        return String.format("  %-14s%s\n", name, value);
    }

    @Override
    public void message(End end, InetSocketAddress peer, byte[] message) {
        texts.add('"' + PeerText.of(message).map(PeerText::shown).orElse("no text") + '"');
    }

    @Override
    public void exchanged(List<Flight> flights) {
        out.line("MESSAGES\n\n" + HelpText.wrapped(
                "One message is one record in one datagram: kept apart, never changed, never doubled; but, as UDP is, perhaps lost. "
                + "The server answers in capitals.", 0) + "\n\n" + ladder(flights));
    }

    @Override
    public void closed(List<Flight> flights, DtlsSession session, SessionEnd server) {
        out.line("\nTHE END\n\nA close_notify says that nothing follows. It is encrypted too, so nobody else can say it.\n\n"
                + ladder(flights) + "\n\n" + (client.retransmits() == 0 ? "" : "Some flights were sent again: this machine is busy.\n")
                + "Next: make a certificate, and meet in two windows:\n"
                + "  java -jar dtls.jar selfsign --cert cert.pem --key key.pem\n"
                + "  java -jar dtls.jar server --cert cert.pem --key key.pem\n"
                + "  java -jar dtls.jar client localhost 4433 --ca cert.pem");
    }

    private String ladder(List<Flight> flights) {
        StringBuilder ladder = new StringBuilder(Ladder.heading());
        flights.forEach(flight -> ladder.append(Ladder.of(flight, texts)));
        return ladder.toString().stripTrailing();
    }

    @Override
    public void failed(SessionEnd end) {
        out.line("failed: " + PeerText.shown(end.message()));
    }
}
