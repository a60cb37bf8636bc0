package io.puredtls.endpoint.cli;

import io.puredtls.crypto.jca.MissingAlgorithmException;
import java.io.InputStream;
import java.io.PrintStream;
import java.lang.module.ModuleDescriptor;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** {@code java -jar dtls.jar VERB …}. The one place that touches the process: its streams, its signals, its end. */
public final class Main {
    private static final List<Verb> VERBS = List.of(
            new DemoVerb(), new ServerVerb(), new ClientVerb(), new ExplainVerb(), new SelfSignVerb(), new InspectVerb());
    /** How long an interrupted verb may take to say goodbye. */
    private static final int GOODBYE_SECONDS = 6;

    private Main() {
    }

    /** Runs a verb and ends the process with its status. */
    public static void main(String[] args) {
        PrintStream out = new PrintStream(System.out, false, StandardCharsets.UTF_8);
        PrintStream err = new PrintStream(System.err, true, StandardCharsets.UTF_8);
        StopSignal stop = new StopSignal();
        CompletableFuture<Integer> status = new CompletableFuture<>();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> onShutdown(stop, status, out), "dtls-stop"));
        status.complete(run(args, new Surroundings(System.in, out, err, name -> Optional.ofNullable(System.getenv(name)), stop)));
        out.flush();
        System.exit(status.join());
    }

    /** SIGINT and SIGTERM arrive as the JVM's shutdown: the verb ends in order, and it is its status that counts. */
    private static void onShutdown(StopSignal stop, CompletableFuture<Integer> status, PrintStream out) {
        if (status.isDone() || !stop.stop()) {
            return; // over already, or nothing that would have to be ended in order
        }
        try {
            int code = status.get(GOODBYE_SECONDS, TimeUnit.SECONDS);
            out.flush();
            Runtime.getRuntime().halt(code); // the JVM would say 130 whatever we did
        } catch (InterruptedException | ExecutionException | TimeoutException late) {
            // then it ends as it is
        }
    }

    /** Runs a verb with streams of the caller's. */
    static int run(String[] args, InputStream in, PrintStream out, PrintStream err) {
        return run(args, new Surroundings(in, out, err, name -> Optional.ofNullable(System.getenv(name)), new StopSignal()));
    }

    static int run(String[] args, Surroundings surroundings) {
        String who = "dtls";
        try {
            if (args.length == 0) {
                throw new UsageException("a verb is missing: " + names() + "; --help tells more, demo needs nothing");
            }
            switch (args[0]) {
                case "--help", "-h", "help" -> LineWriter.to(surroundings.out()).line(help());
                case "--version" -> LineWriter.to(surroundings.out()).line("PureDTLS " + version() + ", Java " + Runtime.version());
                default -> {
                    Verb verb = verb(args[0]);
                    who += " " + verb.name();
                    return run(verb, Arrays.asList(args).subList(1, args.length), surroundings);
                }
            }
            return ExitStatus.OK;
        } catch (UsageException wrong) {
            surroundings.note(who + ": " + PeerText.shown(wrong.getMessage()));
        } catch (MissingAlgorithmException missing) {
            surroundings.note(who + ": " + JavaRuntime.lacking(missing.getMessage()));
        }
        return ExitStatus.USAGE;
    }

    private static int run(Verb verb, List<String> words, Surroundings surroundings) throws UsageException {
        Arguments given = verb.options().parse(words);
        if (given.has(OptionTable.HELP)) {
            LineWriter.to(surroundings.out()).line(HelpText.of(verb).stripTrailing());
            return ExitStatus.OK;
        }
        return verb.run(given, surroundings);
    }

    private static Verb verb(String name) throws UsageException {
        return VERBS.stream().filter(verb -> verb.name().equals(name)).findFirst()
                .orElseThrow(() -> new UsageException("unknown verb " + name + "; there are " + names()));
    }

    private static String names() {
        return String.join(", ", VERBS.stream().map(Verb::name).toList());
    }

    private static String help() {
        StringBuilder text = new StringBuilder("DTLS in pure Java.\n\nUsage: java -jar dtls.jar VERB [OPTION...]\n\n");
        for (Verb verb : VERBS) {
            text.append(String.format("  %-10s  %s\n", verb.name(), verb.summary()));
        }
        return text + "\nVERB --help tells a verb's options; --version tells the version.\nBegin with: java -jar dtls.jar demo";
    }

    /** From the manifest of dtls.jar, or else from the module. */
    private static String version() {
        return Optional.ofNullable(Main.class.getPackage().getImplementationVersion())
                .or(() -> Optional.ofNullable(Main.class.getModule().getDescriptor()).flatMap(ModuleDescriptor::rawVersion))
                .orElse("(not packaged)");
    }
}
