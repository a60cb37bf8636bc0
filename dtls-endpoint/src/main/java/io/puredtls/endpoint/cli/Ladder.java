package io.puredtls.endpoint.cli;

import io.puredtls.endpoint.explain.Overview.Carried;
import io.puredtls.endpoint.explain.Overview.Datagram;
import io.puredtls.endpoint.explain.Overview.Flight;
import io.puredtls.endpoint.explain.Overview.Item;
import io.puredtls.endpoint.explain.Sender;
import io.puredtls.endpoint.text.CountText;
import java.util.ArrayList;
import java.util.List;

/** Draws what was sent between two vertical lines, as RFCs do: in ASCII, since terminals differ. */
final class Ladder {
    private static final int WIDTH = 80; // between the lines
    private static final int CONTENT = 25; // columns for names

    private Ladder() {
    }

    /** The names of the two ends, above their lines. */
    static String heading() {
        return "  client" + " ".repeat(WIDTH - 8) + "server\n";
    }

    /** One flight. What is said in application data takes its text from the front of {@code texts}, which it removes. */
    static String of(Flight flight, List<String> texts) {
        StringBuilder text = new StringBuilder();
        for (Datagram datagram : flight.datagrams()) {
            for (Carried record : datagram.records()) {
                describe(record, texts).forEach(line -> text.append(rung(line)));
            }
            text.append(arrow(flight.from(), datagram.length()));
        }
        return text.toString();
    }

    /** A line for each message in it; which record it is stands beside the first. */
    private static List<String> describe(Carried record, List<String> texts) {
        List<String> lines = new ArrayList<>();
        String which = String.format("record %d:%s%s", record.epoch(), record.sequence() < 0 ? "?" : Long.toString(record.sequence()),
                record.epoch() > 0 ? "  encrypted" : "");
        for (Item item : record.items()) {
            boolean unnamed = item.words().equals(DemoWriter.DATA) && !texts.isEmpty();
            String content = unnamed ? texts.remove(0) : item.words();
            String length = item.message().map(message -> "message_seq " + message.messageSeq() + ", " + CountText.bytes(message.length()))
                    .orElseGet(() -> CountText.bytes(record.length()));
            lines.add(String.format("%-" + CONTENT + "s %-26s %s", content, length, lines.isEmpty() ? which : "").stripTrailing());
        }
        return lines;
    }

    private static String rung(String content) {
        return "    |  " + content + " ".repeat(Math.max(0, WIDTH - 2 - content.length())) + "|\n";
    }

    private static String arrow(Sender from, int bytes) {
        String size = " " + CountText.bytes(bytes) + " ";
        int line = WIDTH - 1 - size.length();
        String shaft = "-".repeat(line / 2) + size + "-".repeat(line - line / 2);
        return from == Sender.CLIENT ? "    |" + shaft + ">|\n" : "    |<" + shaft + "|\n";
    }
}
