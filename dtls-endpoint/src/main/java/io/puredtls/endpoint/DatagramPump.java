package io.puredtls.endpoint;

import io.puredtls.endpoint.DatagramFilter.Direction;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.DatagramChannel;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/** Datagrams in and out of one channel. Sending is thread-safe; receiving is the loop's. */
final class DatagramPump {
    /** Larger than any UDP payload. */
    static final int MAX_DATAGRAM = 65_535;
    private static final int UDP_HEADER = 8;
    private static final int IPV4_HEADER = 20; // which IPv4's length counts, and IPv6's does not
    private static final int MOST_REPORTS = 64; // in a row

    private volatile DatagramChannel channel;
    private volatile Outgoing outgoing;
    private final DatagramFilter filter;
    private final Consumer<IOException> reports;
    private final LongAdder datagramsSent = new LongAdder();
    private final LongAdder bytesSent = new LongAdder();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition writable = lock.newCondition();
    private volatile long datagramsReceived;
    private volatile long bytesReceived;

    /** Where datagrams go: into the channel, except in tests of what a channel may refuse. */
    interface Outgoing {
        int send(ByteBuffer datagram, SocketAddress peer) throws IOException;
    }

    /** Tells {@code reports}, on whatever thread it is, what the network says of datagrams that were sent. */
    DatagramPump(DatagramChannel channel, Outgoing outgoing, DatagramFilter filter, Consumer<IOException> reports) {
        this.channel = channel;
        this.outgoing = outgoing;
        this.filter = filter;
        this.reports = reports;
    }

    /** Goes on with another channel. */
    void use(DatagramChannel other) {
        channel = other;
        outgoing = other::send;
    }

    /** Sends a datagram; false if the socket's buffer is full. */
    boolean send(byte[] datagram, int length, InetSocketAddress peer) throws IOException {
        if (!filter.carries(Direction.SENT, peer, length)) {
            return true; // lost, as the filter wished
        }
        if (hand(datagram, length, peer) == 0 && length > 0) {
            return false;
        }
        datagramsSent.increment();
        bytesSent.add(length);
        return true;
    }

    /** What the network says of an earlier datagram comes in place of sending this one, which is then done again. */
    private int hand(byte[] datagram, int length, InetSocketAddress peer) throws IOException {
        for (int failures = 1; true; failures++) {
            Outgoing used = outgoing;
            try {
                return used.send(ByteBuffer.wrap(datagram, 0, length), peer);
            } catch (ClosedChannelException closed) {
                if (used == outgoing) {
                    throw closed;
                } // else another has taken its place meanwhile
            } catch (IOException failed) {
                report(failed, failures, failed instanceof PortUnreachableException ? MOST_REPORTS : 1);
            }
        }
    }

    /** On a connected socket ICMP messages come as errors of the next call, whatever that is; other errors stay. */
    private void report(IOException failed, int failures, int mostReports) throws IOException {
        if (failures > mostReports || !channel.isOpen() || !channel.isConnected() || isTooLarge(failed)) {
            throw failed;
        }
        reports.accept(failed);
    }

    /** The most that a datagram to {@code peer} can hold, whatever the path carries. */
    static int largestPayload(InetAddress peer) {
        return MAX_DATAGRAM - UDP_HEADER - (peer instanceof Inet4Address ? IPV4_HEADER : 0);
    }

    /** Whether the socket refused a datagram for its length: EMSGSIZE, which Java knows by its text alone. */
    static boolean isTooLarge(IOException refused) {
        String text = String.valueOf(refused.getMessage());
        return text.contains("Message too long") || text.contains("larger than the internal message buffer"); // Windows
    }

    /** Waits until the loop says that the socket may have room again, or a moment has passed. */
    void awaitWritable() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            writable.await(10, TimeUnit.MILLISECONDS); // the kernel may have had room before we began to wait
        } finally {
            lock.unlock();
        }
    }

    /** The socket has room. */
    void onWritable() {
        lock.lock();
        try {
            writable.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Receives a datagram into {@code buffer}, from its beginning; null if there is none, or if it was lost on purpose. */
    InetSocketAddress receive(ByteBuffer buffer) throws IOException {
        while (true) {
            buffer.clear();
            InetSocketAddress peer = receiveFrom(buffer);
            if (peer == null) {
                return null;
            }
            if (filter.carries(Direction.RECEIVED, peer, buffer.position())) {
                datagramsReceived = datagramsReceived + 1; // the loop alone writes it
                bytesReceived = bytesReceived + buffer.position();
                return peer;
            }
        }
    }

    private InetSocketAddress receiveFrom(ByteBuffer buffer) throws IOException {
        for (int failures = 1; true; failures++) {
            try {
                return (InetSocketAddress) channel.receive(buffer);
            } catch (IOException failed) {
                report(failed, failures, MOST_REPORTS);
            }
        }
    }

    long datagramsSent() {
        return datagramsSent.sum();
    }

    long bytesSent() {
        return bytesSent.sum();
    }

    long datagramsReceived() {
        return datagramsReceived;
    }

    long bytesReceived() {
        return bytesReceived;
    }
}
