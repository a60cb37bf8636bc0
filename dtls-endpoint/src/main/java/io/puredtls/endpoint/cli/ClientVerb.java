package io.puredtls.endpoint.cli;

import io.puredtls.config.ClientConfig;
import io.puredtls.config.ConfigException;
import io.puredtls.config.LegacyTickets;
import io.puredtls.crypto.credentials.Credentials;
import io.puredtls.endpoint.DatagramTooLargeException;
import io.puredtls.endpoint.Dtls;
import io.puredtls.endpoint.DtlsSession;
import io.puredtls.endpoint.EarlyDataOutcome;
import io.puredtls.endpoint.EndpointConfig;
import io.puredtls.endpoint.cli.Option.Range;
import io.puredtls.endpoint.cli.OptionTable.Section;
import io.puredtls.endpoint.text.AddressText;
import io.puredtls.record.ProtocolVersion;
import io.puredtls.session.Session;
import io.puredtls.trust.TrustPolicy;
import java.io.IOException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** {@code client HOST PORT}: every line of standard input goes out as one message, every message that comes is printed. */
final class ClientVerb implements Verb {
    static final Option SERVERNAME = Option.value("--servername", "NAME",
            "The name to ask for and to find in the server's certificate.", "HOST");
    static final Option BIND = Option.value("--bind", "HOST:PORT", "The local address.", "any address, any port");
    static final Option SEND = Option.value("--send", "TEXT",
            "A message to send as soon as connected, instead of standard input.", "").repeated();
    static final Option EXPECT = Option.number("--expect", "N", new Range(1, Integer.MAX_VALUE, ""),
            "Leave after N messages have come; if the session ends before that, exit with 3.", "leave at the end of the input");

    private static final Duration EXPECT_IDLE = Duration.ofSeconds(30);
    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(5);

    private static final List<Option> CREDENTIALS = Stream.concat(
            CredentialsOptions.SECTION.options().stream(), Stream.of(PskOptions.PSK, PskOptions.PSK_FILE)).toList();
    private static final List<Option> FOR_DTLS_1_3 = List.of(ResumptionOptions.EARLY_DATA, ResumptionOptions.UPDATE_KEYS);
    private static final OptionTable TABLE = new OptionTable("client", List.of("HOST", "PORT"), List.of(
            Section.of("Where it connects to and what it says", SERVERNAME, BIND, SEND, EXPECT),
            TrustOptions.SECTION, new Section(CredentialsOptions.SECTION.heading(), CREDENTIALS), ResumptionOptions.SECTION,
            ProtocolOptions.ofClient(), MobilityOptions.OF_CLIENT, ProtocolOptions.TIME, OutputOptions.SECTION));

    @Override
    public String summary() {
        return "connect to HOST PORT, send lines, print what comes back";
    }

    @Override
    public String description() {
        return "Connects. Every line of standard input is sent as one message, every message that comes is printed; the end of "
                + "input closes the session once nothing has come for half a second, and after two in any case; later where the "
                + "handshake took longer. Exit status: 0 closed in order, 1 no handshake or a message that could not be sent, 2 bad usage, "
                + "3 lost after the handshake.";
    }

    @Override
    public OptionTable options() {
        return TABLE;
    }

    @Override
    public int run(Arguments given, Surroundings surroundings) throws UsageException {
        JavaRuntime.requireGroups();
        String host = given.operand(0);
        int port = HostPort.port(given.operand(1), 1);
        if (port < 0) {
            throw new UsageException("PORT " + given.operand(1) + ": a port is 1 to 65535");
        }
        checkMessages(given);
        ClientConfig config = config(given, host, surroundings);
        EndpointConfig socket = socket(given);
        EventWriter events = OutputOptions.events(given, surroundings);
        Consumer<Session> tickets = ResumptionOptions.saving(given, surroundings);
        Conversation conversation = new Conversation(events, ExportRequest.all(given), given.number(EXPECT), tickets);
        CompletableFuture<DtlsSession> begun = new CompletableFuture<>();
        surroundings.stop().onStop(() -> begun.thenAccept(DtlsSession::close)); // before anything is told of it
        try (DtlsSession session = Dtls.connect(host, port, config, ResumptionOptions.early(given), conversation, socket)) {
            begun.complete(session);
            return talk(session, conversation, given, surroundings);
        } catch (UnknownHostException unknown) {
            events.failed(AddressText.of(host, port), "the host " + host + " is not known");
        } catch (IOException failed) {
            events.failed(AddressText.of(host, port), failed.getMessage());
        }
        return ExitStatus.FAILED;
    }

