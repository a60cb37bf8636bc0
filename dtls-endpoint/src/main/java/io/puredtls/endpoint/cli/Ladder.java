package io.puredtls.endpoint.cli;

import io.puredtls.endpoint.cli.Connection.End;
import io.puredtls.endpoint.cli.Wiretap.Datagram;
import io.puredtls.endpoint.cli.Wiretap.Flight;
import io.puredtls.endpoint.cli.Wiretap.Record;
import io.puredtls.endpoint.text.CountText;
import java.util.List;

/** Draws what was sent between two vertical lines, as RFCs do: in ASCII, since terminals differ. */
final class Ladder {
    private static final int WIDTH = 76; // between the lines

    private Ladder() {
    }

    /** The names of the two ends, above their lines. */
    static String heading() {
        return "  client" + " ".repeat(WIDTH - 8) + "server\n";
    }

    /** One flight. What engines do not name, data and alerts, takes its text from the front of {@code texts}, which it removes. */
    static String of(Flight flight, List<String> texts) {
        StringBuilder text = new StringBuilder();
        for (Datagram datagram : flight.datagrams()) {
            for (Record entry : datagram.records()) {
                text.append(rung(describe(entry, texts)));
            }
            text.append(arrow(flight.from(), datagram.length()));
        }
        return text.toString();
    }

    private static String describe(Record entry, List<String> texts) {
        boolean unnamed = entry.content().equals(Wiretap.DATA) || entry.content().equals(Wiretap.ALERT);
        String content = unnamed && !texts.isEmpty() ? texts.remove(0) : entry.content();
        String length = entry.messageSeq() >= 0
                ? "message_seq " + entry.messageSeq() + ", " + CountText.bytes(entry.messageLength()) : CountText.bytes(entry.length());
        return String.format("%-24s %-26s record %d:%d%s", content, length, entry.epoch(), entry.sequence(),
                entry.epoch() > 0 ? "  encrypted" : "");
    }

    private static String rung(String content) {
        return "    |  " + content + " ".repeat(Math.max(0, WIDTH - 2 - content.length())) + "|\n";
    }

    private static String arrow(End from, int bytes) {
        String size = " " + CountText.bytes(bytes) + " ";
        int line = WIDTH - 1 - size.length();
        String shaft = "-".repeat(line / 2) + size + "-".repeat(line - line / 2);
        return from == End.CLIENT ? "    |" + shaft + ">|\n" : "    |<" + shaft + "|\n";
    }
}
