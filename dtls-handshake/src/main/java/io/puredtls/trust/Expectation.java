package io.puredtls.trust;

import java.time.Instant;

/**
 * What a chain is judged for.
 *
 * @param purpose the role the peer plays
 * @param identity whom it must be
 * @param now the wall time that validity is measured at
 */
public record Expectation(Purpose purpose, ReferenceIdentity identity, Instant now) {
}
