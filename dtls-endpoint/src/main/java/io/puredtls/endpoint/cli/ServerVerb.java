package io.puredtls.endpoint.cli;

import io.puredtls.config.AntiReplay;
import io.puredtls.config.ClientAuthentication;
import io.puredtls.config.ConfigException;
import io.puredtls.config.CookiePolicy;
import io.puredtls.config.EarlyDataPolicy;
import io.puredtls.config.ServerConfig;
import io.puredtls.config.TicketPolicy;
import io.puredtls.crypto.credentials.Credentials;
import io.puredtls.crypto.entropy.SystemEntropy;
import io.puredtls.endpoint.DtlsEndpoint;
import io.puredtls.endpoint.EndpointConfig;
import io.puredtls.endpoint.cli.Option.Range;
import io.puredtls.endpoint.cli.OptionTable.Section;
import io.puredtls.session.TicketKeys;
import io.puredtls.trust.TrustPolicy;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** {@code server}: listens, echoes and prints what it receives, until it is told to stop or has served enough. */
final class ServerVerb implements Verb {
    static final Option LISTEN = Option.value("--listen", "HOST:PORT",
            "Where to listen; :PORT is every address of this machine, 0.0.0.0:PORT every IPv4 address, port 0 one of the kernel's "
            + "choice, which is told.", "127.0.0.1:4433");
    static final Option COUNT = Option.number("--count", "N", new Range(1, Integer.MAX_VALUE, ""),
            "Leave when N sessions are over, however they ended.", "go on until interrupted");
    static final Option QUIET = Option.flag("--quiet", "Echo only: messages are not printed.");
    static final Option REQUEST = Option.flag("--request-client-cert", "Ask clients for a certificate; whoever has none is let in.");
    static final Option REQUIRE = Option.flag("--require-client-cert", "Ask clients for a certificate; whoever has none is refused.");
    static final Option NO_COOKIE = Option.flag("--no-cookie",
            "Do not ask clients to prove their address first. Then anyone can make this server answer to anyone.");

    static final Option TICKETS = Option.number("--tickets", "N", new Range(0, 16, ""),
            "How many tickets a client gets after each handshake, to come back with, in DTLS 1.2 one at most; 0: none are given, and none taken.", "2");
    static final Option EARLY_DATA = Option.number("--early-data", "BYTES", new Range(1, 1 << 20, "bytes"),
            "Take so much data from clients that come back, before the handshake is complete, each hello once. They need not prove "
            + "their address then.", "none is taken");

    /** More than a server like this one sees within the ten seconds for which it must know them. */
    private static final int REMEMBERED_HELLOS = 100_000;
    private static final Duration TICKET_KEY_ROTATION = Duration.ofDays(1);
    private static final List<Option> FOR_DTLS_1_3 = List.of(EARLY_DATA);

    private static final OptionTable TABLE = new OptionTable("server", List.of(), List.of(
            Section.of("Where it listens and for how long", LISTEN, COUNT, QUIET, NO_COOKIE),
            new Section(CredentialsOptions.SECTION.heading(), List.of(CredentialsOptions.CERT, CredentialsOptions.KEY,
                    CredentialsOptions.KEY_PASS, CredentialsOptions.P12, CredentialsOptions.OCSP, CredentialsOptions.RAW_PUBLIC_KEY, CredentialsOptions.SNI, PskOptions.PSK_OF_SERVER, PskOptions.PSK_FILE_OF_SERVER,
                    PskOptions.PSK_HINT)),
            new Section("Whom we trust, if clients are asked for certificates", List.of(REQUEST, REQUIRE,
                    TrustOptions.CA_OF_SERVER, TrustOptions.CRL, TrustOptions.FINGERPRINT, TrustOptions.PEER_KEY_OF_SERVER, TrustOptions.INSECURE_OF_SERVER)),
            Section.of("How clients come back", TICKETS, EARLY_DATA),
            ProtocolOptions.NEGOTIATION, MobilityOptions.SECTION, ProtocolOptions.TIME, OutputOptions.SECTION));

    @Override
    public String summary() {
        return "listen, echo and print what comes, many sessions at once";
    }

    @Override
    public String description() {
        return "Listens; echoes every message, and prints it. On an interrupt (Ctrl-C) every client gets a close_notify and the server "
                + "leaves. Exit status: 0 interrupted or --count reached, 1 it cannot listen, 2 bad usage.";
    }

    @Override
    public OptionTable options() {
        return TABLE;
    }

