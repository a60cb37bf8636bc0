package io.puredtls.endpoint.explain;

import io.puredtls.engine.HelloGate;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The packets of a capture, as they are read. Of all UDP flows in it the first that begins with a ClientHello is taken, in
 * both directions. Not thread-safe.
 */
final class CapturedPackets {
    private final List<UdpDatagram> datagrams = new ArrayList<>();
    private Optional<Integer> unreadableLink = Optional.empty();
    private int others;
    private int cut;

    /** Packets may follow with this link type, a number of the registry. */
    void describe(int linkType) {
        if (LinkType.of(linkType).isEmpty()) {
            unreadableLink = unreadableLink.or(() -> Optional.of(linkType));
        }
    }

    /**
     * The next packet.
     *
     * @param packet what was captured of it
     * @param linkType of the interface that it was captured at, as a number of the registry
     * @param original how long it was
     */
    void add(ByteBuffer packet, int linkType, long original) {
        Optional<UdpDatagram> datagram = LinkType.of(linkType).flatMap(each -> each.network(packet)).flatMap(UdpDatagram::in);
        datagram.ifPresent(datagrams::add);
        others += datagram.isPresent() ? 0 : 1;
        cut += datagram.isPresent() && packet.limit() < original ? 1 : 0;
    }

    /** The flow with the handshake, and what was left out. */
    Capture capture(Secrets secrets) throws CaptureException {
        Optional<UdpDatagram> found = datagrams.stream().filter(CapturedPackets::isHello).findFirst();
        if (found.isEmpty()) {
            throw new CaptureException(datagrams.isEmpty() && unreadableLink.isPresent()
                    ? "link type " + unreadableLink.get() + " is not read here; Ethernet, Linux cooked, raw IP and loopback are"
                    : "there is no ClientHello of DTLS in any of its " + datagrams.size() + " UDP datagrams");
        }
        UdpDatagram hello = found.get();
        List<Packet> packets = new ArrayList<>();
        int skipped = 0;
        for (UdpDatagram each : datagrams) {
            if (each.source().equals(hello.source()) && each.destination().equals(hello.destination())) {
                packets.add(new Packet(Sender.CLIENT, each.payload()));
            } else if (each.source().equals(hello.destination()) && each.destination().equals(hello.source())) {
                packets.add(new Packet(Sender.SERVER, each.payload()));
            } else {
                skipped++;
            }
        }
        return new Capture(packets, secrets, remarks(skipped));
    }

    private List<String> remarks(int skipped) {
        List<String> remarks = new ArrayList<>();
        if (skipped > 0) {
            remarks.add("Passed over: " + Words.count(skipped, "datagram") + " of other flows.");
        }
        if (others > 0) {
            remarks.add("Passed over: " + Words.count(others, "packet") + " without a whole UDP datagram.");
        }
        if (cut > 0) {
            remarks.add("Cut short when captured: " + Words.count(cut, "packet") + ".");
        }
        return remarks;
    }

    private static boolean isHello(UdpDatagram datagram) {
        return HelloGate.peekRandom(datagram.payload().toArray(), 0, datagram.payload().length()).isPresent();
    }
}
