package io.puredtls.dtls12.server;

import static io.puredtls.alert.ProtocolException.violation;

import io.puredtls.alert.ProtocolException;
import io.puredtls.alert.Violation;
import io.puredtls.crypto.kex.IllegalShareException;
import io.puredtls.crypto.kex.KeyExchange;
import io.puredtls.crypto.secret.SecretBytes;
import io.puredtls.wire.Bytes;

/** [RFC8422 §5.7] What a server does with the client's ephemeral share. */
final class ClientShare {
    private ClientShare() {
    }

    /** The secret that both shares lead to. Takes {@code exchange}. */
    static SecretBytes agree(KeyExchange exchange, Bytes share) throws ProtocolException {
        try (exchange) {
            return exchange.agree(share.toArray());
        } catch (IllegalShareException illegal) {
            throw violation(Violation.ILLEGAL_KEY_SHARE, "ClientKeyExchange: " + illegal.getMessage());
        }
    }
}
