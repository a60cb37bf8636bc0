package io.puredtls.endpoint.interop;

import io.puredtls.endpoint.DtlsSession;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Lines to and from a session, each a message. */
final class Peer13Lines {
    private Peer13Lines() {
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
