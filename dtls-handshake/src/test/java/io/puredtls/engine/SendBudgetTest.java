package io.puredtls.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.puredtls.config.AntiReplay;
import io.puredtls.config.ClientConfig;
import io.puredtls.config.CookiePolicy;
import io.puredtls.config.EarlyDataOffer;
import io.puredtls.config.EarlyDataPolicy;
import io.puredtls.config.Grease;
import io.puredtls.config.ServerConfig;
import io.puredtls.crypto.credentials.CertificateAuthority;
import io.puredtls.crypto.credentials.CertificateOptions;
import io.puredtls.crypto.credentials.Credentials;
import io.puredtls.crypto.credentials.KeyAlgorithm;
import io.puredtls.crypto.kex.NamedGroup;
import io.puredtls.crypto.suite.CipherSuite;
import io.puredtls.record.ProtocolVersion;
import io.puredtls.session.Session13;
import io.puredtls.simulator.Pair;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** [RFC9147 §5.1] Whoever comes back without a cookie has proved nothing: three times what came, until a protected record does. */
class SendBudgetTest {
    private static final byte[] ADDRESS = {10, 0, 0, 1, 0x12, 0x34};
    private static final Instant NOW = Instant.now();
    /** So that the flight is far longer than three hellos. */
    private static final Credentials LONG = CertificateAuthority
            .create("root", KeyAlgorithm.RSA_4096, CertificateOptions.authority(NOW, NOW.plusSeconds(10_000)))
            .issueAuthority("between", KeyAlgorithm.RSA_4096, CertificateOptions.authority(NOW, NOW.plusSeconds(10_000)))
            .issue("server.test", KeyAlgorithm.RSA_4096, CertificateOptions.endEntity(NOW, NOW.plusSeconds(10_000)).names("server.test"));

    private final List<byte[]> toServer = new ArrayList<>();
    private final byte[] out = new byte[2000];
    private long received;
    private long sent;

    private static ServerConfig.Builder server() {
        return ServerConfig.identity(LONG).versions(ProtocolVersion.DTLS_1_3).tickets(Families13.tickets()).withoutHandshakeLimit()
                .cookiePolicy(CookiePolicy.EXCEPT_RESUMED).earlyData(EarlyDataPolicy.of(1000, AntiReplay.inMemory(100, 10_000)));
    }

    private static Session13 ticket() {
        Pair pair = Pair.dtls13(1).server(server());
        pair.client(client -> client.withoutHandshakeLimit()).connect().drive(Duration.ofSeconds(1));
        return Families13.sessions(pair.client()).get(0);
    }

    private void poll(DtlsEngine client, long now) {
        for (int length = client.pollDatagram(out, 0, now); length > 0; length = client.pollDatagram(out, 0, now)) {
            toServer.add(Arrays.copyOf(out, length));
        }
    }

    /** Gives the server a copy of what the client sent with its number {@code index}, and polls what it says. */
    private void deliver(DtlsEngine server, int index, long now) {
        byte[] datagram = toServer.get(index).clone();
        received += datagram.length;
        server.receive(datagram, 0, datagram.length, now);
        pollWithin(server, now);
    }

    private void pollWithin(DtlsEngine server, long now) {
        for (int length = server.pollDatagram(out, 0, now); length > 0; length = server.pollDatagram(out, 0, now)) {
            sent += length;
            assertTrue(sent <= 3 * received, sent + " bytes for " + received);
        }
    }

    private void clientSpeaks() {
        ClientConfig config = ClientConfig.trusting(Families13.ANYONE).versions(ProtocolVersion.DTLS_1_3).grease(Grease.NONE)
                .withoutHandshakeLimit().resume(ticket()).earlyData(EarlyDataOffer.OFFERED).build();
        DtlsEngine client = DtlsEngine.client(config, (datagram, offset, length) -> { });
        client.start(0);
        poll(client, 0);
        toServer.add(Arrays.copyOf(out, client.sealEarly(new byte[10], 0, 10, out, 0)));
    }

