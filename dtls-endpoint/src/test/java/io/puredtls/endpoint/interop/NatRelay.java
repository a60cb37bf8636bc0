package io.puredtls.endpoint.interop;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;

/**
 * A NAT on the loopback interface, for one client: what the client sends to {@link #port} goes on to the server from another
 * socket, and back. That socket changes when the NAT forgets its binding; the server cannot reach the client by the old one then.
 */
final class NatRelay implements AutoCloseable {
    private static final int MAX_DATAGRAM = 65_535;

    private final InetSocketAddress server;
    private final DatagramSocket inside = loopback();
    private volatile DatagramSocket outside = loopback();
    private volatile SocketAddress client;
    private volatile boolean forgetting;

    NatRelay(int serverPort) throws IOException {
        this.server = new InetSocketAddress(InetAddress.getLoopbackAddress(), serverPort);
        start(this::toServer);
        startBack(outside);
    }

    private static DatagramSocket loopback() throws IOException {
        return new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    }

    private interface Work {
        void run() throws IOException;
    }

    private static void start(Work work) {
        Thread thread = new Thread(() -> {
            try {
                while (true) {
                    work.run();
                }
            } catch (IOException closed) {
                // it is over
            }
        }, "nat");
        thread.setDaemon(true);
        thread.start();
    }

    private void startBack(DatagramSocket binding) {
        byte[] buffer = new byte[MAX_DATAGRAM];
        start(() -> {
            DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
            binding.receive(packet);
            inside.send(new DatagramPacket(buffer, packet.getLength(), client));
        });
    }

    private void toServer() throws IOException {
        byte[] buffer = new byte[MAX_DATAGRAM];
        DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
        inside.receive(packet);
        client = packet.getSocketAddress();
        if (forgetting) {
            forgetting = false;
            DatagramSocket old = outside;
            outside = loopback();
            startBack(outside);
            old.close();
        }
        outside.send(new DatagramPacket(buffer, packet.getLength(), server));
    }

    /** Where the client finds the server. */
    int port() {
        return inside.getLocalPort();
    }

    /** Where the server sees the client. */
    int outsidePort() {
        return outside.getLocalPort();
    }

    /** What the client sends next comes from elsewhere. */
    void forget() {
        forgetting = true;
    }

    @Override
    public void close() {
        inside.close();
        outside.close();
    }
}
