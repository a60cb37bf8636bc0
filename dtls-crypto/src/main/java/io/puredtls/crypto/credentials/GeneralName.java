package io.puredtls.crypto.credentials;

import io.puredtls.crypto.der.DerTag;
import io.puredtls.crypto.der.DerWriter;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A DNS name or IP address as a certificate names it. Nothing here ever asks the DNS. [RFC5280 §4.2.1.6] */
record GeneralName(int number, String text) {
    /** dNSName: [2] IA5String. */
    static final int DNS_NAME = 2;
    /** iPAddress: [7] OCTET STRING, in a constraint with its mask behind it. */
    static final int IP_ADDRESS = 7;

    private static final Pattern IPV4 = Pattern.compile("(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})");
    private static final Pattern DNS = Pattern.compile("(?=.{1,253}$)(\\*\\.)?[A-Za-z0-9_-]{1,63}(\\.[A-Za-z0-9_-]{1,63})*");

    /** The name of a host: an address literal, or else a DNS name that may begin with a wildcard label. */
    static GeneralName of(String host) {
        if (addressBytes(host).isPresent()) {
            return new GeneralName(IP_ADDRESS, host);
        }
        if (IPV4.matcher(host).matches() || !DNS.matcher(host).matches()) {
            throw new CredentialsException("\"" + host + "\" is neither an IP address nor a DNS name in ASCII form");
        }
        return new GeneralName(DNS_NAME, host);
    }

    /** A subtree for name constraints: a DNS suffix, or addresses as in {@code 10.0.0.0/8}. */
    static GeneralName subtree(String subtree) {
        return subtree.indexOf('/') >= 0 ? new GeneralName(IP_ADDRESS, subtree) : of(subtree);
    }

    void write(DerWriter out) {
        out.primitive(DerTag.context(number), number == IP_ADDRESS ? address() : text.getBytes(StandardCharsets.US_ASCII));
    }

    /** As in {@link #write}; an address without mask stands for itself alone. [RFC5280 §4.2.1.10] */
    void writeSubtree(DerWriter out) {
        if (number != IP_ADDRESS) {
            write(out);
            return;
        }
        int slash = text.indexOf('/');
        byte[] address = addressBytes(slash < 0 ? text : text.substring(0, slash)).orElseThrow(this::noSubtree);
        byte[] mask = mask(slash < 0 ? 8 * address.length : prefix(text.substring(slash + 1)), address.length);
        byte[] both = Arrays.copyOf(address, 2 * address.length);
        System.arraycopy(mask, 0, both, address.length, mask.length);
        out.primitive(DerTag.context(number), both);
    }

    private byte[] address() {
        return addressBytes(text).orElseThrow(() -> new CredentialsException("\"" + text + "\" is no IP address"));
    }

    private int prefix(String digits) {
        if (!digits.matches("\\d{1,3}")) {
            throw noSubtree();
        }
        return Integer.parseInt(digits);
    }

    private byte[] mask(int prefix, int length) {
        if (prefix > 8 * length) {
            throw noSubtree();
        }
        byte[] mask = new byte[length];
        for (int bit = 0; bit < prefix; bit++) {
            mask[bit / 8] |= (byte) (0x80 >> bit % 8);
        }
        return mask;
    }

    private CredentialsException noSubtree() {
        return new CredentialsException("\"" + text + "\" is no range of IP addresses such as 10.0.0.0/8");
    }

    private static Optional<byte[]> addressBytes(String host) {
        Matcher dotted = IPV4.matcher(host);
        if (dotted.matches()) {
            byte[] address = new byte[4];
            for (int i = 0; i < 4; i++) {
                int octet = Integer.parseInt(dotted.group(i + 1));
                if (octet > 255) {
                    return Optional.empty();
                }
                address[i] = (byte) octet;
            }
            return Optional.of(address);
        }
        if (host.indexOf(':') < 0 || host.indexOf('%') >= 0) {
            return Optional.empty();
        }
        try {
            return Optional.of(InetAddress.getByName('[' + host + ']').getAddress()); // brackets: a literal or an error
        } catch (UnknownHostException noLiteral) {
            return Optional.empty();
        }
    }
}
