package io.puredtls.endpoint.explain;

import io.puredtls.config.ClientAuthentication;
import io.puredtls.config.ClientConfig;
import io.puredtls.config.ConfigException;
import io.puredtls.config.ConnectionIdGenerator;
import io.puredtls.config.ConnectionIdUsage;
import io.puredtls.config.CookiePolicy;
import io.puredtls.config.Grease;
import io.puredtls.config.LegacyCipherSuites;
import io.puredtls.config.ServerConfig;
import io.puredtls.config.TicketPolicy;
import io.puredtls.crypto.credentials.Credentials;
import io.puredtls.crypto.credentials.KeyAlgorithm;
import io.puredtls.crypto.credentials.SelfSigned;
import io.puredtls.crypto.jca.Jca;
import io.puredtls.crypto.kex.NamedGroup;
import io.puredtls.crypto.sign.SignatureScheme;
import io.puredtls.crypto.suite.CipherSuite;
import io.puredtls.engine.DtlsEngine;
import io.puredtls.engine.HelloGate;
import io.puredtls.event.EngineEvent;
import io.puredtls.record.ProtocolVersion;
import io.puredtls.session.Session;
import io.puredtls.session.TicketKeys;
import io.puredtls.trust.TrustPolicy;
import io.puredtls.wire.Bytes;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * A client and a server that meet in memory, in virtual time and with randomness from a seed: the same options give the
 * same bytes, on every Java runtime. The client says a line, the server says one, and the client closes.
 */
public final class LiveHandshake {
    /** The one way to sign that gives the same bytes on every runtime and is not tied to a cipher suite. */
    private static final List<SignatureScheme> SIGNATURES =
            List.of(SignatureScheme.ED25519, SignatureScheme.ECDSA_SECP256R1_SHA256, SignatureScheme.RSA_PSS_RSAE_SHA256);
    private static final Instant TODAY = Instant.parse("2026-01-01T00:00:00Z");
    private static final byte[] CLIENT_ADDRESS = {10, 0, 0, 1, 0x12, 0x34};
    private static final long TRANSIT = Duration.ofMillis(10).toNanos();
    /** How long nothing must be due for everything to be said. */
    private static final long QUIET = Duration.ofSeconds(5).toNanos();
    private static final int MAX_STEPS = 10_000;

    private final Options options;
    private final Credentials server;
    private final Credentials client;
    private final List<Packet> packets = new ArrayList<>();
    private final List<String> keyLog = new ArrayList<>();
    private long now;

    /** What happens besides the handshake itself. */
    public enum Extra {
        /** The server asks for a cookie first. */
        RETRY,
        /** The server asks for the client's certificate. */
        CLIENT_CERTIFICATE,
        /** The client comes back with a ticket. */
        RESUMPTION,
        /** The client changes its keys and asks the server to do the same. */
        KEY_UPDATE,
        /** Both ends want to see connection IDs, of 8 bytes the client and of 4 the server; in DTLS 1.3 there are others later. */
        CONNECTION_IDS
    }

    /**
     * What is to be shown.
     *
     * @param cipherSuites of the version, the preferred one first; empty for the default
     * @param groups the preferred one first; empty for the default
     * @param seed everything random follows from it
     */
    public record Options(ProtocolVersion version, List<CipherSuite> cipherSuites, List<NamedGroup> groups, Set<Extra> extras, long seed) {
        private static final List<CipherSuite> SUITES13 = List.of(
                CipherSuite.TLS_AES_128_GCM_SHA256, CipherSuite.TLS_AES_256_GCM_SHA384, CipherSuite.TLS_CHACHA20_POLY1305_SHA256);
        private static final List<CipherSuite> SUITES12 = List.of(
                CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256, CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384,
                CipherSuite.TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256);

        /** Copies the lists and fills in the defaults. */
        public Options {
            boolean is13 = version.equals(ProtocolVersion.DTLS_1_3);
            cipherSuites = cipherSuites.isEmpty() ? is13 ? SUITES13 : SUITES12 : List.copyOf(cipherSuites);
            groups = groups.isEmpty() ? List.of(NamedGroup.X25519, NamedGroup.SECP256R1) : List.copyOf(groups);
            extras = Set.copyOf(extras);
        }

        boolean has(Extra extra) {
            return extras.contains(extra);
        }
    }

    private LiveHandshake(Options options) {
        this.options = options;
        this.server = credentials("server.example");
        this.client = credentials("client.example");
    }

