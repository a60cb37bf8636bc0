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
    private static final OptionTable TABLE = new OptionTable("demo", List.of(), List.of(
            Section.of("What is told", OutputOptions.JSON, OptionTable.HELP)));
    private static final List<String> MESSAGES = List.of("Hello, DTLS!", "Datagrams, not streams");
    private static final List<ExportRequest> EXPORTS = List.of(new ExportRequest("EXPORTER-PureDTLS-demo", 32));
    /** Loopback loses nothing, but a cold JVM on a busy machine may take its time. */
    private static final FlightTiming PATIENT = FlightTiming.DEFAULT.withInitialRto(Duration.ofSeconds(10));
    private static final Duration WAIT = Duration.ofSeconds(30);

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
    public int run(Arguments given, Surroundings surroundings) {
        LineWriter out = LineWriter.to(surroundings.out());
        DemoWriter writer = given.has(OutputOptions.JSON) ? new DemoJson(out) : new DemoWords(out);
        Wiretap wiretap = new Wiretap();
        try {
            Credentials credentials = SelfSigned.ecdsaP256("localhost", "127.0.0.1");
            ServerConfig serverConfig = ServerConfig.identity(credentials).versions(ProtocolVersion.DTLS_1_2)
                    .flightTiming(PATIENT).trace(wiretap.at(End.SERVER)).build();
            ClientConfig clientConfig = ClientConfig.trusting(TrustPolicy.roots(credentials.chain().get(0))) // it and nobody else
                    .versions(ProtocolVersion.DTLS_1_2).flightTiming(PATIENT).trace(wiretap.at(End.CLIENT)).serverName("localhost").build();
            try (DtlsEndpoint server = endpoint(wiretap.at(End.SERVER)); DtlsEndpoint client = endpoint(wiretap.at(End.CLIENT))) {
                server.listen(serverConfig);
                InetSocketAddress address = server.localAddress().orElseThrow();
                writer.begin(address, credentials.chain().get(0));
                talk(client.connect(address, clientConfig), server, wiretap, writer);
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

    private static DtlsEndpoint endpoint(Wiretap.Tap tap) {
        return DtlsEndpoint.open(EndpointConfig.builder()
                .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)).filter(tap).build());
    }

    private static void talk(DtlsSession client, DtlsEndpoint server, Wiretap wiretap, DemoWriter writer)
            throws IOException, InterruptedException {
        DtlsSession other = server.accept(WAIT).orElseThrow(() -> failure(client));
        awaitOpened(client);
        awaitOpened(other);
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
        writer.closed(wiretap.flights(), client, end);
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
