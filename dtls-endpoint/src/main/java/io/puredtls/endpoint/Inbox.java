package io.puredtls.endpoint;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;

/**
 * A bounded queue between the loop, which puts, and threads that wait for something to come. Locks, not monitors, so
 * that virtual threads may wait. Thread-safe.
 */
final class Inbox<T> {
    private static final Duration LONGEST = Duration.ofNanos(Long.MAX_VALUE);

    private final ArrayDeque<T> queue = new ArrayDeque<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final int capacity;
    private boolean closed;

    Inbox(int capacity) {
        this.capacity = capacity;
    }

    /** Puts something in; false if it is full or closed. */
    boolean offer(T item) {
        lock.lock();
        try {
            if (closed || queue.size() == capacity) {
                return false;
            }
            queue.add(item);
            changed.signalAll(); // all: one who only looks may leave it to another
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Takes the next, waiting for it at most {@code timeout}; empty after that, or at the end. */
    Optional<T> take(Duration timeout) throws InterruptedException {
        return takeIf(any -> true, timeout);
    }

    /** Gives the next, as {@link #take} does; if it is not {@code wanted}, it stays where it is too. */
    Optional<T> takeIf(Predicate<T> wanted, Duration timeout) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long left = timeout.compareTo(LONGEST) > 0 ? Long.MAX_VALUE : timeout.isNegative() ? 0 : timeout.toNanos();
            while (queue.isEmpty() && !closed && left > 0) {
                left = changed.awaitNanos(left);
            }
            Optional<T> next = Optional.ofNullable(queue.peek());
            if (next.filter(wanted).isPresent()) {
                queue.remove();
            }
            return next;
        } finally {
            lock.unlock();
        }
    }

    /** Nothing more comes; what is there can still be taken. */
    void close() {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    int size() {
        lock.lock();
        try {
            return queue.size();
        } finally {
            lock.unlock();
        }
    }
}
