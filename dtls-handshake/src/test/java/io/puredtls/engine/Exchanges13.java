package io.puredtls.engine;

import io.puredtls.event.EngineEvent;
import io.puredtls.simulator.End;
import io.puredtls.simulator.Pair;
import java.util.function.Consumer;
import java.util.function.LongFunction;
import java.util.function.Predicate;

/**
 * What the ends of a DTLS 1.3 connection say to each other after the handshake, and how one sees that it got through. All
 * commands of one are given before a datagram is sent or comes: what both ends say crosses on its way.
 */
enum Exchanges13 {
    CLIENTS_KEYS(2, Families13::plain, pair -> pair.client().engine().updateKeys(pair.now()),
            pair -> updated(pair.client(), 1, 1) && updated(pair.server(), 1, 1)),
    BOTH_KEYS_AT_ONCE(2, Families13::plain, pair -> {
        pair.client().engine().updateKeys(pair.now());
        pair.server().engine().updateKeys(pair.now());
    }, pair -> updated(pair.client(), 2, 2) && updated(pair.server(), 2, 2)),
    KEYS_ONE_AFTER_THE_OTHER(5, Families13::plain, pair -> {
        for (int i = 0; i < 5; i++) {
            pair.server().engine().updateKeys(pair.now());
        }
    }, pair -> updated(pair.server(), 5, 1) && updated(pair.client(), 1, 5)),
    TICKETS(1, Families13::plain, pair -> {
        for (int i = 0; i < 3; i++) {
            pair.server().engine().issueTicket(pair.now());
        }
    }, pair -> tickets(pair, 3)),
    AUTHENTICATION(1, Families13::authenticating, pair -> pair.server().engine().requestClientAuthentication(pair.now()),
            pair -> authenticated(pair, 1)),
    TWO_AUTHENTICATIONS(1, Families13::authenticating, pair -> {
        pair.server().engine().requestClientAuthentication(pair.now());
        pair.server().engine().requestClientAuthentication(pair.now());
    }, pair -> authenticated(pair, 2)),
    AUTHENTICATION_AMID_UPDATES_OF_BOTH_KEYS(3, Families13::authenticating, pair -> {
        pair.server().engine().requestClientAuthentication(pair.now());
        pair.client().engine().updateKeys(pair.now());
        pair.server().engine().updateKeys(pair.now());
    }, pair -> authenticated(pair, 1) && updated(pair.client(), 2, 2) && updated(pair.server(), 2, 2)),
    TICKET_AUTHENTICATION_AND_KEYS(2, seed -> Families13.smallest(Families13.authenticating(seed)), pair -> {
        pair.server().engine().issueTicket(pair.now());
        pair.server().engine().requestClientAuthentication(pair.now());
        pair.server().engine().updateKeys(pair.now());
    }, pair -> authenticated(pair, 1) && updated(pair.server(), 1, 1) && tickets(pair, 1)),
    /** What waited for new keys goes out together: the answer to one of it says nothing of the rest. */
    WAITING_FOR_KEYS(3, seed -> Families13.smallest(Families13.authenticating(seed)), pair -> {
        pair.server().engine().updateKeys(pair.now());
        pair.server().engine().requestClientAuthentication(pair.now());
        pair.server().engine().issueTicket(pair.now());
        pair.server().engine().updateKeys(pair.now());
    }, pair -> authenticated(pair, 1) && updated(pair.server(), 2, 1) && tickets(pair, 1));

    /** How many tickets a server gives by itself. */
    private static final int FIRST_TICKETS = 2;

    private final int flights;
    private final LongFunction<Pair> pairs;
    private final Consumer<Pair> command;
    private final Predicate<Pair> isDone;

    Exchanges13(int flights, LongFunction<Pair> pairs, Consumer<Pair> command, Predicate<Pair> isDone) {
        this.flights = flights;
        this.pairs = pairs;
        this.command = command;
        this.isDone = isDone;
    }

    /** How many flights have to be acknowledged one after the other: each may take as long as a handshake. */
    int flights() {
        return flights;
    }

    /** Two ends, not started. */
    Pair pair(long seed) {
        return pairs.apply(seed);
    }

    /** Gives the commands, and sends what they make. */
    void begin(Pair pair) {
        command.accept(pair);
        pair.poll();
    }

    boolean isDone(Pair pair) {
        return isDone.test(pair);
    }

    private static long count(End end, EngineEvent event) {
        return end.events().stream().filter(event::equals).count();
    }

    private static boolean updated(End end, int sent, int received) {
        return count(end, new EngineEvent.KeysUpdated(EngineEvent.Direction.SEND)) >= sent
                && count(end, new EngineEvent.KeysUpdated(EngineEvent.Direction.RECEIVE)) >= received;
    }

    private static boolean tickets(Pair pair, int more) {
        return Families13.sessions(pair.client()).size() == FIRST_TICKETS + more;
    }

    private static boolean authenticated(Pair pair, int times) {
        return pair.server().events().stream().filter(EngineEvent.PeerAuthenticated.class::isInstance).count() >= times
                && pair.server().engine().info().map(info -> info.peer().chain().equals(Families13.CLIENT.chain())).orElse(false);
    }
}
