package io.puredtls.endpoint.cli;

import io.puredtls.config.Options;
import io.puredtls.endpoint.cli.OptionTable.Section;
import java.util.Optional;

/** What is told of a session, and to whom. */
final class OutputOptions {
    static final Option JSON = Option.flag("--json", "Tell what happens as one JSON object a line, instead of in words.");
    static final Option EXPORT = Option.value("--export", "LABEL:LENGTH",
            "Export keying material [RFC 5705] of LENGTH bytes, 1 to 65535, and print it.", "none").repeated();
    static final Option KEYLOG = Option.value("--keylog", "FILE",
            "Append every session's secrets, for debugging: whoever reads the file can read the sessions.",
            "the file that the environment variable SSLKEYLOGFILE names, if any");
    static final Option TRACE = Option.flag("--trace", "Print a line on standard error for each record sent and received.");
    static final Section SECTION = Section.of("What is told", JSON, EXPORT, KEYLOG, TRACE, OptionTable.HELP);

    private static final String KEYLOG_VARIABLE = "SSLKEYLOGFILE";

    private OutputOptions() {
    }

    static EventWriter events(Arguments given, Surroundings surroundings) {
        LineWriter out = LineWriter.to(surroundings.out());
        return given.has(JSON) ? new JsonEvents(out) : new WordEvents(out);
    }

    /** Puts the observers that were asked for into {@code options}. */
    static <B extends Options<B>> void apply(Arguments given, Surroundings surroundings, B options) throws UsageException {
        Optional<KeyLogFile> keyLog = keyLog(given, surroundings);
        keyLog.ifPresent(options::dangerouslyLogSecrets);
        if (given.has(TRACE)) {
            options.trace(new RecordTrace(LineWriter.to(surroundings.err())));
        }
    }

    private static Optional<KeyLogFile> keyLog(Arguments given, Surroundings surroundings) throws UsageException {
        if (given.has(KEYLOG)) {
            String name = given.text(KEYLOG).orElseThrow();
            return Optional.of(KeyLogFile.open(Arguments.path(KEYLOG, name), KEYLOG.name() + " " + name, surroundings));
        }
        Optional<String> name = surroundings.environment().apply(KEYLOG_VARIABLE).filter(value -> !value.isEmpty());
        return name.isEmpty() ? Optional.empty()
                : Optional.of(KeyLogFile.open(Arguments.path(KEYLOG, name.get()), KEYLOG_VARIABLE + " " + name.get(), surroundings));
    }
}
