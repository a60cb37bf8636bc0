package io.puredtls.endpoint.cli;

import io.puredtls.endpoint.cli.OptionTable.Section;
import java.util.ArrayList;
import java.util.List;

/** Help as text, out of the table that parsing uses. */
final class HelpText {
    private static final int WIDTH = 100;
    private static final int COLUMN = 28; // where explanations begin

    private HelpText() {
    }

    /** The help of one verb. */
    static String of(Verb verb) {
        OptionTable table = verb.options();
        StringBuilder text = new StringBuilder("Usage: java -jar dtls.jar " + table.verb());
        table.operands().forEach(operand -> text.append(' ').append(operand));
        text.append(" [OPTION...]\n\n").append(wrapped(verb.description(), 0)).append('\n');
        for (Section section : table.sections()) {
            text.append('\n').append(section.heading()).append('\n');
            section.options().forEach(option -> text.append(line(option)));
        }
        return text.toString();
    }

    private static String line(Option option) {
        String left = "  " + option.name() + (option.takesValue() ? " " + option.metavar() : "");
        StringBuilder help = new StringBuilder(option.help());
        List<String> notes = new ArrayList<>();
        option.range().ifPresent(range -> notes.add(range.toString()));
        if (!option.byDefault().isEmpty()) {
            notes.add("default: " + option.byDefault());
        }
        if (option.occurrence() == Option.Occurrence.REPEATED) {
            notes.add("may be given several times");
        }
        if (!notes.isEmpty()) {
            help.append(" (").append(String.join("; ", notes)).append(')');
        }
        String gap = left.length() + 2 > COLUMN ? "\n" + " ".repeat(COLUMN) : " ".repeat(COLUMN - left.length());
        return left + gap + wrapped(help.toString(), COLUMN) + "\n";
    }

    /** {@code text} in lines that begin at {@code indent}, the first of them already there. */
    static String wrapped(String text, int indent) {
        StringBuilder lines = new StringBuilder();
        int column = indent;
        for (String word : text.split(" ")) {
            if (column > indent && column + 1 + word.length() > WIDTH) {
                lines.append('\n').append(" ".repeat(indent));
                column = indent;
            } else if (column > indent) {
                lines.append(' ');
                column++;
            }
            lines.append(word);
            column += word.length();
        }
        return lines.toString();
    }
}
