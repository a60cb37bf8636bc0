package io.puredtls.dtls13.server;

import io.puredtls.config.PskExchange;
import io.puredtls.config.ServerConfig;
import io.puredtls.crypto.schedule13.MainSecret;
import io.puredtls.dtls13.ApplicationKeys;
import io.puredtls.dtls13.HandshakeKeys;
import io.puredtls.dtls13.Handshaking13;
import io.puredtls.extension.PskKeyExchangeModes;
import io.puredtls.message.ClientHello;
import io.puredtls.wire.Bytes;

/** A server that has sent its flight. Owns the secrets. */
record ServerStarted13(
        ServerConfig config, ClientHello hello, Bytes address, Handshaking13 shared, ServerAnswer13 answer, HandshakeKeys keys, MainSecret main,
        ApplicationKeys application) implements AutoCloseable {
    /** [RFC9846 §4.7.1] Whether the client can come back in a way that we allow. */
    boolean clientWantsTickets() {
        // [RFC9846 §4.7.1#1] [RFC9846 §4.3.9#4]
        return hello.find(PskKeyExchangeModes.class).map(modes ->
                modes.includes(PskKeyExchangeModes.PSK_DHE_KE)
                        || config.pskExchange() == PskExchange.WITH_DHE_OR_ALONE && modes.includes(PskKeyExchangeModes.PSK_KE)).orElse(false);
    }

    @Override
    public void close() {
        keys.close();
        main.close();
        application.close();
        answer.key().ifPresent(ChosenKey::close);
    }
}
