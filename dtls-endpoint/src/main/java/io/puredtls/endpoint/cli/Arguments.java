package io.puredtls.endpoint.cli;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;

/** What was given on the command line, by the option it was given for. Immutable. */
final class Arguments {
    private final Map<Option, List<String>> given;
    private final List<String> operands;

    Arguments(Map<Option, List<String>> given, List<String> operands) {
        this.given = Map.copyOf(given);
        this.operands = List.copyOf(operands);
    }

    boolean has(Option option) {
        return given.containsKey(option);
    }

    /** The value of an option that may be given once. */
    Optional<String> text(Option option) {
        return all(option).stream().findFirst();
    }

    /** All values of an option that may be given several times, in their order. */
    List<String> all(Option option) {
        return given.getOrDefault(option, List.of());
    }

    /** The operand at {@code index}, which must be there. */
    String operand(int index) {
        return operands.get(index);
    }

    /** The operands, without those that were left out. */
    List<String> operands() {
        return operands;
    }

    /** The number that was given, which is within the option's range. */
    OptionalInt number(Option option) {
        return all(option).stream().mapToInt(Integer::parseInt).findFirst();
    }

    static int number(Option option, String value) throws UsageException {
        Option.Range range = option.range().orElseThrow();
        try {
            int number = Integer.parseInt(value);
            if (number >= range.min() && number <= range.max()) {
                return number;
            }
        } catch (NumberFormatException notANumber) {
            // the same sentence tells
        }
        String bound = range.max() == Integer.MAX_VALUE && value.matches("[0-9]+") ? ", but at most " + range.max() : "";
        throw UsageException.of(option, value, "wanted is a whole number, " + range + bound);
    }

    /** The file of an option: one that is there. */
    Optional<Path> existingFile(Option option) throws UsageException {
        return has(option) ? Optional.of(existingFile(option, text(option).orElseThrow())) : Optional.empty();
    }

    /** A file named in the value of {@code option}: one that is there. */
    static Path existingFile(Option option, String name) throws UsageException {
        Path file = path(option, name);
        if (!Files.exists(file)) {
            throw UsageException.of(option, name, "there is no such file");
        }
        if (Files.isDirectory(file)) {
            throw UsageException.of(option, name, "that is a directory, not a file");
        }
        if (!Files.isReadable(file)) {
            throw UsageException.of(option, name, "the file cannot be read");
        }
        return file;
    }

    static Path path(Option option, String name) throws UsageException {
        if (name.isEmpty()) {
            throw new UsageException(option.name() + " needs the name of a file");
        }
        try {
            return Path.of(name);
        } catch (InvalidPathException impossible) {
            throw UsageException.of(option, name, "that is no name of a file");
        }
    }

    /** The names of a list, separated by commas or colons, as what they name. */
    <T> List<T> list(Option option, String kind, Function<String, Optional<T>> named, List<T> known) throws UsageException {
        List<T> list = new ArrayList<>();
        String value = text(option).orElse("");
        for (String name : value.split("[,:]", -1)) {
            T item = named.apply(name.strip()).filter(known::contains).orElseThrow(() -> UsageException.of(option, value,
                    "'" + name + "' is no " + kind + " that is available here; those are "
                    + String.join(", ", known.stream().map(Object::toString).toList())));
            if (list.contains(item)) {
                throw UsageException.of(option, value, item + " stands there twice");
            }
            list.add(item);
        }
        return list;
    }
}
