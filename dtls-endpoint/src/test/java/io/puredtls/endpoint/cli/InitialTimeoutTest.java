package io.puredtls.endpoint.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.puredtls.config.ServerConfig;
import io.puredtls.crypto.credentials.SelfSigned;
import io.puredtls.engine.HelloGate;
import io.puredtls.endpoint.cli.CommandLine.Result;
import io.puredtls.record.ProtocolVersion;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** When a flight is sent again, as a user names it. */
class InitialTimeoutTest {
    private static final int NAMED = 600; // ms; more than what is measured on this path would lead to

    /** The first flight is answered at once, the second never. */
    @Test
    void a_time_that_is_named_holds_for_every_flight_however_fast_the_first_was_answered() throws Exception {
        try (DatagramSocket server = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
            server.setSoTimeout(20_000);
            CompletableFuture<Result> client = CompletableFuture.supplyAsync(() -> CommandLine.run("client", "127.0.0.1",
                    Integer.toString(server.getLocalPort()), "--insecure", "--max-version", "1.2", "--initial-rto", Integer.toString(NAMED), "--timeout", "3"));
            HelloGate gate = new HelloGate(ServerConfig.identity(SelfSigned.ecdsaP256("localhost")).versions(ProtocolVersion.DTLS_1_2).build(), 0);
            DatagramPacket hello = receive(server);
            byte[] reply = new byte[HelloGate.MAX_REPLY];
            HelloGate.Verdict verdict = gate.inspect(hello.getData(), 0, hello.getLength(), new byte[6], 0, reply);
            server.send(new DatagramPacket(reply, ((HelloGate.Verdict.Reply) verdict).length(), hello.getSocketAddress()));
            receive(server);
            long sent = System.nanoTime();
            receive(server);
            long millis = (System.nanoTime() - sent) / 1_000_000;
            assertTrue(millis >= NAMED - 50, "again after " + millis + " ms");
            assertEquals(1, client.get().status());
        }
    }

    private static DatagramPacket receive(DatagramSocket socket) throws Exception {
        DatagramPacket packet = new DatagramPacket(new byte[2000], 2000);
        socket.receive(packet);
        return packet;
    }
}
