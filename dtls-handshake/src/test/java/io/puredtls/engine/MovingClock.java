package io.puredtls.engine;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** A wall clock that tests move, and that may go on by a step whenever it is read. */
final class MovingClock extends Clock {
    private final long step;
    private long millis;

    MovingClock(long millis) {
        this(millis, 0);
    }

    MovingClock(long millis, long step) {
        this.millis = millis;
        this.step = step;
    }

    void move(long by) {
        millis += by;
    }

    @Override
    public long millis() {
        millis += step;
        return millis;
    }

    @Override
    public Instant instant() {
        return Instant.ofEpochMilli(millis());
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return this;
    }
}
