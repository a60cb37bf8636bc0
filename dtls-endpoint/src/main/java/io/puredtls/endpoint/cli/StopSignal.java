package io.puredtls.endpoint.cli;

import java.util.ArrayList;
import java.util.List;

/** The wish to end, as SIGINT says it: once said, whoever registered is told, and whoever registers later at once. Thread-safe. */
final class StopSignal {
    private final List<Runnable> listeners = new ArrayList<>();
    private boolean stopped;

    /** Does {@code action} when the signal is given, on the thread that gives it. */
    void onStop(Runnable action) {
        synchronized (listeners) {
            if (!stopped) {
                listeners.add(action);
                return;
            }
        }
        action.run();
    }

    /**
     * Gives the signal.
     *
     * @return whether anybody listened
     */
    boolean stop() {
        List<Runnable> told;
        synchronized (listeners) {
            stopped = true;
            told = List.copyOf(listeners);
            listeners.clear();
        }
        told.forEach(Runnable::run);
        return !told.isEmpty();
    }
}
