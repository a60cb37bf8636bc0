package io.puredtls.endpoint;

import java.util.Arrays;
import java.util.function.IntConsumer;

/**
 * Timers without an object each: a timer is a small number, at most one time per number. Setting, clearing and firing
 * cost the same however many there are. Times are rounded up to ticks, so that nothing fires early. Not thread-safe.
 */
final class TimerWheel {
    /** No time. */
    static final long NEVER = Long.MAX_VALUE;

    private static final int SLOTS = 1024; // a power of two
    private static final int NONE = -1;

    private final long tickNanos;
    private final long start;
    private final int[] heads = new int[SLOTS];
    private int[] next = new int[64];
    private int[] previous = new int[64];
    private long[] ticks = new long[64]; // when it is due, in ticks since the start; NEVER: not set
    private long currentTick;
    private int armed;

    TimerWheel(long tickNanos, long now) {
        this.tickNanos = tickNanos;
        this.start = now;
        Arrays.fill(heads, NONE);
        Arrays.fill(ticks, NEVER);
    }

    /** Sets timer {@code id} to {@code time}, whatever it was set to before; {@link #NEVER} clears it. */
    void set(int id, long time) {
        clear(id);
        if (time == NEVER) {
            return;
        }
        grow(id);
        long tick = Math.max(currentTick + 1, Math.floorDiv(time - start + tickNanos - 1, tickNanos));
        int slot = slot(tick);
        ticks[id] = tick;
        previous[id] = NONE;
        next[id] = heads[slot];
        if (heads[slot] != NONE) {
            previous[heads[slot]] = id;
        }
        heads[slot] = id;
        armed++;
    }

    /** Clears timer {@code id}. */
    void clear(int id) {
        if (id >= ticks.length || ticks[id] == NEVER) {
            return;
        }
        if (previous[id] == NONE) {
            heads[slot(ticks[id])] = next[id];
        } else {
            next[previous[id]] = next[id];
        }
        if (next[id] != NONE) {
            previous[next[id]] = previous[id];
        }
        ticks[id] = NEVER;
        armed--;
    }

    private void grow(int id) {
        if (id >= ticks.length) {
            int size = Math.max(2 * ticks.length, id + 1);
            int old = ticks.length;
            next = Arrays.copyOf(next, size);
            previous = Arrays.copyOf(previous, size);
            ticks = Arrays.copyOf(ticks, size);
            Arrays.fill(ticks, old, size, NEVER);
        }
    }

    /** Fires what is due at {@code now}; {@code fire} may set and clear timers, its own among them. */
    void advance(long now, IntConsumer fire) {
        long target = (now - start) / tickNanos;
        if (target - currentTick >= SLOTS) { // slept for longer than a turn: every slot once is enough
            currentTick = target; // before anything fires: what is set meanwhile is for later, not for a slot gone by
            for (int slot = 0; slot < SLOTS; slot++) {
                fireSlot(slot, target, fire);
            }
        }
        while (currentTick < target) {
            currentTick++;
            fireSlot(slot(currentTick), currentTick, fire);
        }
    }

    private void fireSlot(int slot, long dueTick, IntConsumer fire) {
        int id = heads[slot];
        while (id != NONE) {
            int following = next[id];
            if (ticks[id] <= dueTick) {
                clear(id);
                fire.accept(id);
                id = heads[slot]; // whatever fired may have changed the list; what is left of it comes again
            } else {
                id = following;
            }
        }
    }

    /** Nanoseconds from {@code now} until something may be due, at most {@code most}. */
    long untilNext(long now, long most) {
        if (armed == 0) {
            return most;
        }
        for (int i = 1; i <= SLOTS; i++) {
            if (heads[slot(currentTick + i)] != NONE) {
                return Math.max(0, Math.min(most, start + (currentTick + i) * tickNanos - now));
            }
        }
        return most;
    }

    /** How many are set. */
    int armed() {
        return armed;
    }

    private static int slot(long tick) {
        return (int) tick & SLOTS - 1;
    }
}
