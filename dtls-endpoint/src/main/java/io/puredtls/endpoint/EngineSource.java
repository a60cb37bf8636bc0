package io.puredtls.endpoint;

import io.puredtls.config.ClientConfig;
import io.puredtls.config.ServerConfig;
import io.puredtls.engine.ApplicationDataSink;
import io.puredtls.engine.DtlsEngine;
import io.puredtls.engine.VerifiedHello;
import java.util.function.Function;

/**
 * Where a session has its engine from.
 *
 * @param mtu the largest datagram that it is configured to send, in bytes
 * @param make makes it, once
 */
record EngineSource(int mtu, Function<ApplicationDataSink, DtlsEngine> make) {
    static EngineSource client(ClientConfig config) {
        return new EngineSource(config.settings().mtu(), sink -> DtlsEngine.client(config, sink));
    }

    static EngineSource server(ServerConfig config, VerifiedHello hello) {
        return new EngineSource(config.settings().mtu(), sink -> DtlsEngine.server(config, hello, sink));
    }
}
