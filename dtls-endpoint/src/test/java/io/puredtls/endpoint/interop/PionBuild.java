package io.puredtls.endpoint.interop;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Builds {@code src/test/interop/pion} into {@code target}, once, where there is a Go that is new enough. */
final class PionBuild {
    private static final Path SOURCE = Path.of("src", "test", "interop", "pion");
    private static final Path EXECUTABLE = Path.of("target", "interop", "pion", "peer").toAbsolutePath();
    private static final int MIN_MINOR = 24;
    private static final long PATIENCE_SECONDS = 180;

    private PionBuild() {
    }

    /** The program; empty, and said, if it cannot be built here. */
    static Optional<Path> executable() {
        try {
            if (isUpToDate()) {
                return Optional.of(EXECUTABLE);
            }
            if (!isGoNewEnough()) {
                return skipped("no go of at least 1." + MIN_MINOR + " on this machine");
            }
            Files.createDirectories(EXECUTABLE.getParent());
            Optional<String> failure = run("go", "build", "-mod=readonly", "-o", EXECUTABLE.toString(), ".");
            return failure.isEmpty() ? Optional.of(EXECUTABLE) : skipped("pion's peer does not build: " + failure.get());
        } catch (IOException | InterruptedException failed) {
            return skipped("pion's peer cannot be built: " + failed.getMessage());
        }
    }

    private static boolean isUpToDate() throws IOException {
        if (!Files.isExecutable(EXECUTABLE)) {
            return false;
        }
        for (String file : new String[] {"main.go", "go.mod", "go.sum"}) {
            if (Files.getLastModifiedTime(SOURCE.resolve(file)).compareTo(Files.getLastModifiedTime(EXECUTABLE)) > 0) {
                return false;
            }
        }
        return true;
    }

    private static Optional<Path> skipped(String why) {
        System.out.println("SKIPPED: " + why + ": nothing was tried against pion");
        return Optional.empty();
    }

    private static boolean isGoNewEnough() throws InterruptedException {
        try (Tool tool = Tool.start("go", "version")) {
            Matcher version = Pattern.compile("go1\\.([0-9]+)").matcher(tool.awaitEnd());
            return version.find() && Integer.parseInt(version.group(1)) >= MIN_MINOR;
        } catch (IOException missing) {
            return false;
        }
    }

    /** Runs a command in the program's folder, with the Go that is there and no other; gives how it failed. */
    private static Optional<String> run(String... command) throws IOException, InterruptedException {
        Path log = EXECUTABLE.resolveSibling("build.log");
        ProcessBuilder builder = new ProcessBuilder(command).directory(SOURCE.toFile()).redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment().put("GOTOOLCHAIN", "local");
        Process process = builder.start();
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            return Optional.of("not within " + PATIENCE_SECONDS + " s");
        }
        return process.exitValue() == 0 ? Optional.empty() : Optional.of(Files.readString(log));
    }
}
