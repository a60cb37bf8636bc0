package io.puredtls.endpoint;

import static io.puredtls.endpoint.Loopback.address;
import static io.puredtls.endpoint.Loopback.assertEchoes;
import static io.puredtls.endpoint.Loopback.get;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.puredtls.config.ClientConfig;
import io.puredtls.config.PskStore;
import io.puredtls.config.ServerConfig;
import io.puredtls.crypto.suite.CipherSuite;
import io.puredtls.event.Decision;
import io.puredtls.record.ProtocolVersion;
import io.puredtls.session.PreSharedKey;
import io.puredtls.trust.TrustPolicy;
import io.puredtls.wire.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A store of keys that takes its time, as a remote one does, holds up nobody but who waits for it. */
@Timeout(120)
class SlowStoreTest {
    private static final PreSharedKey QUICK = key("quick");
    private static final PreSharedKey SLOW = key("slow");
    private static final List<CipherSuite> SUITES = List.of(
            CipherSuite.TLS_AES_128_GCM_SHA256, CipherSuite.TLS_PSK_WITH_AES_128_GCM_SHA256);

    private static PreSharedKey key(String name) {
        return PreSharedKey.of(name.getBytes(StandardCharsets.UTF_8), ("the key of " + name).getBytes(StandardCharsets.UTF_8));
    }

    /** Knows the quick one at once; who asks for the slow one waits for the test. */
    private static final class Store implements SessionHandler {
        private final Map<Bytes, PreSharedKey> keys = Map.of(QUICK.identity(), QUICK);
        private final BlockingQueue<DtlsSession> waiting = new LinkedBlockingQueue<>();
        private final Echo echo = new Echo();

        @Override
        public void onPskAsked(DtlsSession session, List<Bytes> identities) {
            Optional<PreSharedKey> known = identities.stream().filter(keys::containsKey).findFirst().map(keys::get);
            if (known.isPresent()) {
                session.decide(new Decision.Psk(List.of(known.get())));
            } else {
                waiting.add(session);
            }
        }

        @Override
        public void onMessage(DtlsSession session, byte[] message) {
            echo.onMessage(session, message);
        }
    }

    private static DtlsSession connect(DtlsEndpoint server, ProtocolVersion version, PreSharedKey key) throws Exception {
        ClientConfig config = ClientConfig.trusting(TrustPolicy.roots(List.of())).preSharedKeys(key).cipherSuites(SUITES).versions(version).build();
        return Dtls.connect("127.0.0.1", address(server).getPort(), config);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void others_connect_while_one_waits(boolean dtls13) throws Exception {
        ProtocolVersion version = dtls13 ? ProtocolVersion.DTLS_1_3 : ProtocolVersion.DTLS_1_2;
        Store store = new Store();
        ServerConfig config = ServerConfig.identity().preSharedKeys(PskStore.ask()).cipherSuites(SUITES).build();
        try (var server = Dtls.listen(Loopback.anyPort(), config, store); var slow = connect(server, version, SLOW)) {
            DtlsSession theirs = store.waiting.take();
            for (int i = 0; i < 3; i++) {
                try (var quick = connect(server, version, QUICK)) {
                    get(quick.opened());
                    assertEchoes(quick, "not held up");
                }
            }
            assertFalse(slow.opened().isDone());
            theirs.decide(new Decision.Psk(List.of(SLOW)));
            assertEquals(Optional.of(SLOW.identity()), get(slow.opened()).peer().pskIdentity());
            assertEchoes(slow, "at last");
        }
    }
}
