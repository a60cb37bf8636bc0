package io.puredtls.endpoint.cli;

import io.puredtls.config.KeyLog;
import io.puredtls.endpoint.explain.Capture;
import io.puredtls.endpoint.explain.CaptureException;
import io.puredtls.endpoint.explain.Explainer;
import io.puredtls.endpoint.explain.Overview;
import io.puredtls.endpoint.explain.Overview.Flight;
import io.puredtls.endpoint.explain.Packet;
import io.puredtls.endpoint.explain.Secrets;
import io.puredtls.endpoint.explain.Sender;
import io.puredtls.wire.Bytes;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * Stands on the path between a client and a server, hands on every datagram, and writes it down. What is protected it reads
 * by the key log of the client, as anybody would have to. Thread-safe.
 */
final class Wiretap implements AutoCloseable {
    private static final int LARGEST = 65_535;

    private final InetSocketAddress server;
    private final DatagramSocket toClient;
    private final DatagramSocket toServer;
    private final List<Packet> packets = new ArrayList<>();
    private final List<String> keyLog = new ArrayList<>();
    private SocketAddress client; // who spoke last to the one socket
    private int told; // datagrams that were given out

    private Wiretap(InetSocketAddress server, DatagramSocket toClient, DatagramSocket toServer) {
        this.server = server;
        this.toClient = toClient;
        this.toServer = toServer;
    }

    /** Begins to stand in front of {@code server}, on loopback. */
    static Wiretap before(InetSocketAddress server) throws SocketException {
        InetAddress loopback = InetAddress.getLoopbackAddress();
        Wiretap wiretap = new Wiretap(server, new DatagramSocket(0, loopback), new DatagramSocket(0, loopback));
        wiretap.start(wiretap.toClient, Sender.CLIENT);
        wiretap.start(wiretap.toServer, Sender.SERVER);
        return wiretap;
    }

    private void start(DatagramSocket in, Sender from) {
        Thread thread = new Thread(() -> handOn(in, from), "dtls-wiretap-" + from);
        thread.setDaemon(true);
        thread.start();
    }

    /** Where a client finds it. */
    InetSocketAddress address() {
        return (InetSocketAddress) toClient.getLocalSocketAddress();
    }

    /** Takes the client's secrets. */
    KeyLog keyLog() {
        return line -> {
            synchronized (this) {
                keyLog.add(line);
            }
        };
    }

    private void handOn(DatagramSocket in, Sender from) {
        byte[] buffer = new byte[LARGEST];
        try {
            while (true) {
                DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
                in.receive(packet);
                SocketAddress to = written(from, packet);
                (from == Sender.CLIENT ? toServer : toClient).send(new DatagramPacket(buffer, packet.getLength(), to));
            }
        } catch (IOException closed) {
            // then the demonstration is over, or it notices that nothing comes
        }
    }

    /** Before it goes on: what answers it comes after it. */
    private synchronized SocketAddress written(Sender from, DatagramPacket packet) {
        if (from == Sender.CLIENT) {
            client = packet.getSocketAddress();
        }
        packets.add(new Packet(from, Bytes.of(packet.getData(), 0, packet.getLength())));
        notifyAll();
        return from == Sender.CLIENT ? server : client;
    }

    private synchronized Overview overview() {
        try {
            return Explainer.explain("", new Capture(packets, Secrets.NONE, List.of()), Secrets.parse(keyLog)).overview();
        } catch (CaptureException impossible) {
            throw new IllegalStateException("a key log of ours cannot be read", impossible);
        }
    }

    /** Waits until what passed is as wanted, at most {@code limit}. */
    synchronized void await(Predicate<List<Flight>> wanted, Duration limit) throws InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        for (long left = limit.toMillis(); left > 0 && !wanted.test(overview().flights()); left = (end - System.nanoTime()) / 1_000_000) {
            wait(left);
        }
    }

    /** What was not given before. What an end goes on saying after that is another flight. */
    synchronized List<Flight> flights() {
        List<Flight> fresh = new ArrayList<>();
        int before = 0;
        for (Flight flight : overview().flights()) {
            int known = Math.min(Math.max(told - before, 0), flight.datagrams().size());
            before += flight.datagrams().size();
            if (known < flight.datagrams().size()) {
                fresh.add(new Flight(flight.from(), flight.datagrams().subList(known, flight.datagrams().size())));
            }
        }
        told = before;
        return fresh;
    }

    @Override
    public void close() {
        toClient.close();
        toServer.close();
    }
}
