package io.puredtls.endpoint;

import static io.puredtls.endpoint.Loopback.address;
import static io.puredtls.endpoint.Loopback.anyPort;
import static io.puredtls.endpoint.Loopback.client;
import static io.puredtls.endpoint.Loopback.failure;
import static io.puredtls.endpoint.Loopback.server;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.puredtls.alert.Violation;
import io.puredtls.crypto.suite.CipherSuite;
import io.puredtls.engine.HelloGate;
import io.puredtls.record.ProtocolVersion;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Hellos that lead to no session, as the application hears of them. */
class HelloRefusalsTest {
    private record Told(InetSocketAddress peer, Violation violation, String message) {
    }

    private final LinkedBlockingQueue<Told> told = new LinkedBlockingQueue<>();
    private final SessionHandler handler = new SessionHandler() {
        @Override
        public void onHelloRefused(InetSocketAddress peer, Violation violation, String message) {
            told.add(new Told(peer, violation, message));
        }
    };

    @Test
    void who_offers_nothing_that_we_have_is_told_of_with_both_lists() throws Exception {
        try (DtlsEndpoint server = Dtls.listen(anyPort(), server().cipherSuites(List.of(CipherSuite.TLS_AES_256_GCM_SHA384))
                .versions(ProtocolVersion.DTLS_1_3).build(), handler);
                DtlsSession session = Dtls.connect("127.0.0.1", address(server).getPort(),
                        client().cipherSuites(List.of(CipherSuite.TLS_AES_128_CCM_8_SHA256)).versions(ProtocolVersion.DTLS_1_3).build())) {
            failure(session.opened());
            Told refusal = told.poll(Loopback.PATIENCE.toSeconds(), TimeUnit.SECONDS);
            assertEquals(Violation.NO_COMMON_CIPHER_SUITE, refusal.violation());
            assertEquals(session.localAddress().getPort(), refusal.peer().getPort());
            assertTrue(refusal.message().endsWith("TLS_AES_128_CCM_8_SHA256], we have [TLS_AES_256_GCM_SHA384]"), refusal::message);
            EndpointStats stats = server.stats().orElseThrow();
            assertEquals(1, stats.hellosRefused());
            assertEquals(0, stats.cookiesSent());
            assertEquals(0, stats.handshakesStarted());
        }
    }

    /** Whoever sends thousands fills no disk; that there were thousands is known. */
    @Test
    void ten_a_second_are_told_and_all_are_counted() {
        long second = Duration.ofSeconds(1).toNanos();
        long begin = Long.MAX_VALUE - 5; // clocks of this kind begin anywhere
        HelloRefusals refusals = new HelloRefusals(begin);
        for (int at = 0; at < 3; at++) {
            for (int i = 0; i < 1000; i++) {
                refusals.tell(anyPort(), new HelloGate.Verdict.Refuse(15, Violation.NO_COMMON_GROUP, "number " + i), Optional.of(handler), begin + at * second);
            }
            assertEquals(10, told.size());
            assertEquals("number 9", told.stream().skip(9).findFirst().orElseThrow().message());
            told.clear();
        }
        refusals.tell(anyPort(), new HelloGate.Verdict.Refuse(15, Violation.NO_COMMON_GROUP, ""), Optional.empty(), begin);
        assertEquals(3001, refusals.count());
    }
}
