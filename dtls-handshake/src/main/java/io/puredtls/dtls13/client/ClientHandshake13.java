package io.puredtls.dtls13.client;

import io.puredtls.config.ClientConfig;
import io.puredtls.config.Settings;
import io.puredtls.crypto.kex.NamedGroup;
import io.puredtls.dtls13.Handshaking13;
import io.puredtls.message.ClientHello;
import java.util.Optional;

/**
 * What a client knows from the ServerHello on.
 *
 * @param hello what it offered
 * @param group what keys were exchanged in; empty for a pre-shared key alone
 * @param key the pre-shared key that the server chose
 */
record ClientHandshake13(
        ClientConfig config, Handshaking13 shared, ClientHello hello, Optional<NamedGroup> group, Optional<OfferedKey> key) {
    Settings settings() {
        return config.settings();
    }
}
