package io.puredtls.endpoint;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;

/**
 * The numbers by which an engine knows the paths to its peer. A few are kept: those that were heard of last, and the one in use.
 * Not thread-safe.
 */
final class PathAddresses {
    private static final int MOST = 8;

    private final List<Path> paths = new ArrayList<>();
    private int next;

    private record Path(int number, InetSocketAddress address) {
    }

    PathAddresses(InetSocketAddress first) {
        add(first);
    }

    private int add(InetSocketAddress address) {
        paths.add(new Path(next, address));
        return next++;
    }

    /** The path of what comes from {@code address}. A new one is not known until it is {@linkplain #keep kept}: anybody can send. */
    int from(InetSocketAddress address) {
        for (int i = paths.size() - 1; i >= 0; i--) { // the last: from an earlier socket of ours there may be others
            if (paths.get(i).address.equals(address)) {
                return paths.get(i).number;
            }
        }
        return next;
    }

    /** What came from {@code address} was genuine; {@code current} is the path in use. */
    void keep(InetSocketAddress address, int current) {
        if (from(address) == next) {
            anew(address, current);
        }
    }

    /** Our own end has moved: another path to {@code address}. */
    int anew(InetSocketAddress address, int current) {
        if (paths.size() == MOST) {
            paths.remove(paths.get(0).number == current ? 1 : 0);
        }
        return add(address);
    }

    /** Where a path leads; to {@code otherwise} if it has been forgotten. */
    InetSocketAddress address(int number, InetSocketAddress otherwise) {
        for (Path path : paths) {
            if (path.number == number) {
                return path.address;
            }
        }
        return otherwise;
    }
}
