package io.puredtls.simulator;

import java.util.function.IntPredicate;

/**
 * What a network does to datagrams.
 *
 * @param lost by a datagram's number, counted from 0 in both directions together
 * @param loss the probability that any other is lost
 * @param duplication the probability that one arrives twice
 * @param reordering the probability that one is late by up to {@code 20} times the latency
 * @param mtu the largest datagram that is carried
 */
public record Conditions(IntPredicate lost, double loss, double duplication, double reordering, int mtu) {
    public static final Conditions CLEAN = new Conditions(number -> false, 0, 0, 0, 65_535);

    public Conditions losing(IntPredicate numbers) {
        return new Conditions(numbers, loss, duplication, reordering, mtu);
    }

    public Conditions losing(double probability) {
        return new Conditions(lost, probability, duplication, reordering, mtu);
    }

    public Conditions duplicating(double probability) {
        return new Conditions(lost, loss, probability, reordering, mtu);
    }

    public Conditions reordering(double probability) {
        return new Conditions(lost, loss, duplication, probability, mtu);
    }

    public Conditions carrying(int largest) {
        return new Conditions(lost, loss, duplication, reordering, largest);
    }
}
