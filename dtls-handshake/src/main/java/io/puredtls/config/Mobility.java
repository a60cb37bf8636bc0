package io.puredtls.config;

import java.util.Objects;
import java.util.Optional;

/**
 * What happens where the peer's address, or ours, changes. Each component is documented at the builder's method of its name, in
 * {@link Options}.
 */
public record Mobility(Optional<ConnectionIdGenerator> connectionIds, ReturnRoutability returnRoutability, PathPolicy pathPolicy) {
    /** Checks that none is missing. */
    public Mobility {
        Objects.requireNonNull(returnRoutability, "returnRoutability");
        Objects.requireNonNull(pathPolicy, "pathPolicy");
        if (connectionIds.isEmpty() && pathPolicy != PathPolicy.STAY) {
            throw new ConfigException("pathPolicy " + pathPolicy + " has no meaning without connectionIds: without one no record is known by itself");
        }
    }

    /** The same with other connection IDs, as an endpoint makes them whose associations have to differ. */
    public Mobility withConnectionIds(ConnectionIdGenerator generator) {
        return new Mobility(Optional.of(generator), returnRoutability, pathPolicy);
    }
}