    private static int talk(DtlsSession session, Conversation conversation, Arguments given, Surroundings surroundings) {
        if (conversation.awaitOpened()) {
            if (given.has(ResumptionOptions.UPDATE_KEYS)) {
                updateKeys(session, conversation, surroundings);
            }
            if (given.has(MobilityOptions.REBIND)) {
                MobilityOptions.rebind(session, conversation, surroundings);
            }
            MessageSource source = given.has(SEND) ? MessageSource.of(given.all(SEND)) : MessageSource.lines(surroundings.in());
            CompletableFuture<Void> allSent = new CompletableFuture<>();
            Thread sender = new Thread(() -> {
                sendRefused(given, session, conversation, surroundings);
                send(source, session, conversation, surroundings);
                allSent.complete(null);
            }, "dtls-client-input");
            sender.setDaemon(true); // it may wait for a line that never comes
            sender.start();
            conversation.awaitEnough(allSent);
            if (given.has(ResumptionOptions.SESSION_OUT) && !conversation.awaitTicket()) {
                surroundings.note("dtls client: neither a ticket nor a session ID came, so no session was saved");
            }
            session.close();
        }
        conversation.awaitEnd(CLOSE_LIMIT);
        int status = conversation.status();
        if (status == ExitStatus.LOST && !conversation.missing().isEmpty()) {
            surroundings.note("dtls client: " + conversation.missing());
        }
        return status;
    }

    /** What comes next is to be said under the new keys. */
    private static void updateKeys(DtlsSession session, Conversation conversation, Surroundings surroundings) {
        try {
            session.updateKeys();
            if (!conversation.awaitKeysUpdated() && session.isConnected()) {
                conversation.notDone();
                surroundings.note("dtls client: --update-keys: the server has not acknowledged the new keys");
            }
        } catch (UnsupportedOperationException | IllegalStateException impossible) {
            if (session.isConnected()) { // else the end of the session has been told
                conversation.notDone();
                surroundings.note("dtls client: --update-keys: " + impossible.getMessage());
            }
        }
    }

    /** [RFC9846 §4.3.10] What the server did not take before the handshake is sent after it. */
    private static void sendRefused(Arguments given, DtlsSession session, Conversation conversation, Surroundings surroundings) {
        if (given.has(ResumptionOptions.EARLY_DATA) && session.earlyData().join() != EarlyDataOutcome.ACCEPTED) {
            surroundings.note("dtls client: early data was not taken by the server; it is sent again after the handshake");
            send(MessageSource.of(given.all(ResumptionOptions.EARLY_DATA)), session, conversation, surroundings);
        }
    }

    private static void send(MessageSource source, DtlsSession session, Conversation conversation, Surroundings surroundings) {
        try {
            for (var message = source.next(); message.isPresent() && session.isConnected(); message = source.next()) {
                try {
                    session.send(message.get());
                    conversation.sent();
                } catch (DatagramTooLargeException tooLong) {
                    conversation.notDone();
                    surroundings.note("dtls client: not sent: " + tooLong.getMessage());
                }
            }
        } catch (IOException | IllegalStateException over) {
            if (session.isConnected()) { // else the end of the session has been told
                conversation.notDone();
                surroundings.note("dtls client: " + over.getMessage());
            }
        }
    }

    private static void checkMessages(Arguments given) throws UsageException {
        LongestMessage longest = LongestMessage.of(given);
        for (String text : given.all(SEND)) {
            longest.require(SEND, text);
        }
    }

    private static ClientConfig config(Arguments given, String host, Surroundings surroundings) throws UsageException {
        TrustPolicy trust = TrustOptions.ofClient(given, surroundings);
        ClientConfig.Builder builder = ClientConfig.trusting(trust);
        builder.identity(CredentialsOptions.own(given).toArray(Credentials[]::new));
        Versions versions = Versions.of(given);
        versions.requireFor(given, FOR_DTLS_1_3);
        versions.apply(builder);
        ProtocolOptions.apply(given, builder, surroundings);
        ProtocolOptions.maxFragmentLength(given).ifPresent(builder::maxFragmentLength);
        builder.preSharedKeys(PskOptions.keys(given)).pskSelector(PskOptions.byHint());
        String name = given.text(SERVERNAME).orElse(host);
        try {
            builder.serverName(name);
        } catch (IllegalArgumentException impossible) {
            throw new UsageException((given.has(SERVERNAME) ? "--servername " : "HOST ") + name + ": " + impossible.getMessage());
        }
        new ResumptionOptions(given, name).apply(trust, builder);
        if (given.has(ResumptionOptions.SESSION_OUT) && versions.include(ProtocolVersion.DTLS_1_2)) {
            builder.legacyTickets(LegacyTickets.WANTED);
        }
        OutputOptions.apply(given, surroundings, builder);
        try {
            return builder.build();
        } catch (ConfigException impossible) {
            throw ProtocolOptions.impossible(given, impossible);
        }
    }

    private static EndpointConfig socket(Arguments given) throws UsageException {
        EndpointConfig.Builder builder = EndpointConfig.builder();
        if (given.has(BIND)) {
            HostPort.bind(builder, BIND, given.text(BIND).orElseThrow());
        }
        given.number(ProtocolOptions.IDLE).ifPresentOrElse(
                seconds -> builder.idleTimeout(Duration.ofSeconds(seconds)),
                () -> given.number(EXPECT).ifPresent(any -> builder.idleTimeout(EXPECT_IDLE)));
        return builder.build();
    }
}
