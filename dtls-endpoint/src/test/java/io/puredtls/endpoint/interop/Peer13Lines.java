package io.puredtls.endpoint.interop;

import io.puredtls.endpoint.DtlsEndpoint;
import io.puredtls.endpoint.DtlsSession;
import io.puredtls.endpoint.interop.Peer13.Running;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/** Sessions with peers: how they come, and lines to and from them, each a message. */
final class Peer13Lines {
    private Peer13Lines() {
    }

    /** The session of {@code client}, waited for as long as it lives. */
    static DtlsSession accept(DtlsEndpoint server, Running client) throws InterruptedException {
        for (int waited = 0; waited < Tool.PATIENCE.toSeconds() && !client.tool().hasEnded(); waited++) {
            Optional<DtlsSession> session = server.accept(Duration.ofSeconds(1));
            if (session.isPresent()) {
                return session.get();
            }
        }
        throw new AssertionError("nobody connected: " + server.stats() + "\n" + client.tool());
    }

    static String receive(DtlsSession session) throws IOException, InterruptedException {
        byte[] message = session.receive(Tool.PATIENCE).orElseThrow(() -> new AssertionError("nothing came: " + session.stats()));
        return new String(message, StandardCharsets.UTF_8);
    }

    /** Sends the next line back, and gives it. */
    static String echo(DtlsSession session) throws IOException, InterruptedException {
        String line = receive(session);
        session.send(line.getBytes(StandardCharsets.UTF_8));
        return line;
    }
}
