package io.puredtls.endpoint.cli;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.puredtls.endpoint.cli.CommandLine.Result;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A verb that runs on while the test goes on: its lines can be waited for, it can be typed to and interrupted. */
final class Running implements AutoCloseable {
    private static final long PATIENCE = 20; // seconds; nothing here takes as long

    private final StopSignal stop = new StopSignal();
    private final BlockingQueue<Integer> typed = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
    private final ByteArrayOutputStream everything = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final CompletableFuture<Integer> status = new CompletableFuture<>();

    private Running() {
    }

    static Running start(String... args) {
        Running running = new Running();
        Thread thread = new Thread(() -> {
            try {
                running.status.complete(Main.run(args, CommandLine.surroundings(
                        running.input(), running.output(), running.err, Map.of(), running.stop)));
            } catch (RuntimeException | Error thrown) {
                running.status.completeExceptionally(thrown);
            }
        }, args[0]);
        thread.setDaemon(true);
        thread.start();
        return running;
    }

    private InputStream input() {
        return new InputStream() {
            @Override
            public int read() {
                try {
                    return typed.take();
                } catch (InterruptedException interrupted) {
                    Thread.currentThread().interrupt();
                    return -1;
                }
            }

            @Override
            public int read(byte[] into, int offset, int length) {
                int first = read(); // at most what is there, as a terminal gives it
                if (first < 0) {
                    return -1;
                }
                into[offset] = (byte) first;
                return 1;
            }
        };
    }

    private OutputStream output() {
        return new OutputStream() {
            private final ByteArrayOutputStream line = new ByteArrayOutputStream();

            @Override
            public synchronized void write(int b) {
                everything.write(b);
                if (b == '\n') {
                    lines.add(line.toString(StandardCharsets.UTF_8));
                    line.reset();
                } else {
                    line.write(b);
                }
            }
        };
    }

    /** Types a line. */
    void type(String line) {
        for (byte each : (line + "\n").getBytes(StandardCharsets.UTF_8)) {
            typed.add(each & 0xFF);
        }
    }

    void endInput() {
        typed.add(-1);
    }

    void interrupt() {
        stop.stop();
    }

    /** Waits for the next line. */
    String line() throws Exception {
        String line = lines.poll(PATIENCE, TimeUnit.SECONDS);
        assertTrue(line != null, () -> "no line; so far: " + everything.toString(StandardCharsets.UTF_8) + err.toString(StandardCharsets.UTF_8));
        return line;
    }

    /** Waits for the next event of this name, past all others. */
    Map<String, Object> event(String name) throws Exception {
        while (true) {
            Map<String, Object> event = Json.object(line());
            if (event.get("event").equals(name)) {
                return event;
            }
        }
    }

    /** A server's port, once it listens. */
    String port() throws Exception {
        return event("listening").get("port").toString();
    }

    /** Waits for the end. */
    Result end() throws Exception {
        int code = status.get(PATIENCE, TimeUnit.SECONDS);
        return new Result(code, everything.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    @Override
    public void close() {
        stop.stop();
        endInput();
    }
}
