package io.puredtls.endpoint.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What one verb takes: operands by name, options in sections. {@link #parse} and {@link HelpText} read the same table,
 * so that nothing is understood that is not documented, and the other way round. Immutable.
 *
 * @param verb the verb's name
 * @param operands what stands without a dash, in its order; in brackets what may be left out
 * @param sections options under a heading each, in the order of the help
 */
record OptionTable(String verb, List<String> operands, List<Section> sections) {
    /** Every verb has it. */
    static final Option HELP = Option.flag("--help", "Print this and leave.");

    /** Options that belong together. */
    record Section(String heading, List<Option> options) {
        Section {
            options = List.copyOf(options);
        }

        static Section of(String heading, Option... options) {
            return new Section(heading, List.of(options));
        }
    }

    OptionTable {
        operands = List.copyOf(operands);
        sections = List.copyOf(sections);
    }

    /** All options, in the order of the help. */
    List<Option> options() {
        return sections.stream().flatMap(section -> section.options().stream()).toList();
    }

    /** Reads what follows the verb; numbers are checked against their ranges, operands against their count. */
    Arguments parse(List<String> words) throws UsageException {
        Map<Option, List<String>> given = new LinkedHashMap<>();
        List<String> found = new ArrayList<>();
        int at = 0;
        while (at < words.size()) {
            String word = words.get(at++);
            if (!word.startsWith("--") && !word.equals("-h")) {
                found.add(operand(word, found.size()));
                continue;
            }
            int equals = word.indexOf('=');
            Option option = named(equals < 0 ? word : word.substring(0, equals));
            String value = "";
            if (option.takesValue()) {
                if (equals < 0 && (at == words.size() || find(words.get(at)).isPresent())) {
                    throw new UsageException(option.name() + " needs a value, " + option.metavar());
                }
                value = equals < 0 ? words.get(at++) : word.substring(equals + 1);
            } else if (equals >= 0) {
                throw new UsageException(word + ": " + option.name() + " takes no value");
            }
            add(given, option, value);
        }
        Arguments arguments = new Arguments(given, found);
        if (found.size() < operands.size() && !operands.get(found.size()).startsWith("[") && !arguments.has(HELP)) {
            throw new UsageException(operands.get(found.size()) + " is missing; wanted is: " + verb + " " + String.join(" ", operands));
        }
        return arguments;
    }

    private String operand(String word, int index) throws UsageException {
        if (index >= operands.size() || word.startsWith("-") && word.length() > 1) {
            throw new UsageException(word + " is neither an option nor wanted here; " + verb + " --help tells what is");
        }
        return word;
    }

    private Option named(String name) throws UsageException {
        return find(name).orElseThrow(() -> new UsageException("unknown option " + name + "; " + verb + " --help lists those there are"));
    }

    private Optional<Option> find(String name) {
        String known = name.equals("-h") ? HELP.name() : name;
        return options().stream().filter(option -> option.name().equals(known)).findFirst();
    }

    private static void add(Map<Option, List<String>> given, Option option, String value) throws UsageException {
        List<String> values = given.computeIfAbsent(option, any -> new ArrayList<>());
        if (!values.isEmpty() && option.occurrence() == Option.Occurrence.ONCE) {
            throw new UsageException(option.name() + " is given twice");
        }
        values.add(value);
        if (option.range().isPresent()) {
            Arguments.number(option, value);
        }
    }
}