    private DtlsEngine admit(ServerConfig config, ApplicationDataSink sink) {
        byte[] hello = toServer.get(0).clone();
        HelloGate.Verdict.Admit admitted = assertInstanceOf(HelloGate.Verdict.Admit.class,
                new HelloGate(config, 0).inspect(hello, 0, hello.length, ADDRESS, 0, new byte[HelloGate.MAX_REPLY]));
        DtlsEngine server = DtlsEngine.server(config, admitted.hello(), sink);
        received = admitted.hello().message().body().length();
        server.start(0);
        pollWithin(server, 0);
        return server;
    }

    /** Anybody can have a copy of it: it proves nothing about where it comes from. */
    @Test
    // [RFC9147 §5.1#15]
    void early_data_that_is_taken_does_not_lift_that() {
        clientSpeaks();
        List<Integer> early = new ArrayList<>();
        DtlsEngine server = admit(server().build(), (datagram, offset, length) -> early.add(length));
        deliver(server, 1, 1);
        assertEquals(List.of(10), early, "taken");
        for (int i = 0; i < 20; i++) { // nobody answers: the flight again and again
            long now = server.deadline();
            server.onTimeout(now);
            pollWithin(server, now);
        }
        assertTrue(sent > received, "it was said again");
        assertTrue(server.hasNews(), "and would be again");
    }

    @Test
    // [RFC9147 §5.1#15]
    void an_address_that_comes_back_with_a_ticket_is_sent_three_times_what_it_sent() {
        clientSpeaks();
        // the ticket is good at the gate; but its hash is not that of the suite that is chosen, and certificates have to be shown
        ServerConfig other = server().cipherSuites(List.of(CipherSuite.TLS_AES_256_GCM_SHA384)).build();
        DtlsEngine server = admit(other, (datagram, offset, length) -> { });
        assertTrue(sent > 2 * received, "as much as may be: " + sent + " for " + received);
        assertTrue(server.hasNews(), "and there is more to say");
        long before = sent;
        deliver(server, 1, 1); // early data, which cannot be read
        deliver(server, 0, 3); // the hello again
        assertTrue(sent > before);
        assertTrue(server.hasNews());
        assertEquals(0, server.pollDatagram(out, 0, 4));
    }

    /** Nobody asked it where it is: that few such hellos are let in makes no flight shorter. */
    @Test
    // [RFC9147 §5.1#16]
    void an_address_that_is_let_in_as_there_is_no_load_is_sent_three_times_what_it_sent() {
        ClientConfig.Builder any = ClientConfig.trusting(Families13.ANYONE).versions(ProtocolVersion.DTLS_1_3).grease(Grease.NONE)
                .groups(List.of(NamedGroup.X25519)); // or the server would ask for another first
        DtlsEngine client = DtlsEngine.client(any.build(), (datagram, offset, length) -> { });
        client.start(0);
        poll(client, 0);
        DtlsEngine server = admit(server().cookiePolicy(CookiePolicy.UNDER_LOAD).build(), (datagram, offset, length) -> { });
        assertTrue(sent > 2 * received, "as much as may be: " + sent + " for " + received);
        assertTrue(server.hasNews(), "and there is more to say");
    }

    @Test
    void a_handshake_without_a_load_completes_though_its_flight_is_longer() {
        Pair pair = Pair.dtls13(1).server(server().cookiePolicy(CookiePolicy.UNDER_LOAD)).client(client -> client.withoutHandshakeLimit());
        long begun = pair.now();
        pair.connect();
        assertTrue(pair.now() - begun < Duration.ofSeconds(1).toNanos(), "an ACK is all that is waited for: " + (pair.now() - begun));
        Agreement.checkAndTalk(pair);
    }

    @Test
    void what_was_received_three_times_and_no_more() {
        SendBudget budget = new SendBudget(false);
        assertEquals(0, budget.limit(1200));
        budget.received(100);
        assertEquals(300, budget.limit(1200));
        assertEquals(200, budget.limit(200));
        budget.sent(250);
        assertEquals(50, budget.limit(1200));
        budget.sent(100); // as a last datagram may
        assertEquals(0, budget.limit(1200));
        budget.received(20);
        assertEquals(10, budget.limit(1200));
        budget.prove();
        assertEquals(1200, budget.limit(1200));
        assertEquals(1200, new SendBudget(true).limit(1200));
    }
}
