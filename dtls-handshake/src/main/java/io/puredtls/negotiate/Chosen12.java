package io.puredtls.negotiate;

import io.puredtls.config.ClientAuthentication;
import io.puredtls.crypto.kex.NamedGroup;
import java.util.Optional;

/**
 * What a server chose for a ClientHello of DTLS 1.2.
 *
 * @param agreed what its ServerHello says
 * @param exchange how keys are exchanged, and what it shows itself by
 * @param clientAuthentication whether the client is asked for what it can show
 */
public record Chosen12(Agreed12 agreed, Exchange exchange, ClientAuthentication clientAuthentication) {
    /** By the suite. */
    public sealed interface Exchange {
        /** Ephemeral shares in {@code group}, the server's signed by the key of its credentials. */
        record Signed(NamedGroup group, CredentialsChoice own) implements Exchange {
        }

        /** A pre-shared key, with ephemeral shares if there is a group for them. */
        record ByKey(Optional<NamedGroup> group) implements Exchange {
        }
    }
}