    /** The same key and certificate each time, whatever the seed. */
    private static Credentials credentials(String name) {
        return SelfSigned.builder(KeyAlgorithm.ED25519).name(name).entropy(new SeededEntropy(0, name)).jca(Jca.PLATFORM)
                .validity(TODAY.minus(Duration.ofDays(1)), TODAY.plus(Duration.ofDays(364))).generate();
    }

    /**
     * Runs it.
     *
     * @throws ConfigException if the options do not go together
     * @throws IllegalStateException if the two ends do not come to an end
     */
    public static Capture run(Options options) {
        LiveHandshake live = new LiveHandshake(options);
        Optional<Session> session = live.meet(Optional.empty());
        if (options.has(Extra.RESUMPTION)) {
            live.now += Duration.ofSeconds(10).toNanos();
            live.meet(session).ifPresent(Session::close);
        }
        session.ifPresent(Session::close);
        try {
            return new Capture(live.packets, Secrets.parse(live.keyLog), List.of());
        } catch (CaptureException impossible) {
            throw new IllegalStateException("the library's own key log cannot be read", impossible);
        }
    }

    private ClientConfig clientConfig(Optional<Session> session) {
        ClientConfig.Builder config = ClientConfig.trusting(TrustPolicy.roots(server.chain().get(0))).serverName("server.example")
                .versions(options.version()).legacyCipherSuites(LegacyCipherSuites.CBC).cipherSuites(options.cipherSuites()).groups(options.groups()).signatureSchemes(SIGNATURES)
                .entropy(entropy("client", session)).clock(Clock.fixed(TODAY, ZoneOffset.UTC)).grease(Grease.NONE)
                .dangerouslyLogSecrets(keyLog::add);
        if (options.has(Extra.CLIENT_CERTIFICATE)) {
            config.identity(client);
        }
        if (options.has(Extra.CONNECTION_IDS)) {
            config.connectionIds(ConnectionIdGenerator.ofLength(8));
        }
        session.ifPresent(config::resume);
        return config.build();
    }

    private SeededEntropy entropy(String purpose, Optional<Session> session) {
        return new SeededEntropy(options.seed(), purpose + (session.isPresent() ? " comes back" : ""));
    }

    private ServerConfig serverConfig(Optional<Session> session) {
        ServerConfig.Builder config = ServerConfig.identity(server)
                .versions(options.version()).legacyCipherSuites(LegacyCipherSuites.CBC).cipherSuites(options.cipherSuites()).groups(options.groups()).signatureSchemes(SIGNATURES)
                .entropy(entropy("server", session)).clock(Clock.fixed(TODAY, ZoneOffset.UTC))
                .cookiePolicy(options.has(Extra.RETRY) ? CookiePolicy.ALWAYS : CookiePolicy.NEVER);
        if (options.has(Extra.RESUMPTION)) {
            TicketKeys keys = TicketKeys.rotating(new SeededEntropy(options.seed(), "tickets"), Duration.ofDays(1));
            config.tickets(TicketPolicy.sealedBy(keys).withCount(1));
        } else {
            config.tickets(TicketPolicy.NONE);
        }
        if (options.has(Extra.CLIENT_CERTIFICATE)) {
            config.clientAuthentication(ClientAuthentication.REQUIRED, TrustPolicy.roots(client.chain().get(0)));
        }
        if (options.has(Extra.CONNECTION_IDS)) {
            config.connectionIds(ConnectionIdGenerator.ofLength(4));
        }
        return config.build();
    }

    /** From the first hello to the last alert; gives what can be resumed. */
    private Optional<Session> meet(Optional<Session> session) {
        ServerConfig serverConfig = serverConfig(session);
        Line line = new Line(clientConfig(session), serverConfig);
        line.settle();
        line.require(line.isConnected());
        line.say(Sender.CLIENT, "Hello, server!");
        line.say(Sender.SERVER, "Hello, client!");
        if (options.has(Extra.KEY_UPDATE)) {
            line.command(client -> client.updateKeys(now));
            line.say(Sender.CLIENT, "Under new keys.");
            line.say(Sender.SERVER, "Under new keys, too.");
        }
        if (options.has(Extra.CONNECTION_IDS) && options.version().equals(ProtocolVersion.DTLS_1_3)) {
            line.command(client -> client.requestConnectionIds(1, now));
            line.command(client -> client.issueConnectionIds(1, ConnectionIdUsage.CID_IMMEDIATE, now));
            line.say(Sender.SERVER, "Under another name.");
        }
        line.command(client -> client.shutdown(now));
        line.client.close();
        line.server.ifPresent(DtlsEngine::close);
        return line.resumable;
    }

