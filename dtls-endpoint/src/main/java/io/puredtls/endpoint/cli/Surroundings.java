package io.puredtls.endpoint.cli;

import java.io.InputStream;
import java.io.PrintStream;
import java.util.Optional;
import java.util.function.Function;

/**
 * What a run has around it: nothing in this package but {@link Main} reaches for the process's own.
 *
 * @param in standard input
 * @param out what scripts and people read
 * @param err one-line complaints, warnings and traces
 * @param environment an environment variable's value
 * @param stop the wish to end
 */
record Surroundings(
        InputStream in, PrintStream out, PrintStream err, Function<String, Optional<String>> environment, StopSignal stop) {
    /** A line on standard error. */
    void note(String line) {
        LineWriter.to(err).line(line);
    }
}
