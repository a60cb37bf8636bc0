package io.puredtls.endpoint.cli;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** Whole lines in UTF-8, flushed at once, whatever the platform's charset is and however many threads write. */
final class LineWriter {
    private final PrintStream out;

    private LineWriter(PrintStream out) {
        this.out = out;
    }

    static LineWriter to(PrintStream out) {
        return new LineWriter(out);
    }

    /** One line, or several in one piece. */
    void line(String text) {
        byte[] bytes = (text + "\n").getBytes(StandardCharsets.UTF_8);
        synchronized (out) {
            out.write(bytes, 0, bytes.length);
            out.flush();
        }
    }
}
