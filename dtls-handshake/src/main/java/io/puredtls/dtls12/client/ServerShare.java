package io.puredtls.dtls12.client;

import static io.puredtls.alert.ProtocolException.violation;

import io.puredtls.alert.ProtocolException;
import io.puredtls.alert.Violation;
import io.puredtls.config.ClientConfig;
import io.puredtls.config.Settings;
import io.puredtls.crypto.kex.IllegalShareException;
import io.puredtls.crypto.kex.KeyExchange;
import io.puredtls.crypto.secret.SecretBytes;
import io.puredtls.message.ServerEcdhParams;
import io.puredtls.wire.Bytes;

/** [RFC8422 §5.4] What a client does with the server's ephemeral share, signed or not. */
final class ServerShare {
    private ServerShare() {
    }

    /** Only a group that we offered will do. */
    static void requireOffered(ClientConfig config, ServerEcdhParams params) throws ProtocolException {
        if (!config.settings().groupsForDtls12().contains(params.group())) {
            throw violation(Violation.UNOFFERED_GROUP,
                    "the server chose group " + params.group() + ", we offered " + config.settings().groups());
        }
    }

    /** The secret that both shares lead to, and our own share for the server. */
    static Agreement agree(ServerEcdhParams params, Settings settings) throws ProtocolException {
        try (KeyExchange exchange = params.group().begin(settings.jca(), settings.entropy())) {
            SecretBytes agreement = exchange.agree(params.share().toArray());
            return new Agreement(agreement, Bytes.of(exchange.share()));
        } catch (IllegalShareException illegal) {
            throw violation(Violation.ILLEGAL_KEY_SHARE, "ServerKeyExchange: " + illegal.getMessage());
        }
    }

    /** Whoever gets it owns the secret. */
    record Agreement(SecretBytes secret, Bytes share) {
    }
}
