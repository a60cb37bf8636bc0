package io.puredtls.trust;

import java.time.Instant;

/**
 * What a chain is judged for.
 *
 * @param purpose the role the peer plays
 * @param identity whom it must be
 * @param now the wall time that validity is measured at
 * @param stapled what the peer showed along with it
 */
public record Expectation(Purpose purpose, ReferenceIdentity identity, Instant now, Stapled stapled) {
    /** Of a chain that came alone. */
    public Expectation(Purpose purpose, ReferenceIdentity identity, Instant now) {
        this(purpose, identity, now, Stapled.NOTHING);
    }

    /** The same of a chain with which this came. */
    public Expectation with(Stapled shown) {
        return new Expectation(purpose, identity, now, shown);
    }
}
