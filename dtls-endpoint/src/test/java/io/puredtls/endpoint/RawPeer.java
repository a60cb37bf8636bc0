package io.puredtls.endpoint;

import io.puredtls.config.ClientConfig;
import io.puredtls.config.ServerConfig;
import io.puredtls.engine.ApplicationDataSink;
import io.puredtls.engine.DtlsEngine;
import io.puredtls.event.EngineEvent;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * A client, or a server that asks for no cookie, whose every datagram goes through the test's hands: an engine and a
 * plain socket, which several of them may share as if one program after another had the port.
 */
final class RawPeer {
    private static final int LARGEST = 65_535;

    private final DatagramSocket socket;
    private final InetSocketAddress peer;
    private final DtlsEngine engine;
    private final List<byte[]> received = new ArrayList<>();
    private final List<EngineEvent> events = new ArrayList<>();
    private final byte[] buffer = new byte[LARGEST];

    /** A client. */
    RawPeer(DatagramSocket socket, InetSocketAddress server, ClientConfig config) throws IOException {
        this(socket, server, sink -> DtlsEngine.client(config, sink));
    }

    private RawPeer(DatagramSocket socket, InetSocketAddress peer, Function<ApplicationDataSink, DtlsEngine> engine) throws IOException {
        this.socket = socket;
        this.peer = peer;
        this.engine = engine.apply((data, offset, length) -> received.add(Arrays.copyOfRange(data, offset, offset + length)));
        socket.setSoTimeout((int) Loopback.PATIENCE.toMillis());
    }

    /** A server for the client at {@code peer}. */
    static RawPeer server(DatagramSocket socket, InetSocketAddress peer, ServerConfig config) throws IOException {
        return new RawPeer(socket, peer, sink -> DtlsEngine.server(config, sink));
    }

    /** Sends the first hello; a server waits for one. */
    void start() throws IOException {
        engine.start(System.nanoTime());
        sendAll();
    }

    /** Sends the first hello, and the second when the cookie is there; what the server says to that is not looked at. */
    void startAndShowCookie() throws IOException {
        start();
        for (byte[] datagram : nextFlight()) {
            send(datagram);
        }
    }

    /** What it has to say next, as soon as it has; what comes for whoever had the port before says nothing to it. */
    private List<byte[]> nextFlight() throws IOException {
        while (true) {
            feed(receive());
            List<byte[]> flight = takeAll();
            if (!flight.isEmpty()) {
                return flight;
            }
        }
    }

    /** {@link #startAndShowCookie}, and the server's whole answer is taken from the socket; what would follow is thrown away. */
    void stopHalfWay() throws IOException {
        startAndShowCookie();
        nextFlight();
    }

    /** The whole handshake. */
    void connect() throws IOException {
        start();
        finish();
    }

    /** The rest of it. */
    void finish() throws IOException {
        while (!engine.isConnected()) {
            feed(receive());
            sendAll();
            if (engine.isOver()) {
                throw new AssertionError("over before it began: " + events);
            }
        }
    }

    /** Sends {@code message} and waits for the next one to come. */
    byte[] ask(byte[] message) throws IOException {
        send(seal(message));
        while (received.isEmpty()) {
            feed(receive());
        }
        return received.remove(0);
    }

    /** Waits until the engine is over, and tells how. */
    EngineEvent awaitOver() throws IOException {
        while (!engine.isOver()) {
            feed(receive());
        }
        return events.get(events.size() - 1);
    }

    byte[] seal(byte[] message) {
        byte[] out = new byte[LARGEST];
        return Arrays.copyOf(out, engine.seal(message, 0, message.length, out, 0));
    }

    DtlsEngine engine() {
        return engine;
    }

    void send(byte[] datagram) throws IOException {
        socket.send(new DatagramPacket(datagram, datagram.length, peer));
    }

    /** The next datagram that comes, whosever it is. */
    byte[] receive() throws IOException {
        DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
        socket.receive(packet);
        return Arrays.copyOf(packet.getData(), packet.getLength());
    }

    void feed(byte[] datagram) {
        engine.receive(datagram.clone(), 0, datagram.length, System.nanoTime());
        for (Optional<EngineEvent> event = engine.pollEvent(); event.isPresent(); event = engine.pollEvent()) {
            events.add(event.get());
        }
    }

    /** What the engine has to send, taken from it. */
    List<byte[]> takeAll() {
        List<byte[]> all = new ArrayList<>();
        byte[] out = new byte[LARGEST];
        for (int length = engine.pollDatagram(out, 0, System.nanoTime()); length > 0;
                length = engine.pollDatagram(out, 0, System.nanoTime())) {
            all.add(Arrays.copyOf(out, length));
        }
        return all;
    }

    private void sendAll() throws IOException {
        for (byte[] datagram : takeAll()) {
            send(datagram);
        }
    }
}
