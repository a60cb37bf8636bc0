package io.puredtls.endpoint.cli;

import java.util.Optional;

/**
 * One option: what parsing and help need to know of it.
 *
 * @param name with its dashes, as in {@code --mtu}
 * @param metavar what stands for its value, as in {@code BYTES}; empty for an option without one
 * @param help a sentence
 * @param byDefault what holds without it, in words; empty if there is nothing to say
 * @param range the values of a number; empty for any other value
 * @param occurrence how often it may be given
 */
record Option(String name, String metavar, String help, String byDefault, Optional<Range> range, Occurrence occurrence) {
    /** How often an option may be given. */
    enum Occurrence {
        ONCE,
        REPEATED
    }

    /** The numbers that are allowed, both included, and their unit in words. */
    record Range(int min, int max, String unit) {
        @Override
        public String toString() {
            return max == Integer.MAX_VALUE ? min + " or more" + spaced() : min + " to " + max + spaced();
        }

        private String spaced() {
            return unit.isEmpty() ? "" : " " + unit;
        }
    }

    /** Without a value. */
    static Option flag(String name, String help) {
        return new Option(name, "", help, "", Optional.empty(), Occurrence.ONCE);
    }

    /** With a value of any kind. */
    static Option value(String name, String metavar, String help, String byDefault) {
        return new Option(name, metavar, help, byDefault, Optional.empty(), Occurrence.ONCE);
    }

    /** With a whole number. */
    static Option number(String name, String metavar, Range range, String help, String byDefault) {
        return new Option(name, metavar, help, byDefault, Optional.of(range), Occurrence.ONCE);
    }

    /** The same, but it may be given several times. */
    Option repeated() {
        return new Option(name, metavar, help, byDefault, range, Occurrence.REPEATED);
    }

    /** The same option where another verb explains it otherwise. */
    Option explained(String otherHelp, String otherDefault) {
        return new Option(name, metavar, otherHelp, otherDefault, range, occurrence);
    }

    /** An option is its name, however it is explained. */
    @Override
    public boolean equals(Object other) {
        return other instanceof Option option && option.name.equals(name);
    }

    @Override
    public int hashCode() {
        return name.hashCode();
    }

    boolean takesValue() {
        return !metavar.isEmpty();
    }
}
