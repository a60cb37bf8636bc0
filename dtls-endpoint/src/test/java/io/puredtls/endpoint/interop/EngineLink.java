package io.puredtls.endpoint.interop;

import io.puredtls.config.ClientConfig;
import io.puredtls.config.ServerConfig;
import io.puredtls.engine.DtlsEngine;
import io.puredtls.engine.HelloGate;
import io.puredtls.engine.VerifiedHello;
import io.puredtls.endpoint.interop.Peer13.Running;
import io.puredtls.event.EngineEvent;
import io.puredtls.session.SessionInfo;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;

/**
 * One engine on a UDP socket, driven by whoever waits for something: for what an endpoint's session has no call for.
 * Every wait is bounded. Not thread-safe.
 */
final class EngineLink implements AutoCloseable {
    private static final long PATIENCE = Tool.PATIENCE.toNanos();
    private static final int MAX_DATAGRAM = 65_535;
    /** How often it is asked whether a client still lives, in milliseconds. */
    private static final int LIFE_SIGN = 1000;

    private final DatagramSocket socket;
    private final InetSocketAddress peer;
    private final DtlsEngine engine;
    private final Deque<String> lines = new ArrayDeque<>();
    private final List<EngineEvent> events = new ArrayList<>();
    private final byte[] buffer = new byte[MAX_DATAGRAM];
    private int eventsTaken;

    private EngineLink(DatagramSocket socket, InetSocketAddress peer, ClientConfig config) {
        this.socket = socket;
        this.peer = peer;
        this.engine = DtlsEngine.client(config, this::take);
    }

    private EngineLink(DatagramSocket socket, InetSocketAddress peer, ServerConfig config, VerifiedHello hello) {
        this.socket = socket;
        this.peer = peer;
        this.engine = DtlsEngine.server(config, hello, this::take);
    }

    private void take(byte[] data, int offset, int length) {
        lines.add(new String(data, offset, length, StandardCharsets.UTF_8));
    }

    /** Begins as a client, with early data where it is not empty. */
    static EngineLink connect(int port, ClientConfig config, String early) throws IOException {
        EngineLink link = new EngineLink(
                new DatagramSocket(0, InetAddress.getLoopbackAddress()), new InetSocketAddress(InetAddress.getLoopbackAddress(), port), config);
        link.engine.start(System.nanoTime());
        link.flush();
        if (!early.isEmpty()) {
            byte[] data = early.getBytes(StandardCharsets.UTF_8);
            link.transmit(link.engine.sealEarly(data, 0, data.length, link.buffer, 0));
        }
        return link;
    }

    /** A server's socket and its gate; peers are taken one after the other. */
    static final class Listening implements AutoCloseable {
        private final DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
        private final ServerConfig config;
        private final HelloGate gate;

        Listening(ServerConfig config) throws IOException {
            this.config = config;
            this.gate = new HelloGate(config, System.nanoTime());
        }

        int port() {
            return socket.getLocalPort();
        }

        /** The next peer that the gate lets in; waited for as long as {@code client} lives. */
        EngineLink accept(Running client) throws IOException {
            byte[] buffer = new byte[MAX_DATAGRAM];
            byte[] reply = new byte[HelloGate.MAX_REPLY];
            long end = System.nanoTime() + PATIENCE;
            while (System.nanoTime() < end && !client.tool().hasEnded()) {
                DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
                if (!received(packet)) {
                    continue;
                }
                InetSocketAddress from = (InetSocketAddress) packet.getSocketAddress();
                HelloGate.Verdict verdict = gate.inspect(buffer, 0, packet.getLength(), identity(from), System.nanoTime(), reply);
                if (verdict instanceof HelloGate.Verdict.Reply answer) {
                    socket.send(new DatagramPacket(reply, answer.length(), from));
                } else if (verdict instanceof HelloGate.Verdict.Refuse refusal) {
                    socket.send(new DatagramPacket(reply, refusal.length(), from));
                } else if (verdict instanceof HelloGate.Verdict.Admit admitted) {
                    EngineLink link = new EngineLink(socket, from, config, admitted.hello());
                    link.engine.start(System.nanoTime());
                    return link;
                }
            }
            throw new AssertionError("nobody came: " + client.tool());
        }

