package io.puredtls.endpoint.cli;

import io.puredtls.endpoint.EndpointConfig;
import io.puredtls.endpoint.text.AddressText;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnknownHostException;

/** Addresses as people write them: {@code host:port}, IPv6 in brackets. */
final class HostPort {
    private HostPort() {
    }

    /** The address that {@code value} names: {@code HOST:PORT}, or {@code :PORT} for all of this machine's. */
    static InetSocketAddress parse(Option option, String value) throws UsageException {
        int colon = value.lastIndexOf(':');
        String host = colon < 0 ? "" : value.substring(0, colon);
        boolean bareIpv6 = host.indexOf(':') >= 0 && !(host.startsWith("[") && host.endsWith("]"));
        if (colon < 0 || bareIpv6) {
            throw UsageException.of(option, value, "wanted is HOST:PORT, an IPv6 address in brackets");
        }
        int port = port(value.substring(colon + 1), 0);
        if (port < 0) {
            throw UsageException.of(option, value, "a port is 0 to 65535");
        }
        try {
            return host.isEmpty() ? new InetSocketAddress(port) : new InetSocketAddress(InetAddress.getByName(host), port);
        } catch (UnknownHostException unknown) {
            throw UsageException.of(option, value, "the host " + host + " is not known");
        }
    }

    /** Binds to the address that {@code value} names; an IPv4 one for IPv4 alone, also 0.0.0.0. */
    static void bind(EndpointConfig.Builder socket, Option option, String value) throws UsageException {
        InetSocketAddress local = parse(option, value);
        socket.bind(local);
        if (local.getAddress() instanceof Inet4Address && !value.startsWith(":")) {
            socket.family(StandardProtocolFamily.INET);
        }
    }

    /** The port in {@code text}, or -1 if it is none or below {@code min}. */
    static int port(String text, int min) {
        if (!text.matches("[0-9]{1,5}")) {
            return -1;
        }
        int port = Integer.parseInt(text);
        return port >= min && port <= 65_535 ? port : -1;
    }

    /** The address alone, without brackets. */
    static String host(InetSocketAddress address) {
        return AddressText.host(address.getAddress());
    }

    /** Always in numbers, whatever name it was made with. */
    static String of(InetSocketAddress address) {
        return AddressText.of(host(address), address.getPort());
    }
}
