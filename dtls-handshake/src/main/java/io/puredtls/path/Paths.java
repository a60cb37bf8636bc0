package io.puredtls.path;

import io.puredtls.config.ReturnRoutability;
import io.puredtls.config.Settings;
import io.puredtls.event.EngineEvent;
import io.puredtls.path.RoutabilityMessage.Kind;
import io.puredtls.record.HotPath;
import io.puredtls.wire.Bytes;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Queue;

/**
 * [RFC9853 §5] Which path an association's datagrams take, and what has to happen before they take another. A path is a number of
 * the driver's. Not thread-safe.
 *
 * <p>Two things make a path new: a genuine record with a connection ID, newer than all before, that comes by another; and the
 * driver's own word that our end has moved. Only the first has to be checked.
 */
public final class Paths {
    /** No time. */
    public static final long NEVER = Long.MAX_VALUE;

    /** [RFC9853 §5.5] T where no round trip was measured. */
    private static final long UNMEASURED = Duration.ofSeconds(1).toNanos();
    /** The least T: the new path may be slower than the one that was measured. */
    private static final long LEAST = Duration.ofMillis(200).toNanos();
    private static final int ROUND_TRIPS = 3;
    /** [RFC9853 §2] The anti-amplification limit. */
    private static final int FACTOR = 3;
    /** More answers than one datagram can ask for; what asks for more is not answered. */
    private static final int MAX_QUEUED = 64;

    private final Settings settings;
    private final ConnectionIdUse ids;
    private final Queue<EngineEvent> events;
    private final ArrayDeque<Outgoing> outgoing = new ArrayDeque<>();
    private int current;
    private OptionalInt left = OptionalInt.empty();    // the one that we ourselves have left
    private OptionalInt askedFor = OptionalInt.empty(); // the one that the application was asked about
    private Validation validation = new Validation.None();
    private long time; // how long the peer has for an answer, T of RFC 9853
    private long budget; // what may still be sent to the candidate

    private record Outgoing(int path, RoutabilityMessage message) {
    }

    /** On path 0. All are lent. */
    public Paths(Settings settings, ConnectionIdUse ids, Queue<EngineEvent> events) {
        this.settings = settings;
        this.ids = ids;
        this.events = events;
    }

    /** The one that is used. */
    @HotPath
    public int current() {
        return current;
    }

    /**
     * Where application data of {@code length} bytes goes: while a new path is asked, there, as far as three times what came from
     * there allows, since the peer most probably is; else by the one that is known.
     */
    @HotPath
    public int forApplicationData(int length) {
        // [RFC9853 §5#1]
        if (validation instanceof Validation.AskingNew asking && budget >= length) {
            budget -= length;
            return asking.candidate();
        }
        return current;
    }

    /**
     * A datagram came whose newest record is genuine, newer than all before, and has a connection ID.
     *
     * @param roundTrip the time that one was measured to take, 0 if none was
     */
    public void onNewest(int path, int length, long roundTrip, long now) {
        if (isLeft(path)) {
            return; // what was on its way when we went
        }
        if (path == current) {
            // [RFC9853 §8] the peer is where it was: whoever copied a record to elsewhere has lost
            validation = new Validation.None();
            return;
        }
        if (isCandidate(path)) {
            budget += (long) FACTOR * length;
            return;
        }
        if (!(validation instanceof Validation.None)) {
            return; // [RFC9853 §5] one at a time; it ends, and what comes then begins another
        }
        // [RFC9853 §3.1#1]
        if (ids.isCheckAgreed()) {
            budget = (long) FACTOR * length;
            begin(path, roundTrip, now);
        } else {
            byPolicy(path);
        }
    }

    private boolean isLeft(int path) {
        return left.isPresent() && left.getAsInt() == path;
    }

    private boolean isCandidate(int path) {
        return validation instanceof Validation.AskingNew asking && asking.candidate() == path
                || validation instanceof Validation.AskingOld old && old.candidate() == path;
    }

    private void begin(int candidate, long roundTrip, long now) {
        // [RFC9853 §5.5#1] [RFC9853 §5.5#2]
        time = roundTrip == 0 ? UNMEASURED : Math.max(ROUND_TRIPS * roundTrip, LEAST);
        if (settings.mobility().returnRoutability() == ReturnRoutability.ENHANCED) {
            validation = new Validation.AskingOld(candidate, Validation.Challenge.first(ask(current), now, time));
        } else {
            askNew(candidate, now);
        }
    }

    private void askNew(int candidate, long now) {
        validation = new Validation.AskingNew(candidate, Validation.Challenge.first(ask(candidate), now, time));
    }

    /** [RFC9853 §4] 64 bits of entropy, new every time. */
    // [RFC9853 §5.3#4]
    private Bytes ask(int path) {
        Bytes cookie = Bytes.of(settings.entropy().bytes(RoutabilityMessage.COOKIE_LENGTH));
        send(path, new RoutabilityMessage(Kind.PATH_CHALLENGE, cookie));
        return cookie;
    }

