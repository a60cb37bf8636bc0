package io.puredtls.endpoint.cli;

import io.puredtls.config.ClientConfig;
import io.puredtls.config.FlightTiming;
import io.puredtls.config.ServerConfig;
import io.puredtls.crypto.credentials.Credentials;
import io.puredtls.crypto.credentials.SelfSigned;
import io.puredtls.endpoint.DtlsEndpoint;
import io.puredtls.endpoint.DtlsSession;
import io.puredtls.endpoint.EndpointConfig;
import io.puredtls.endpoint.SessionEnd;
import io.puredtls.endpoint.SessionEndedException;
import io.puredtls.endpoint.cli.Connection.End;
import io.puredtls.endpoint.cli.OptionTable.Section;
import io.puredtls.endpoint.explain.Overview.Flight;
import io.puredtls.endpoint.explain.Sender;
import io.puredtls.record.ProtocolVersion;
import io.puredtls.trust.TrustPolicy;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

/** {@code demo}: a server and a client in one process, over real UDP on loopback, and what passes between them. */
final class DemoVerb implements Verb {
    private static final Option VERSION = ProtocolOptions.MAX_VERSION.explained("The DTLS that is shown, 1.2 or 1.3.", "1.3");
    private static final OptionTable TABLE = new OptionTable("demo", List.of(), List.of(
            Section.of("What is shown", VERSION, OutputOptions.JSON, OptionTable.HELP)));
    private static final List<String> MESSAGES = List.of("Hello, DTLS!", "Datagrams, not streams");
    private static final List<ExportRequest> EXPORTS = List.of(new ExportRequest("EXPORTER-PureDTLS-demo", 32));
    /** Loopback loses nothing, but a cold JVM on a busy machine may take its time. */
    private static final FlightTiming PATIENT = FlightTiming.DEFAULT.withInitialRto(Duration.ofSeconds(10));
    private static final Duration WAIT = Duration.ofSeconds(30);
    private static final Duration SETTLING = Duration.ofSeconds(5);

    @Override
    public String summary() {
        return "watch a server and a client meet over UDP; needs nothing";
    }

    @Override
    public String description() {
        return "Starts a server and a client in this process, over UDP on loopback, with a certificate made on the spot. Shows the "
                + "handshake flight by flight, exchanges messages, prints what was agreed on and closes.";
    }

    @Override
    public OptionTable options() {
        return TABLE;
    }

    @Override
    public int run(Arguments given, Surroundings surroundings) throws UsageException {
        LineWriter out = LineWriter.to(surroundings.out());
        List<ProtocolVersion> upTo = Versions.named(given).spoken();
        ProtocolVersion version = upTo.get(upTo.size() - 1);
        DemoWriter writer = given.has(OutputOptions.JSON) ? new DemoJson(out)
                : new DemoWords(out, version.equals(ProtocolVersion.DTLS_1_3) ? DemoCourse.DTLS13 : DemoCourse.DTLS12);
        try {
            Credentials credentials = SelfSigned.ecdsaP256("localhost", "127.0.0.1");
            ServerConfig serverConfig = ServerConfig.identity(credentials).versions(version).flightTiming(PATIENT).build();
            try (DtlsEndpoint server = endpoint(); DtlsEndpoint client = endpoint()) {
                server.listen(serverConfig);
                InetSocketAddress address = server.localAddress().orElseThrow();
                try (Wiretap wiretap = Wiretap.before(address)) {
                    ClientConfig clientConfig = ClientConfig.trusting(TrustPolicy.roots(credentials.chain().get(0))) // it and nobody else
                            .versions(version).flightTiming(PATIENT).dangerouslyLogSecrets(wiretap.keyLog()).serverName("localhost").build();
                    writer.begin(address, credentials.chain().get(0));
                    talk(client.connect(wiretap.address(), clientConfig), server, wiretap, writer);
                }
            }
            return ExitStatus.OK;
        } catch (SessionEndedException ended) {
            writer.failed(ended.end());
        } catch (IOException | CompletionException failed) {
            writer.failed(new SessionEnd(SessionEnd.Reason.IO_FAILED, Optional.empty(), Optional.empty(), false, failed.getMessage()));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        return ExitStatus.FAILED;
    }

    private static DtlsEndpoint endpoint() {
        return DtlsEndpoint.open(EndpointConfig.builder().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)).build());
    }

    private static void talk(DtlsSession client, DtlsEndpoint server, Wiretap wiretap, DemoWriter writer)
            throws IOException, InterruptedException {
        DtlsSession other = server.accept(WAIT).orElseThrow(() -> failure(client));
        awaitOpened(client);
        awaitOpened(other);
        wiretap.await(DemoVerb::isSettled, SETTLING);
        writer.handshake(wiretap.flights());
        writer.agreed(
                Connection.of(End.CLIENT, client, client.info().orElseThrow(), EXPORTS),
                Connection.of(End.SERVER, other, other.info().orElseThrow(), EXPORTS));
        for (String text : MESSAGES) {
            client.send(text.getBytes(StandardCharsets.UTF_8));
            writer.message(End.SERVER, client.localAddress(), received(other));
            other.send(text.toUpperCase(Locale.ROOT).getBytes(StandardCharsets.UTF_8));
            writer.message(End.CLIENT, other.localAddress(), received(client));
        }
        writer.exchanged(wiretap.flights());
        client.close();
        SessionEnd end = other.closed().orTimeout(WAIT.toSeconds(), TimeUnit.SECONDS).join();
        client.closed().join();
        wiretap.await(flights -> count(flights, "Alert close_notify") == 2, SETTLING);
        writer.closed(wiretap.flights(), client, end);
    }

    /** [RFC9147 §5.7] Whether what follows a handshake of DTLS 1.3 has been acknowledged too. */
    private static boolean isSettled(List<Flight> flights) {
        Flight last = flights.get(flights.size() - 1);
        boolean isAcknowledged = last.from() == Sender.CLIENT && count(List.of(last), "[ACK]") > 0;
        return isAcknowledged && count(flights, "NewSessionTicket") > 0 || count(flights, "ServerHelloDone") > 0;
    }

    private static long count(List<Flight> flights, String what) {
        return flights.stream().flatMap(flight -> flight.datagrams().stream()).flatMap(datagram -> datagram.records().stream())
                .flatMap(record -> record.items().stream()).filter(item -> item.words().startsWith(what)).count();
    }

    private static void awaitOpened(DtlsSession session) throws IOException {
        try {
            session.opened().join();
        } catch (CompletionException failed) {
            throw failure(session);
        }
    }

    private static byte[] received(DtlsSession session) throws IOException, InterruptedException {
        return session.receive(WAIT).orElseThrow(() -> new IOException("a message was lost on the way, on loopback"));
    }

    private static IOException failure(DtlsSession session) {
        return new IOException("the handshake did not complete: "
                + session.closed().getNow(new SessionEnd(SessionEnd.Reason.IO_FAILED, Optional.empty(), Optional.empty(), false,
                "no answer within " + WAIT.toSeconds() + " s")).message());
    }
}
