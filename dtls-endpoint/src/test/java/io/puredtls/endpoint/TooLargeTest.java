package io.puredtls.endpoint;

import static io.puredtls.endpoint.Loopback.IMPATIENT;
import static io.puredtls.endpoint.Loopback.address;
import static io.puredtls.endpoint.Loopback.anyPort;
import static io.puredtls.endpoint.Loopback.assertEchoes;
import static io.puredtls.endpoint.Loopback.bytes;
import static io.puredtls.endpoint.Loopback.client;
import static io.puredtls.endpoint.Loopback.echoing;
import static io.puredtls.endpoint.Loopback.failure;
import static io.puredtls.endpoint.Loopback.get;
import static io.puredtls.endpoint.Loopback.server;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.puredtls.alert.Violation;
import io.puredtls.config.ClientAuthentication;
import io.puredtls.config.ClientConfig;
import io.puredtls.config.ServerConfig;
import io.puredtls.config.UsageLimits;
import io.puredtls.crypto.credentials.CertificateAuthority;
import io.puredtls.crypto.credentials.CertificateOptions;
import io.puredtls.crypto.credentials.Credentials;
import io.puredtls.crypto.credentials.KeyAlgorithm;
import io.puredtls.record.ProtocolVersion;
import io.puredtls.session.SessionInfo;
import io.puredtls.trust.TrustPolicy;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.DatagramChannel;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Datagrams that the socket refuses for their length, as it does on a link that carries less. */
@Timeout(300)
@ExtendWith(Quiet.class)
class TooLargeTest {
    private final AtomicInteger carried = new AtomicInteger(65_535); // by the link
    private volatile Thread refused; // whose datagrams the socket takes none of
    private EndpointLoop loop;

    @BeforeEach
    void a_loop_over_a_link_that_carries_only_so_much() throws IOException {
        DatagramChannel channel = DatagramChannel.open();
        channel.bind(anyPort());
        loop = new EndpointLoop(EndpointConfig.defaults(), channel, (datagram, peer) -> {
            if (datagram.remaining() > carried.get()) {
                throw new IOException("Message too long");
            }
            if (Thread.currentThread() == refused) {
                throw new IOException("No buffer space available");
            }
            return channel.send(datagram, peer);
        });
        Thread thread = new Thread(loop, "dtls-too-large");
        thread.setDaemon(true);
        thread.start();
    }

    @AfterEach
    void close() {
        loop.execute(loop::shutdown);
        get(loop.closed());
    }

    private DtlsSession connect(InetSocketAddress peer, ClientConfig config, Optional<SessionHandler> handler) {
        CompletableFuture<DtlsSession> begun = new CompletableFuture<>();
        loop.execute(() -> {
            try {
                begun.complete(loop.connect(peer, config, EarlyMessages.NONE, handler));
            } catch (IOException refused) {
                begun.completeExceptionally(refused);
            }
        });
        return get(begun);
    }

    /** [RFC6347 §4.1.1.1#6] [RFC9147 §4.4#8] */
    @Test
    void a_message_is_refused_with_the_limit_and_what_keeps_to_it_goes_through() throws Exception {
        try (var server = echoing()) {
            DtlsSession session = connect(address(server), client().mtu(1400).build(), Optional.empty());
            get(session.opened());
            int before = session.maxMessage();
            carried.set(1399);
            var thrown = assertThrows(DatagramTooLargeException.class, () -> session.send(new byte[before]));
            assertEquals(before, thrown.length());
            assertEquals(session.maxMessage(), thrown.limit());
            assertEquals(before - 200, thrown.limit(), "the next size that most paths carry");
            assertEquals(0, session.stats().messagesSent());
            session.send(new byte[thrown.limit()]);
            assertEquals(thrown.limit(), session.receive(Loopback.PATIENCE).orElseThrow().length);
            assertEquals(1, loop.stats().datagramsTooLarge());
            assertEquals(1, loop.stats().sendFailures());
        }
    }

    /** [RFC9147 §4.5.3] A message that was sealed has worn the key, even if nobody ever sees it. */
    @Test
    void a_key_that_is_worn_out_by_messages_which_the_socket_refuses_ends_the_session() throws Exception {
        try (var server = echoing()) {
            var config = client().versions(ProtocolVersion.DTLS_1_2).usageLimits(new UsageLimits(50, 1)).build();
            DtlsSession session = connect(address(server), config, Optional.empty());
            get(session.opened());
            refused = Thread.currentThread();
            IOException thrown = assertThrows(IOException.class, () -> session.send(new byte[1]));
            for (int i = 0; i < 50 && !(thrown instanceof SessionEndedException); i++) {
                assertEquals("No buffer space available", thrown.getMessage());
                thrown = assertThrows(IOException.class, () -> session.send(new byte[1]));
            }
            assertEquals(SessionEndedException.class, thrown.getClass());
            assertEquals(Optional.of(Violation.USAGE_LIMIT_REACHED), get(session.closed()).violation());
            assertEquals(0, session.stats().messagesSent());
        }
    }

