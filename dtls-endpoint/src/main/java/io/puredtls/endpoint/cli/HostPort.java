package io.puredtls.endpoint.cli;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
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

    /** The port in {@code text}, or -1 if it is none or below {@code min}. */
    static int port(String text, int min) {
        if (!text.matches("[0-9]{1,5}")) {
            return -1;
        }
        int port = Integer.parseInt(text);
        return port >= min && port <= 65_535 ? port : -1;
    }

    /** The address alone; IPv6 as RFC 5952 writes it, without brackets. */
    static String host(InetSocketAddress address) {
        String host = address.getAddress().getHostAddress();
        return address.getAddress() instanceof Inet6Address ? host.replaceFirst("(^|:)(0(:|$|(?=%))){2,}", "::") : host;
    }

    static String of(InetSocketAddress address) {
        return of(host(address), address.getPort());
    }

    static String of(String host, int port) {
        return (host.indexOf(':') >= 0 && !host.startsWith("[") ? "[" + host + "]" : host) + ":" + port;
    }
}