    private void send(int path, RoutabilityMessage message) {
        if (outgoing.size() < MAX_QUEUED) {
            outgoing.add(new Outgoing(path, message));
        }
    }

    private void byPolicy(int path) {
        switch (settings.mobility().pathPolicy()) {
            // [RFC9146 §6#1] [RFC9147 §11#8]
            case STAY -> {
                // what comes from there is read, and answered where it was
            }
            case ASK -> {
                if (askedFor.isEmpty() || askedFor.getAsInt() != path) {
                    askedFor = OptionalInt.of(path);
                    events.add(new EngineEvent.PathAsked(current, path));
                }
            }
            case ADOPT_NEWEST -> change(path, false);
        }
    }

    private void change(int path, boolean validated) {
        int old = current;
        current = path;
        // [RFC9147 §11#10] [RFC9853 §9#1]
        ids.useSpare();
        validation = new Validation.None();
        askedFor = OptionalInt.empty();
        left = OptionalInt.empty();
        events.add(new EngineEvent.PathChanged(old, path, validated));
    }

    /** The application says that the peer is to be found here from now on. */
    public void adopt(int path) {
        if (path != current) {
            change(path, false);
        }
    }

    /** Our own end has moved: the peer will notice. What it still asks us where we were, we answer by saying so. */
    public void migrate(int path) {
        if (path != current) {
            int old = current;
            change(path, false);
            left = OptionalInt.of(old);
        }
    }

    /**
     * A check of the peer's, or the answer to ours. Whether it is anything that was agreed on is known.
     *
     * @return whether it meant anything
     */
    public boolean onMessage(RoutabilityMessage message, int path, long now) {
        return switch (message.kind()) {
            case PATH_CHALLENGE -> answer(message, path);
            case PATH_RESPONSE -> onResponse(message, path);
            case PATH_DROP -> onDrop(message, path, now);
        };
    }

    /** [RFC9853 §5.4] At once, exactly one, to where it came from. */
    // [RFC9853 §5.4#1] [RFC9853 §5.4#2] [RFC9853 §5.4#3]
    private boolean answer(RoutabilityMessage challenge, int path) {
        // [RFC9853 §5.2#1] [RFC9853 §5.2#2]
        Kind kind = isLeft(path) ? Kind.PATH_DROP : Kind.PATH_RESPONSE;
        send(path, new RoutabilityMessage(kind, challenge.cookie()));
        return true;
    }

    private boolean onResponse(RoutabilityMessage response, int path) {
        if (validation instanceof Validation.AskingNew asking && asking.candidate() == path && asking.challenge().asked(response.cookie())) {
            change(path, true);
            return true;
        }
        if (validation instanceof Validation.AskingOld old && current == path && old.challenge().asked(response.cookie())) {
            // [RFC9853 §5.2#3]
            validation = new Validation.None();
            return true;
        }
        // [RFC9853 §5.4#4]
        return false;
    }

    private boolean onDrop(RoutabilityMessage drop, int path, long now) {
        if (validation instanceof Validation.AskingOld old && current == path && old.challenge().asked(drop.cookie())) {
            // [RFC9853 §5.2#4]
            askNew(old.candidate(), now);
            return true;
        }
        return false;
    }

    /** Asks again, or gives up. */
    public void onTimeout(long now) {
        if (validation instanceof Validation.AskingOld old) {
            if (old.challenge().endsAt() <= now) {
                // [RFC9853 §5.2#5]
                askNew(old.candidate(), now);
            } else if (old.challenge().isDueAgain(now)) {
                validation = new Validation.AskingOld(old.candidate(), old.challenge().again(ask(current), now));
            }
        } else if (validation instanceof Validation.AskingNew asking) {
            if (asking.challenge().endsAt() <= now) {
                validation = new Validation.None(); // [RFC9853 §5.1] the address stays what it was
            } else if (asking.challenge().isDueAgain(now)) {
                validation = new Validation.AskingNew(asking.candidate(), asking.challenge().again(ask(asking.candidate()), now));
            }
        }
    }

    /** When {@link #onTimeout} is due. */
    public long deadline() {
        if (validation instanceof Validation.AskingOld old) {
            return old.challenge().deadline();
        }
        return validation instanceof Validation.AskingNew asking ? asking.challenge().deadline() : NEVER;
    }

    /** Whether there is a message to be sent. */
    public boolean hasMessage() {
        return !outgoing.isEmpty();
    }

    /** Where the next message goes. */
    public int nextPath() {
        return outgoing.element().path();
    }

    /**
     * Gives the next message, if a datagram of {@code length} bytes may go to its path; else it is lost, as it might have been on
     * its way.
     */
    public Optional<RoutabilityMessage> take(int length) {
        Outgoing next = outgoing.remove();
        if (next.path() == current || !isCandidate(next.path())) {
            return Optional.of(next.message()); // an answer is no longer than what asked for it
        }
        if (budget < length) {
            return Optional.empty();
        }
        budget -= length;
        return Optional.of(next.message());
    }

    /** Ends all checks. */
    public void close() {
        outgoing.clear();
        validation = new Validation.None();
    }
}
