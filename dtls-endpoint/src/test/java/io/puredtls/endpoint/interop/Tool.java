package io.puredtls.endpoint.interop;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Another stack's command line as a process: what it prints is awaited by pattern, what is typed goes to its standard
 * input. Closing it kills it.
 */
final class Tool implements AutoCloseable {
    static final Duration PATIENCE = Duration.ofSeconds(30);

    private final List<String> command;
    private final Process process;
    private final StringBuilder output = new StringBuilder(); // under the lock, as what follows
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private boolean ended;
    private int searched;

    private Tool(List<String> command) throws IOException {
        this.command = command;
        this.process = new ProcessBuilder(command).redirectErrorStream(true).start();
        Thread reader = new Thread(this::read, "output of " + command.get(0));
        reader.setDaemon(true);
        reader.start();
    }

    /** Starts {@code command}; standard output and standard error are one. */
    static Tool start(List<String> command) throws IOException {
        return new Tool(List.copyOf(command));
    }

    /** Starts {@code name} with {@code arguments}. */
    static Tool start(String name, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(name));
        command.addAll(List.of(arguments));
        return start(command);
    }

    private void read() {
        char[] buffer = new char[4096];
        try (Reader in = new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8)) {
            for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
                append(buffer, length);
            }
        } catch (IOException closed) {
            // it was killed
        } finally {
            end();
        }
    }

    private void append(char[] text, int length) {
        lock.lock();
        try {
            output.append(text, 0, length);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void end() {
        lock.lock();
        try {
            ended = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Sends a line to its standard input. */
    void type(String line) {
        try {
            process.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
            process.getOutputStream().flush();
        } catch (IOException gone) {
            throw new UncheckedIOException(describe("it does not listen any more"), gone);
        }
    }

    /** Ends its standard input. */
    void closeInput() throws IOException {
        process.getOutputStream().close();
    }

    /** Waits until it has printed what matches {@code regex}, behind what was awaited before, and gives the match. */
    Matcher await(String regex) throws InterruptedException {
        Pattern pattern = Pattern.compile(regex, Pattern.MULTILINE);
        long left = PATIENCE.toNanos();
        lock.lock();
        try {
            while (true) {
                Matcher matcher = pattern.matcher(output.toString());
                if (matcher.find(searched)) {
                    searched = matcher.end();
                    return matcher;
                }
                if (ended || left <= 0) {
                    throw new AssertionError(describe((ended ? "it ended" : "time is up") + " without printing /" + regex + "/"));
                }
                left = changed.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Waits until it ends, and gives all it printed. */
    String awaitEnd() throws InterruptedException {
        if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            throw new AssertionError(describe("it does not end"));
        }
        long left = PATIENCE.toNanos();
        lock.lock();
        try {
            while (!ended && left > 0) {
                left = changed.awaitNanos(left);
            }
            return output.toString();
        } finally {
            lock.unlock();
        }
    }

    /** Whether it has ended, if only just. */
    boolean hasEnded() {
        return !process.isAlive();
    }

    int exitCode() {
        return process.exitValue();
    }

    private String describe(String what) {
        lock.lock();
        try {
            return what + ": " + String.join(" ", command) + "\n" + output;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public String toString() {
        return describe("so far");
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