    @Override
    public int run(Arguments given, Surroundings surroundings) throws UsageException {
        JavaRuntime.requireGroups();
        ServerConfig config = config(given, surroundings);
        EventWriter events = OutputOptions.events(given, surroundings);
        EndpointConfig.Builder socket = EndpointConfig.builder();
        HostPort.bind(socket, LISTEN, given.text(LISTEN).orElse("127.0.0.1:4433"));
        given.number(ProtocolOptions.IDLE).ifPresent(seconds -> socket.idleTimeout(Duration.ofSeconds(seconds)));
        CompletableFuture<Void> enough = new CompletableFuture<>();
        EchoHandler echo = new EchoHandler(given, events, ExportRequest.all(given), enough, surroundings);
        try (DtlsEndpoint endpoint = DtlsEndpoint.open(socket.build())) {
            endpoint.listen(config, echo);
            surroundings.stop().onStop(() -> enough.complete(null)); // whoever hears that it listens may stop it
            events.listening(endpoint.localAddress().orElseThrow());
            CompletableFuture.anyOf(enough, endpoint.closed()).join();
            if (!enough.isDone()) {
                surroundings.note("dtls server: the socket failed");
                return ExitStatus.FAILED;
            }
            return ExitStatus.OK;
        } catch (IOException failed) {
            surroundings.note("dtls server: " + failed.getMessage());
            return ExitStatus.FAILED;
        }
    }

    private static ServerConfig config(Arguments given, Surroundings surroundings) throws UsageException {
        List<Credentials> shown = CredentialsOptions.ofServer(given);
        ServerConfig.Builder builder = ServerConfig.identity(shown.toArray(Credentials[]::new));
        builder.preSharedKeys(PskOptions.store(given));
        Versions versions = shown.isEmpty() ? Versions.of(given).withoutCertificates(given) : Versions.of(given);
        versions.requireFor(given, FOR_DTLS_1_3);
        versions.apply(builder);
        ProtocolOptions.apply(given, builder, surroundings);
        askForCertificates(given, builder, surroundings);
        letComeBack(given, builder);
        if (given.has(NO_COOKIE)) {
            builder.cookiePolicy(CookiePolicy.NEVER);
        }
        OutputOptions.apply(given, surroundings, builder);
        try {
            return builder.build();
        } catch (ConfigException impossible) {
            throw ProtocolOptions.impossible(given, impossible);
        }
    }

    private static void letComeBack(Arguments given, ServerConfig.Builder builder) throws UsageException {
        int count = given.number(TICKETS).orElse(1);
        if (count == 0) {
            if (given.has(EARLY_DATA)) {
                throw new UsageException("--early-data comes with tickets, and --tickets 0 gives none");
            }
            builder.tickets(TicketPolicy.NONE);
        } else if (given.has(TICKETS)) {
            builder.tickets(TicketPolicy.sealedBy(TicketKeys.rotating(SystemEntropy.INSTANCE, TICKET_KEY_ROTATION)).withCount(count));
        }
        if (given.has(EARLY_DATA)) {
            AntiReplay seen = AntiReplay.inMemory(REMEMBERED_HELLOS, EarlyDataPolicy.REFUSED.window().toMillis());
            builder.earlyData(EarlyDataPolicy.of(given.number(EARLY_DATA).orElseThrow(), seen)).cookiePolicy(CookiePolicy.EXCEPT_RESUMED);
        }
    }

    private static void askForCertificates(Arguments given, ServerConfig.Builder builder, Surroundings surroundings) throws UsageException {
        if (given.has(REQUEST) && given.has(REQUIRE)) {
            throw new UsageException("--request-client-cert and --require-client-cert exclude each other");
        }
        for (Option key : List.of(PskOptions.PSK, PskOptions.PSK_FILE)) {
            if (isRequired(given) && given.has(key)) { // [RFC9846 §4.4.2] who has a key is not asked for a certificate
                throw new UsageException((given.has(REQUIRE) ? REQUIRE : TrustOptions.PEER_KEY).name() + " and " + key.name()
                        + " exclude each other: who has the pre-shared key shows nothing else");
            }
        }
        Optional<TrustPolicy> trust = TrustOptions.ofServer(given, surroundings);
        if (given.has(TrustOptions.CRL) && !given.has(TrustOptions.CA)) {
            throw new UsageException("--crl needs --ca: whose lists they are");
        }
        if (!given.has(REQUEST) && !isRequired(given)) {
            if (trust.isPresent()) {
                surroundings.note("warning: nobody is asked for a certificate, so nobody is checked against the one trusted; "
                        + "--require-client-cert asks");
            }
            return;
        }
        String asked = (given.has(REQUIRE) ? REQUIRE : REQUEST).name();
        builder.clientAuthentication(
                isRequired(given) ? ClientAuthentication.REQUIRED : ClientAuthentication.REQUESTED,
                trust.orElseThrow(() -> new UsageException(asked + " needs --ca, --fingerprint, --peer-key or --insecure: whom to trust")));
        builder.acceptableIssuers(TrustOptions.authorities(given));
    }

    /** Whoever names the key of a client does not mean to let everybody in. */
    private static boolean isRequired(Arguments given) {
        return given.has(REQUIRE) || given.has(TrustOptions.PEER_KEY) && !given.has(REQUEST);
    }
}
