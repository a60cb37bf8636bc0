package io.puredtls.endpoint;

import io.puredtls.endpoint.text.CountText;
import io.puredtls.session.Session;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;

/** The handler of a session that has none: keeps what comes for those who ask for it by blocking calls. Thread-safe. */
final class Mailbox implements SessionHandler {
    private final Inbox<byte[]> messages;
    private final SessionCounters counters;
    private final CompletableFuture<SessionEnd> closed;
    private final AtomicReference<Optional<Session>> resumable = new AtomicReference<>(Optional.empty());

    /** Holds at most {@code capacity} messages of a session whose end is {@code closed}. */
    Mailbox(int capacity, SessionCounters counters, CompletableFuture<SessionEnd> closed) {
        this.messages = new Inbox<>(capacity);
        this.counters = counters;
        this.closed = closed;
    }

    @Override
    public void onMessage(DtlsSession session, byte[] message) {
        if (!messages.offer(message)) {
            counters.overflowed();
        }
    }

    @Override
    public void onResumable(DtlsSession session, Session newest) {
        resumable.getAndSet(Optional.of(newest)).ifPresent(Session::close);
    }

    @Override
    public void onEnd(DtlsSession session, SessionEnd how) {
        messages.close();
        if (how.reason() == SessionEnd.Reason.CLOSED_LOCALLY) {
            wipe();
        }
    }

    /** The application is done with the session: what nobody took is no secret to keep. */
    void wipe() {
        takeResumable().ifPresent(Session::close);
    }

    /** See {@link DtlsSession#receive(Duration)}. */
    Optional<byte[]> receive(Duration timeout) throws SessionEndedException, InterruptedException {
        Optional<byte[]> message = messages.take(timeout);
        if (message.isEmpty()) {
            requireOpen();
        }
        return message;
    }

    /** See {@link DtlsSession#receive(byte[], Duration)}. */
    int receive(byte[] into, Duration timeout) throws IOException, InterruptedException {
        Optional<byte[]> message = messages.takeIf(next -> next.length <= into.length, timeout);
        if (message.isEmpty()) {
            requireOpen();
            return -1;
        }
        byte[] content = message.get();
        if (content.length > into.length) {
            throw new DatagramTooLargeException(
                    "the message has " + CountText.bytes(content.length) + ", the buffer " + into.length, content.length, into.length);
        }
        System.arraycopy(content, 0, into, 0, content.length);
        return content.length;
    }

    private void requireOpen() throws SessionEndedException {
        if (closed.isDone()) {
            throw new SessionEndedException(closed.join());
        }
    }

    /** See {@link DtlsSession#takeResumable}. */
    Optional<Session> takeResumable() {
        return resumable.getAndSet(Optional.empty());
    }
}
