package io.puredtls.simulator;

import io.puredtls.simulator.SimulatedNetwork.Datagram;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What the server takes for the client's address: a number that changes with {@link #rebind}, and with the path that the client
 * itself chooses. What the server sends to a number that is not the client's any more is lost, and what it sends to one that never
 * was is somebody else's.
 */
public final class Nat {
    private static final int BINDINGS = 100;
    /** Numbers from here on belong to others. */
    public static final int ELSEWHERE = 100_000;

    private final List<Datagram> elsewhere = new ArrayList<>();
    private int binding;
    private boolean keeping;

    /** The client is seen under another number. */
    public void rebind() {
        binding++;
    }

    /** The earlier numbers lead to the client too, as where it has two interfaces. */
    public void keepEarlier() {
        keeping = true;
    }

    /** The number under which the server sees a path of the client's. */
    public int outside(int path) {
        return path * BINDINGS + binding;
    }

    /** What was sent to others. */
    public List<Datagram> elsewhere() {
        return elsewhere;
    }

    Optional<Datagram> pass(Datagram datagram) {
        if (datagram.toServer()) {
            return Optional.of(new Datagram(true, datagram.bytes(), outside(datagram.path())));
        }
        if (datagram.path() >= ELSEWHERE) {
            elsewhere.add(datagram);
            return Optional.empty();
        }
        boolean alive = keeping || datagram.path() % BINDINGS == binding;
        return alive ? Optional.of(new Datagram(false, datagram.bytes(), datagram.path() / BINDINGS)) : Optional.empty();
    }
}