    /** Two engines and what is between them. */
    private final class Line {
        private final DtlsEngine client;
        private final ServerConfig serverConfig;
        private final HelloGate gate;
        private final ArrayDeque<Arrival> arrivals = new ArrayDeque<>();
        private final byte[] buffer = new byte[65_535];
        private Optional<DtlsEngine> server = Optional.empty();
        private Optional<Session> resumable = Optional.empty();
        private String failure = "";

        private Line(ClientConfig clientConfig, ServerConfig serverConfig) {
            this.serverConfig = serverConfig;
            this.gate = new HelloGate(serverConfig, now);
            this.client = DtlsEngine.client(clientConfig, LiveHandshake::ignore);
            client.start(now);
            flush();
        }

        private boolean isConnected() {
            return client.isConnected() && server.map(DtlsEngine::isConnected).orElse(false);
        }

        private void require(boolean condition) {
            if (!condition) {
                throw new IllegalStateException("the two ends did not agree" + (failure.isEmpty() ? "" : ": " + failure));
            }
        }

        private void say(Sender from, String text) {
            byte[] data = text.getBytes(StandardCharsets.UTF_8);
            DtlsEngine engine = from == Sender.CLIENT ? client : server.orElseThrow();
            int length = engine.seal(data, 0, data.length, buffer, 0);
            send(from, length);
            settle();
        }

        private void command(Consumer<DtlsEngine> command) {
            command.accept(client);
            flush();
            settle();
        }

        private void send(Sender from, int length) {
            packets.add(new Packet(from, Bytes.of(buffer, 0, length)));
            arrivals.add(new Arrival(now + TRANSIT, from, Bytes.of(buffer, 0, length)));
        }

        /** Lets everything arrive, and everything happen that is due soon. */
        private void settle() {
            for (int step = 0; step < MAX_STEPS; step++) {
                long deadline = Math.min(client.deadline(), server.map(DtlsEngine::deadline).orElse(DtlsEngine.NO_DEADLINE));
                if (!arrivals.isEmpty() && arrivals.peek().at <= deadline) {
                    Arrival arrival = arrivals.remove();
                    now = Math.max(now, arrival.at);
                    deliver(arrival);
                } else if (deadline - now <= QUIET) {
                    now = Math.max(now, deadline);
                    client.onTimeout(now);
                    server.ifPresent(engine -> engine.onTimeout(now));
                } else {
                    return;
                }
                flush();
            }
            require(false);
        }

        private void deliver(Arrival arrival) {
            byte[] data = arrival.datagram.toArray();
            if (arrival.from == Sender.SERVER) {
                client.receive(data, 0, data.length, now);
            } else if (server.isPresent()) {
                server.get().receive(data, 0, data.length, now);
            } else {
                HelloGate.Verdict verdict = gate.inspect(data, 0, data.length, CLIENT_ADDRESS, now, buffer);
                if (verdict instanceof HelloGate.Verdict.Reply reply) {
                    send(Sender.SERVER, reply.length());
                } else if (verdict instanceof HelloGate.Verdict.Refuse refusal) {
                    send(Sender.SERVER, refusal.length());
                } else if (verdict instanceof HelloGate.Verdict.Admit admit) {
                    DtlsEngine engine = DtlsEngine.server(serverConfig, admit.hello(), LiveHandshake::ignore);
                    engine.start(now);
                    server = Optional.of(engine);
                }
            }
        }

        private void flush() {
            flush(client, Sender.CLIENT);
            server.ifPresent(engine -> flush(engine, Sender.SERVER));
        }

        private void flush(DtlsEngine engine, Sender from) {
            for (int length = engine.pollDatagram(buffer, 0, now); length > 0; length = engine.pollDatagram(buffer, 0, now)) {
                send(from, length);
            }
            for (Optional<EngineEvent> event = engine.pollEvent(); event.isPresent(); event = engine.pollEvent()) {
                if (event.get() instanceof EngineEvent.Resumable ticket) {
                    resumable.ifPresent(Session::close);
                    resumable = Optional.of(ticket.session());
                } else if (event.get() instanceof EngineEvent.Failed failed) {
                    failure = failed.message();
                }
            }
        }
    }

    private record Arrival(long at, Sender from, Bytes datagram) {
    }

    private static void ignore(byte[] datagram, int offset, int length) {
        Arrays.fill(datagram, offset, offset + length, (byte) 0); // nobody reads it
    }
}
