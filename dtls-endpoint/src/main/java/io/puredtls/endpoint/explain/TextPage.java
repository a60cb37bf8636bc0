package io.puredtls.endpoint.explain;

import io.puredtls.endpoint.explain.Association.Flight;
import io.puredtls.endpoint.explain.Part.Layout;
import io.puredtls.endpoint.explain.Part.Working;
import io.puredtls.endpoint.explain.Told.Content;
import io.puredtls.wire.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * An explanation as text for a terminal, which is Markdown too: headings, paragraphs, and indented blocks with offset and
 * bytes on the left and the fields' names on the right. What the glossary says of a field stands beside it the first time.
 */
public final class TextPage {
    private static final int BYTES = 12; // a line of a layout
    private static final int LEFT = 3 * BYTES + 1;
    private static final int WIDTH = 120;
    private static final String MARGIN = "    "; // what makes a block of code
    private static final int INPUTS = 32; // columns for the names of inputs
    private static final int INPUT_BYTES = 20;

    private final Glossary glossary = new Glossary();
    private final StringBuilder text = new StringBuilder();

    private TextPage() {
    }

    /** The text, which ends with a line's end. */
    public static String of(Explanation explanation) {
        TextPage page = new TextPage();
        page.add(explanation);
        return page.text.toString();
    }

    private void add(Explanation explanation) {
        paragraph("# " + explanation.title());
        glossary.first("page").ifPresent(this::paragraph);
        explanation.remarks().forEach(this::paragraph);
        explanation.associations().forEach(this::add);
        text.setLength(text.length() - 1);
    }

    private void paragraph(String paragraph) {
        wrapped(paragraph, WIDTH).forEach(line -> text.append(line).append('\n'));
        text.append('\n');
    }

    private void add(Association association) {
        paragraph("## " + association.title());
        for (Value fact : association.facts()) {
            text.append("- ").append(fact.name()).append(": ").append(fact.text()).append('\n');
        }
        text.append('\n');
        ladder(association);
        association.flights().forEach(this::add);
    }

    /** Who says what, at a glance. */
    private void ladder(Association association) {
        text.append(MARGIN).append("client").append(" ".repeat(58)).append("server\n");
        association.datagrams().forEach(told -> {
            List<String> lines = wrapped(told.number() + "  " + told.contents().stream().map(Content::words).collect(Collectors.joining(", ")), 56);
            for (int i = 0; i < lines.size(); i++) {
                boolean last = i == lines.size() - 1;
                String line = String.format("%-56s", lines.get(i));
                String arrow = told.from() == Sender.CLIENT ? "  | %s " + (last ? "--> |" : "    |") : "  | " + (last ? "<-- " : "    ") + "%s |";
                text.append(MARGIN).append(String.format(arrow, line)).append('\n');
            }
        });
        text.append('\n');
    }

    private void add(Flight flight) {
        paragraph("## Flight " + flight.number() + ", " + flight.from() + " to " + flight.from().peer());
        flight.datagrams().forEach(this::add);
    }

    private void add(Told told) {
        paragraph("### Datagram " + told.number() + ", " + told.from() + " to " + told.from().peer() + ", " + Words.count(told.length(), "byte"));
        for (Part part : told.parts()) {
            paragraph("**" + part.title() + "**");
            if (part instanceof Layout layout) {
                layout.fields().forEach(field -> add(field, layout, 0));
            } else if (part instanceof Working working) {
                working.steps().forEach(this::add);
            }
            text.append('\n');
        }
    }

    private void add(Field field, Layout layout, int depth) {
        String indent = "  ".repeat(depth);
        List<String> left = field.isLeaf() ? hex(layout.bytes(), field.offset() - layout.base(), field.length(), BYTES) : List.of("");
        String name = field.name() + (field.meaning().isEmpty() ? "" : (field.isLeaf() ? " = " : ": ") + field.meaning());
        List<String> right = new ArrayList<>(indented(name, indent, indent + "    "));
        field.fault().ifPresent(fault -> right.addAll(indented("<- malformed: " + fault, indent + "  ", indent + "  ")));
        glossary.first(field.key()).ifPresent(sentence -> right.addAll(indented(sentence, indent + "  | ", indent + "  | ")));
        for (int i = 0; i < Math.max(left.size(), right.size()); i++) {
            String line = String.format("%5s  %-" + LEFT + "s %s", i == 0 ? Integer.toString(field.offset()) : "",
                    i < left.size() ? left.get(i) : "", i < right.size() ? right.get(i) : "");
            text.append(MARGIN).append(line.stripTrailing()).append('\n');
        }
        field.parts().forEach(part -> add(part, layout, depth + 1));
    }

    private static List<String> indented(String text, String first, String further) {
        List<String> lines = new ArrayList<>();
        for (String line : wrapped(text, WIDTH - LEFT - 8 - further.length())) {
            lines.add((lines.isEmpty() ? first : further) + line);
        }
        return lines;
    }

    private static List<String> hex(Bytes bytes, int offset, int length, int perLine) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < length; i++) {
            line.append(String.format("%02x ", bytes.at(offset + i)));
            if (i % perLine == perLine - 1 || i == length - 1) {
                lines.add(line.toString().stripTrailing());
                line.setLength(0);
            }
        }
        return lines;
    }

    private void add(Derivation step) {
        line(String.format("%-" + (WIDTH - 24) + "s  %s", step.name(), step.clause()));
        glossary.first(step.key()).ifPresent(sentence -> wrapped(sentence, WIDTH - 12).forEach(line -> line("  | " + line)));
        if (!step.formula().isEmpty()) {
            List<String> lines = wrapped(step.formula(), WIDTH - 12);
            for (int i = 0; i < lines.size(); i++) {
                line((i == 0 ? "  = " : "    ") + lines.get(i));
            }
        }
        for (Value input : step.inputs()) {
            List<String> lines = new ArrayList<>(input.bytes().map(bytes -> hex(bytes, 0, bytes.length(), INPUT_BYTES)).orElse(List.of()));
            if (!input.text().isEmpty()) {
                lines.add(input.bytes().isPresent() ? "(" + input.text() + ")" : input.text());
            }
            value("      " + input.name(), lines);
        }
        step.output().ifPresent(output -> value("  -> ", hex(output, 0, output.length(), INPUT_BYTES)));
        if (!step.remark().isEmpty()) {
            line("     (" + step.remark() + ")");
        }
    }

    private void value(String name, List<String> lines) {
        String shown = name;
        for (String line : lines.isEmpty() ? List.of("(empty)") : lines) {
            line(String.format("%-" + INPUTS + "s  %s", shown, line));
            shown = "";
        }
    }

    private void line(String line) {
        text.append(MARGIN).append(line.stripTrailing()).append('\n');
    }

    private static List<String> wrapped(String text, int width) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (String word : text.split(" ")) {
            if (!line.isEmpty() && line.length() + 1 + word.length() > width) {
                lines.add(line.toString());
                line.setLength(0);
            }
            line.append(line.isEmpty() ? "" : " ").append(word);
        }
        lines.add(line.toString());
        return lines;
    }
}
