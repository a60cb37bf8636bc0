package io.puredtls.endpoint.text;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.regex.Pattern;

/** Addresses as people write them. The DNS is never asked. */
public final class AddressText {
    private static final int GROUPS = 8; // of an IPv6 address

    private AddressText() {
    }

    /** {@code host:port}, IPv6 in brackets; the name that the address was made with, if it was made with one. */
    public static String of(InetSocketAddress address) {
        boolean named = address.isUnresolved() || !address.getHostString().equals(address.getAddress().getHostAddress());
        return of(named ? address.getHostString() : host(address.getAddress()), address.getPort());
    }

    /** The same of a host as it was given. */
    public static String of(String host, int port) {
        return (host.indexOf(':') >= 0 && !host.startsWith("[") ? "[" + host + "]" : host) + ":" + port;
    }

    /** [RFC5952 §4.2] The address alone, of IPv6 with its longest run of zeros left out; without brackets. */
    public static String host(InetAddress address) {
        String host = address.getHostAddress();
        if (address instanceof Inet6Address) {
            for (int zeros = GROUPS; zeros > 1; zeros--) {
                String shorter = Pattern.compile("(^|:)0(:0){" + (zeros - 1) + "}(:|$|(?=%))").matcher(host).replaceFirst("::");
                if (!shorter.equals(host)) {
                    return shorter;
                }
            }
        }
        return host;
    }
}
