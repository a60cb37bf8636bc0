package io.puredtls.endpoint.cli;

import io.puredtls.config.EngineTrace;
import io.puredtls.endpoint.text.CountText;
import io.puredtls.record.ContentType;
import java.util.Locale;

/** One line for each record, with the time since we began: direction, epoch and sequence number, type, length. Thread-safe. */
final class RecordTrace implements EngineTrace {
    private final LineWriter out;
    private final long start = System.nanoTime();

    RecordTrace(LineWriter out) {
        this.out = out;
    }

    @Override
    public void recordSent(int epoch, long sequence, ContentType type, int length) {
        line("sent    ", epoch, sequence, type, length);
    }

    @Override
    public void recordReceived(int epoch, long sequence, ContentType type, int length) {
        line("received", epoch, sequence, type, length);
    }

    @Override
    public void flightSentAgain(int count) {
        out.line(String.format(Locale.ROOT, "%9.1f ms  a flight is sent again, number %d", millis(), count));
    }

    private void line(String direction, int epoch, long sequence, ContentType type, int length) {
        out.line(String.format(Locale.ROOT, "%9.1f ms  %s  record %d:%d  %s, %s",
                millis(), direction, epoch, sequence, type.toString().toLowerCase(Locale.ROOT), CountText.bytes(length)));
    }

    private double millis() {
        return (System.nanoTime() - start) / 1e6;
    }
}