        private boolean received(DatagramPacket packet) throws IOException {
            try {
                socket.setSoTimeout(LIFE_SIGN);
                socket.receive(packet);
                return true;
            } catch (SocketTimeoutException nothing) {
                return false;
            }
        }

        private static byte[] identity(InetSocketAddress from) {
            byte[] address = from.getAddress().getAddress();
            byte[] identity = Arrays.copyOf(address, address.length + 2);
            identity[address.length] = (byte) (from.getPort() >>> 8);
            identity[address.length + 1] = (byte) from.getPort();
            return identity;
        }

        @Override
        public void close() {
            socket.close();
        }
    }

    DtlsEngine engine() {
        return engine;
    }

    /** Does something with the engine, and sends what comes of it. */
    void command(BiConsumer<DtlsEngine, Long> command) throws IOException {
        command.accept(engine, System.nanoTime());
        flush();
    }

    void send(String line) throws IOException {
        byte[] data = line.getBytes(StandardCharsets.UTF_8);
        transmit(engine.seal(data, 0, data.length, buffer, 0));
    }

    /** The next line that comes. */
    String receive() throws IOException {
        drive(() -> !lines.isEmpty(), "a line");
        return lines.remove();
    }

    SessionInfo connected() throws IOException {
        return await(EngineEvent.Connected.class).info();
    }

    /** The next event of this kind; those before it are passed over. */
    <E extends EngineEvent> E await(Class<E> kind) throws IOException {
        drive(() -> events.stream().skip(eventsTaken).anyMatch(kind::isInstance), kind.getSimpleName());
        while (!kind.isInstance(events.get(eventsTaken))) {
            eventsTaken++;
        }
        return kind.cast(events.get(eventsTaken++));
    }

    /** Does what is to be done for a time. */
    void drive(Duration time) throws IOException {
        long end = System.nanoTime() + time.toNanos();
        flush();
        while (System.nanoTime() < end && !engine.isOver()) {
            step(Math.min(end, engine.deadline()));
        }
    }

    private interface Condition {
        boolean holds();
    }

    private void drive(Condition until, String what) throws IOException {
        long end = System.nanoTime() + PATIENCE;
        flush();
        while (!until.holds()) {
            if (System.nanoTime() >= end || engine.isOver()) {
                String why = engine.isOver() ? "it is over" : "time is up";
                throw new AssertionError(why + " without " + what + ": " + heard() + ", " + engine.stats());
            }
            step(Math.min(end, engine.deadline()));
        }
    }

    /** The events so far: their kinds, and of a failure all. */
    private List<String> heard() {
        return events.stream().map(event -> event instanceof EngineEvent.Failed ? event.toString() : event.getClass().getSimpleName()).toList();
    }

    /** Takes one datagram, or what is due at {@code deadline}. */
    private void step(long deadline) throws IOException {
        long millis = Math.max(1, (deadline - System.nanoTime()) / 1_000_000 + 1);
        DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
        try {
            socket.setSoTimeout((int) Math.min(millis, Tool.PATIENCE.toMillis()));
            socket.receive(packet);
            if (packet.getSocketAddress().equals(peer)) {
                engine.receive(buffer, 0, packet.getLength(), System.nanoTime());
            }
        } catch (SocketTimeoutException due) {
            engine.onTimeout(System.nanoTime());
        }
        flush();
    }

    private void flush() throws IOException {
        long now = System.nanoTime();
        for (int length = engine.pollDatagram(buffer, 0, now); length > 0; length = engine.pollDatagram(buffer, 0, now)) {
            transmit(length);
        }
        for (Optional<EngineEvent> event = engine.pollEvent(); event.isPresent(); event = engine.pollEvent()) {
            events.add(event.get());
        }
    }

    private void transmit(int length) throws IOException {
        socket.send(new DatagramPacket(buffer, length, peer));
    }

    /** Says close_notify. */
    void shutdown() throws IOException {
        command(DtlsEngine::shutdown);
    }

    /** Says close_notify if it was not said, and wipes all keys. A server's socket stays. */
    @Override
    public void close() throws IOException {
        try (engine) {
            shutdown();
        }
    }
}
