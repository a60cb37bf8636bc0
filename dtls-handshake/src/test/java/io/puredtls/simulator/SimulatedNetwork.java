package io.puredtls.simulator;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.SplittableRandom;

/** Datagrams on their way, in virtual time. */
public final class SimulatedNetwork {
    /** One way. */
    public static final long LATENCY = Duration.ofMillis(10).toNanos();

    private static final int LATEST = 20; // latencies that a reordered datagram may be late by

    private final PriorityQueue<InFlight> inFlight =
            new PriorityQueue<>(Comparator.comparingLong(InFlight::arrival).thenComparingLong(InFlight::order));
    private final List<Datagram> log = new ArrayList<>();
    private final SplittableRandom random;
    private Conditions conditions = Conditions.CLEAN;
    private Middle middle = (number, datagram) -> List.of(datagram);
    private int lost;
    private long order;

    public SimulatedNetwork(long seed) {
        this.random = new SplittableRandom(seed);
    }

    /** A datagram, where it goes, and by which path as its receiver sees it. */
    public record Datagram(boolean toServer, byte[] bytes, int path) {
        /** By the first path. */
        public Datagram(boolean toServer, byte[] bytes) {
            this(toServer, bytes, 0);
        }

        /** The same bytes in an array of their own, as whoever receives them overwrites them. */
        public Datagram copy() {
            return new Datagram(toServer, bytes.clone(), path);
        }
    }

    /** A datagram on its way; {@code number} is that of the log. */
    public record InFlight(long arrival, long order, int number, Datagram datagram) {
    }

    /** Someone on the path, who says what goes on in the stead of a datagram; {@code number} counts from 0. */
    @FunctionalInterface
    public interface Middle {
        List<Datagram> pass(int number, Datagram datagram);
    }

    public void conditions(Conditions now) {
        this.conditions = now;
    }

    public void middle(Middle newMiddle) {
        this.middle = newMiddle;
    }

    public void send(boolean toServer, byte[] datagram, long now) {
        send(new Datagram(toServer, datagram), now);
    }

    public void send(Datagram sent, long now) {
        int number = log.size();
        log.add(sent.copy());
        if (conditions.lost().test(number) || random.nextDouble() < conditions.loss() || sent.bytes().length > conditions.mtu()) {
            lost++;
            return;
        }
        for (Datagram each : middle.pass(number, sent)) {
            carry(number, each, now);
            if (random.nextDouble() < conditions.duplication()) {
                carry(number, each.copy(), now);
            }
        }
    }

    /** Loses what is on its way of a datagram. */
    public void lose(int number) {
        if (inFlight.removeIf(each -> each.number() == number)) {
            lost++;
        }
    }

    private void carry(int number, Datagram datagram, long now) {
        long late = random.nextDouble() < conditions.reordering() ? random.nextLong(LATEST * LATENCY) : 0;
        inFlight.add(new InFlight(now + LATENCY + late, order++, number, datagram));
    }

    public long nextArrival() {
        return inFlight.isEmpty() ? Long.MAX_VALUE : inFlight.peek().arrival();
    }

    public InFlight next() {
        return inFlight.remove();
    }

    /** The datagrams sent so far, those that were lost included. */
    public int sent() {
        return log.size();
    }

    public int lost() {
        return lost;
    }

    /** What was sent so far as it was sent, whatever became of it. */
    public List<Datagram> log() {
        return log;
    }
}
