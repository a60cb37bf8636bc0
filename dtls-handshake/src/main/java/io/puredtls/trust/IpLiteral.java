package io.puredtls.trust;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;

/** [RFC3986 §3.2.2] IP addresses as text. Nothing here asks the DNS, whatever the text is. */
final class IpLiteral {
    private static final int IPV4_BYTES = 4;
    private static final int IPV6_BYTES = 16;
    /** The longest text of an IPv6 address is 45 characters. */
    private static final int LONGEST = 45;

    private IpLiteral() {
    }

    /** The literal in {@code host}, without brackets and zone, in lower case; empty if it is no IP address. */
    static Optional<String> in(String host) {
        String bare = host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
        boolean bracketed = bare.length() < host.length();
        int zone = bare.indexOf('%');
        if (zone >= 0) {
            bare = bare.substring(0, zone);
        }
        boolean mustBeIpv6 = bracketed || zone >= 0;
        String literal = bare.toLowerCase(Locale.ROOT);
        return bytes(literal).filter(address -> address.length == IPV6_BYTES || !mustBeIpv6).map(address -> literal);
    }

    /** [RFC5280 §4.2.1.6] The address in network byte order, 4 or 16 bytes; empty if {@code literal} is none. */
    static Optional<byte[]> bytes(String literal) {
        if (literal.length() > LONGEST) {
            return Optional.empty();
        }
        return literal.indexOf(':') < 0 ? ipv4(literal) : ipv6(literal);
    }

    /** {@code address} for people; 4 or 16 bytes, anything else in hexadecimal. */
    static String show(byte[] address) {
        try {
            InetAddress shown = InetAddress.getByAddress(address);
            // The JDK makes an IPv4 address of one that embeds it; the two do not match, so they must not look alike.
            return (shown.getAddress().length < address.length ? "::ffff:" : "") + shortened(shown.getHostAddress());
        } catch (UnknownHostException notAnAddress) {
            return "0x" + HexFormat.of().formatHex(address);
        }
    }

    /** [RFC5952 §4.2] The longest run of zeros of an IPv6 address is left out. */
    private static String shortened(String literal) {
        for (int zeros = IPV6_BYTES / 2; zeros > 1; zeros--) {
            String shorter = literal.replaceFirst("(^|:)0(:0){" + (zeros - 1) + "}(:|$)", "::");
            if (!shorter.equals(literal)) {
                return shorter;
            }
        }
        return literal;
    }

    /** Four decimal numbers; leading zeros are refused, as some read them as octal. */
    private static Optional<byte[]> ipv4(String literal) {
        String[] parts = literal.split("\\.", -1);
        if (parts.length != IPV4_BYTES) {
            return Optional.empty();
        }
        byte[] address = new byte[IPV4_BYTES];
        for (int i = 0; i < IPV4_BYTES; i++) {
            if (!parts[i].matches("0|[1-9][0-9]{0,2}") || Integer.parseInt(parts[i]) > 255) {
                return Optional.empty();
            }
            address[i] = (byte) Integer.parseInt(parts[i]);
        }
        return Optional.of(address);
    }

    /** [RFC4291 §2.2] Groups of four hexadecimal digits, one run of zeros left out, the last two perhaps as IPv4. */
    private static Optional<byte[]> ipv6(String literal) {
        int gap = literal.indexOf("::");
        if (gap < 0) {
            return groups(literal).filter(address -> address.length == IPV6_BYTES);
        }
        String after = literal.substring(gap + 2);
        // What stands before the gap is not last, so it may not end in an IPv4 address.
        Optional<byte[]> head = literal.lastIndexOf('.', gap) >= 0 ? Optional.empty() : groups(literal.substring(0, gap));
        Optional<byte[]> tail = groups(after);
        if (head.isEmpty() || tail.isEmpty() || head.get().length + tail.get().length > IPV6_BYTES - 2) {
            return Optional.empty();
        }
        byte[] address = Arrays.copyOf(head.get(), IPV6_BYTES);
        System.arraycopy(tail.get(), 0, address, IPV6_BYTES - tail.get().length, tail.get().length);
        return Optional.of(address);
    }

    private static Optional<byte[]> groups(String text) {
        if (text.isEmpty()) {
            return Optional.of(new byte[0]);
        }
        String[] parts = text.split(":", -1);
        byte[] all = new byte[2 * parts.length + 2];
        int length = 0;
        for (int i = 0; i < parts.length; i++) {
            if (i == parts.length - 1 && parts[i].indexOf('.') >= 0) {
                Optional<byte[]> ending = ipv4(parts[i]);
                if (ending.isEmpty()) {
                    return Optional.empty();
                }
                System.arraycopy(ending.get(), 0, all, length, IPV4_BYTES);
                length += IPV4_BYTES;
            } else if (parts[i].matches("[0-9a-fA-F]{1,4}")) {
                int group = Integer.parseInt(parts[i], 16);
                all[length++] = (byte) (group >> 8);
                all[length++] = (byte) group;
            } else {
                return Optional.empty();
            }
        }
        return Optional.of(Arrays.copyOf(all, length));
    }
}
