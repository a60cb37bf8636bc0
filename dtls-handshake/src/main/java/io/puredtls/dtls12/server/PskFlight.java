package io.puredtls.dtls12.server;

import io.puredtls.config.ServerConfig;
import io.puredtls.crypto.kex.KeyExchange;
import io.puredtls.dtls12.Handshaking12;
import io.puredtls.message.PskServerKeyExchange;
import io.puredtls.message.ServerEcdhParams;
import io.puredtls.message.ServerHelloDone;
import io.puredtls.negotiate.Chosen12;
import io.puredtls.state.HandshakeContext;
import io.puredtls.state.HandshakeState;
import io.puredtls.wire.Bytes;
import java.util.Optional;

/** [RFC4279 §2] [RFC5489 §2] A server's flight without certificates: ServerHello [ServerKeyExchange] ServerHelloDone. */
final class PskFlight {
    private PskFlight() {
    }

    /** What follows the ServerHello: the hint and the share, as far as there are any. */
    static HandshakeState send(ServerConfig config, Handshaking12 shared, Chosen12.Exchange.ByKey chosen, HandshakeContext context) {
        Bytes hint = config.preSharedKeys().identityHint(); // the application's; before there is anything to be wiped
        Optional<KeyExchange> exchange = chosen.group().map(group -> group.begin(config.settings().jca(), config.settings().entropy()));
        if (exchange.isPresent() || !hint.isEmpty()) {
            context.send(new PskServerKeyExchange(hint, exchange.map(each -> new ServerEcdhParams(each.group(), Bytes.of(each.share())))));
        }
        context.send(new ServerHelloDone());
        context.transcript().forgetMessages(); // nobody will sign them
        return new AwaitPskClientKeyExchange(config, shared, exchange);
    }
}
