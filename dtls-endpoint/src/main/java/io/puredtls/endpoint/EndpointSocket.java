package io.puredtls.endpoint;

import io.puredtls.endpoint.text.AddressText;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.net.SocketOption;
import java.net.StandardProtocolFamily;
import java.nio.channels.DatagramChannel;
import java.nio.channels.UnsupportedAddressTypeException;
import java.util.Optional;

/** Opens a channel as an endpoint's configuration says; whatever goes wrong, none stays open. */
final class EndpointSocket {
    /** Of the JDK module jdk.net, which may not be there: so it is known by its name alone. */
    private static final String DONT_FRAGMENT = "IP_DONTFRAGMENT";

    private EndpointSocket() {
    }

    /** A bound channel, connected to {@code onlyPeer} if there is one. */
    static DatagramChannel open(EndpointConfig config, Optional<InetSocketAddress> onlyPeer) throws IOException {
        DatagramChannel channel = open(config);
        try {
            bind(channel, config.bind());
            forbidFragmentation(channel, config.ipFragmentation());
            if (onlyPeer.isPresent()) {
                connect(channel, onlyPeer.get(), config.unreachable());
            }
            return channel;
        } catch (IOException | RuntimeException failed) {
            channel.close();
            throw failed;
        }
    }

    private static DatagramChannel open(EndpointConfig config) throws IOException {
        boolean ipv4 = config.bind().getAddress() instanceof Inet4Address && !config.bind().getAddress().isAnyLocalAddress();
        Optional<StandardProtocolFamily> family = config.family().or(
                () -> ipv4 ? Optional.of(StandardProtocolFamily.INET) : Optional.empty()); // the JDK's choice: both, if there is IPv6
        return family.isPresent() ? DatagramChannel.open(family.get()) : DatagramChannel.open();
    }

    private static void bind(DatagramChannel channel, InetSocketAddress local) throws IOException {
        try {
            channel.bind(local);
        } catch (IOException | RuntimeException failed) {
            throw new IOException("cannot bind to " + AddressText.of(local) + ": " + reason(failed), failed);
        }
    }

    // [RFC6347 §4.1.1.1#8] [RFC9147 §4.4#10] the bit is the application's to set, where the runtime can set it
    private static void forbidFragmentation(DatagramChannel channel, IpFragmentation fragmentation) throws IOException {
        if (fragmentation == IpFragmentation.ALLOWED) {
            return;
        }
        for (SocketOption<?> option : channel.supportedOptions()) {
            if (option.name().equals(DONT_FRAGMENT) && option.type() == Boolean.class) {
                setTrue(channel, option);
            }
        }
    }

    @SuppressWarnings("unchecked") // its type says so
    private static void setTrue(DatagramChannel channel, SocketOption<?> option) throws IOException {
        channel.setOption((SocketOption<Boolean>) option, true);
    }

    /** The kernel passes on what the network says of a peer to whoever has connected to it. */
    private static void connect(DatagramChannel channel, InetSocketAddress peer, Unreachable reaction) throws IOException {
        try {
            channel.connect(peer);
        } catch (IOException | RuntimeException failed) {
            if (reaction == Unreachable.FAIL_FAST) {
                throw new IOException("cannot reach " + AddressText.of(peer) + ": " + reason(failed), failed);
            } // else there may be a way to it later
        }
    }

    private static String reason(Exception failed) {
        return failed instanceof UnsupportedAddressTypeException ? "the socket speaks IPv4 alone" : failed.getMessage();
    }
}
