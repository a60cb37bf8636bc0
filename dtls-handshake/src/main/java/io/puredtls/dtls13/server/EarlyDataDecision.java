package io.puredtls.dtls13.server;

import io.puredtls.config.ServerConfig;
import io.puredtls.crypto.suite.CipherSuite;
import io.puredtls.extension.EarlyData;
import io.puredtls.extension.PreSharedKeys;
import io.puredtls.message.ClientHello;
import io.puredtls.session.Session13;
import io.puredtls.wire.Bytes;
import java.util.Optional;

/** [RFC9846 §4.3.10] [RFC9846 §8] Whether the client's early data is taken. */
final class EarlyDataDecision {
    private EarlyDataDecision() {
    }

    /** @param afterRetry whether the hello is a second one, which has none */
    static boolean isAccepted(
            ServerConfig config, ClientHello hello, boolean afterRetry, Optional<ChosenKey> key, CipherSuite suite,
            Optional<String> applicationProtocol) {
        // [RFC9846 §4.3.10#5] [RFC9846 §4.3.10#7]
        if (afterRetry || !hello.extensions().has(EarlyData.class) || !config.earlyData().isAccepted()
                || key.isEmpty() || key.get().index() != 0 || key.get().session().isEmpty()) {
            return false;
        }
        Session13 session = key.get().session().get();
        long now = config.settings().clock().millis();
        // [RFC9846 §4.3.10#4] [RFC9846 §4.3.10#8]
        return session.suite().equals(suite) && session.applicationProtocol().equals(applicationProtocol)
                && session.maxEarlyData() > 0 && isFresh(config, hello, session, now) && isNew(config, hello, now);
    }

    /** [RFC9846 §8.3] The age that the client claims is that which we see, but for the time on the way. */
    private static boolean isFresh(ServerConfig config, ClientHello hello, Session13 session, long now) {
        long claimed = hello.find(PreSharedKeys.class).orElseThrow().identities().get(0).obfuscatedTicketAge() - session.ageAdd() & 0xFFFF_FFFFL;
        // [RFC9846 §8.3#1] [RFC9846 §4.3.10#3]
        return Math.abs(now - session.issuedAt() - claimed) <= config.earlyData().window().toMillis();
    }

    private static boolean isNew(ServerConfig config, ClientHello hello, long now) {
        // [RFC9846 §8.2#3]
        Bytes binder = hello.find(PreSharedKeys.class).orElseThrow().binders().get(0);
        // [RFC9846 §8#1] [RFC9846 §8#3] [RFC9846 §8.2#1]
        return config.earlyData().antiReplay().map(memory -> memory.isNew(binder, now)).orElse(true);
    }
}
