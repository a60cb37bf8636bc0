package io.puredtls.endpoint;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/** A call that blocks, on a thread of its own. */
record Waiting<T>(Thread thread, FutureTask<T> result) {
    /** Starts {@code call}. */
    static <T> Waiting<T> start(Callable<T> call) {
        FutureTask<T> task = new FutureTask<>(call);
        Thread thread = new Thread(task, "waiting");
        thread.setDaemon(true);
        thread.start();
        return new Waiting<>(thread, task);
    }

    /** Starts {@code call} and comes back once it waits (or is over). */
    static <T> Waiting<T> on(Callable<T> call) {
        Waiting<T> waiting = start(call);
        while (!waiting.isBlocked() && waiting.thread.isAlive()) {
            Thread.yield();
        }
        return waiting;
    }

    /** Whether its thread waits for something. */
    boolean isBlocked() {
        return thread.getState() == Thread.State.WAITING || thread.getState() == Thread.State.TIMED_WAITING;
    }

    /** Its result, waited for. */
    T get() throws InterruptedException, ExecutionException {
        return result.get();
    }
}
