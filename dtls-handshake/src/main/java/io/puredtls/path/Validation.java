package io.puredtls.path;

import io.puredtls.wire.Bytes;
import java.util.ArrayList;
import java.util.List;

/** [RFC9853 §5] How far the check of a new path is. Immutable. */
sealed interface Validation {
    /** Nothing is checked. */
    record None() implements Validation {
    }

    /** [RFC9853 §5.2] The peer is asked on the path that is known whether it is still there, since records came by {@code candidate}. */
    record AskingOld(int candidate, Challenge challenge) implements Validation {
    }

    /** [RFC9853 §5.1] The peer is asked on the new path whether it is there. */
    record AskingNew(int candidate, Challenge challenge) implements Validation {
    }

    /**
     * What was asked: every time with another cookie, of which each counts.
     *
     * @param nextAt when it is asked again, if it was not asked often enough
     * @param endsAt when it is given up
     */
    record Challenge(List<Bytes> cookies, long nextAt, long endsAt) {
        /** How often it is asked, evenly over the time that there is. */
        private static final int TIMES = 3;

        /** Copies the list. */
        public Challenge {
            cookies = List.copyOf(cookies);
        }

        /** Asked once. */
        static Challenge first(Bytes cookie, long now, long time) {
            return new Challenge(List.of(cookie), now + time / TIMES, now + time);
        }

        boolean isDueAgain(long now) {
            return cookies.size() < TIMES && nextAt <= now;
        }

        // [RFC9853 §5.3#1] [RFC9853 §5.3#3]
        Challenge again(Bytes cookie, long now) {
            List<Bytes> all = new ArrayList<>(cookies);
            all.add(cookie);
            return new Challenge(all, now + (endsAt - nextAt) / (TIMES - cookies.size()), endsAt);
        }

        boolean asked(Bytes cookie) {
            return cookies.contains(cookie);
        }

        long deadline() {
            return cookies.size() < TIMES ? Math.min(nextAt, endsAt) : endsAt;
        }
    }
}