    @Test
    void a_message_from_a_handler_is_refused_in_the_same_way() throws Exception {
        CompletableFuture<IOException> told = new CompletableFuture<>();
        SessionHandler sending = new SessionHandler() {
            @Override
            public void onConnected(DtlsSession session, SessionInfo info) {
                carried.set(500);
                try {
                    session.send(new byte[session.maxMessage()]);
                } catch (IOException refused) {
                    told.complete(refused);
                }
            }
        };
        try (var server = echoing()) {
            connect(address(server), client().build(), Optional.of(sending));
            assertEquals(DatagramTooLargeException.class, get(told).getClass());
        }
    }

    /** [RFC6347 §4.1.1.1#6] [RFC9147 §4.4#8] */
    @Test
    void a_flight_is_counted_and_its_failure_tells_why_nothing_was_heard() {
        carried.set(100);
        var config = client().flightTiming(IMPATIENT).handshakeLimit(Duration.ofMillis(400)).build();
        DtlsSession session = connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), 9), config, Optional.empty());
        String message = failure(session.opened()).message();
        assertTrue(message.startsWith("nothing was heard from ") && message.endsWith("the socket refused what was to be sent: Message too long"),
                message);
        assertTrue(loop.stats().datagramsTooLarge() >= 2, () -> loop.stats().toString());
        assertEquals(loop.stats().sendFailures(), loop.stats().datagramsTooLarge());
    }

    /** [RFC6347 §4.1.1.1#10] [RFC9147 §4.4#13] The certificate of the client goes in pieces that the link carries. */
    @Test
    void a_flight_that_the_link_does_not_carry_is_cut_smaller_and_the_handshake_completes() throws Exception {
        Credentials shown = certificateOf(3_000);
        var config = server().clientAuthentication(ClientAuthentication.REQUIRED, TrustPolicy.dangerouslyTrustAnyone()).build();
        try (var server = Dtls.listen(anyPort(), config, new Echo())) {
            carried.set(600);
            DtlsSession session = connect(address(server), client().identity(shown).build(), Optional.empty());
            get(session.opened());
            assertEchoes(session, "through");
            assertEquals(1, loop.stats().datagramsTooLarge(), "those after the first are smaller at once");
        }
    }

    /** A certificate of this length and some more. */
    private static Credentials certificateOf(int length) {
        byte[] octets = new byte[length];
        octets[0] = 0x04; // an OCTET STRING, its length in three bytes
        octets[1] = (byte) 0x83;
        octets[2] = 0x01;
        octets[3] = (byte) (octets.length - 5 >>> 8);
        octets[4] = (byte) (octets.length - 5);
        Instant from = Instant.now().minus(Duration.ofDays(1));
        Instant until = from.plus(Duration.ofDays(2));
        return CertificateAuthority.create("root", KeyAlgorithm.EC_P256, CertificateOptions.authority(from, until)).issue(
                "long", KeyAlgorithm.EC_P256, CertificateOptions.endEntity(from, until).extension("1.3.6.1.4.1.55555.1", octets));
    }

    @Test
    void no_flight_is_in_larger_datagrams_than_udp_allows() throws Exception {
        try (var server = Dtls.listen(anyPort(), ServerConfig.identity(certificateOf(70_000)).mtu(65_535).build(), new Echo())) {
            DtlsSession session = connect(address(server), ClientConfig.trusting(TrustPolicy.dangerouslyTrustAnyone()).build(), Optional.empty());
            get(session.opened());
            assertEquals(0, server.stats().orElseThrow().sendFailures());
        }
        assertEquals(65_507, DatagramPump.largestPayload(InetAddress.getByName("127.0.0.1")));
        assertEquals(65_527, DatagramPump.largestPayload(InetAddress.getByName("::1")));
    }

    @Test
    void other_refusals_are_not_taken_for_this_one() {
        assertTrue(DatagramPump.isTooLarge(new IOException("Message too long (Write failed)")));
        assertFalse(DatagramPump.isTooLarge(new IOException("Network is unreachable")));
        assertFalse(DatagramPump.isTooLarge(new IOException()));
    }
}
