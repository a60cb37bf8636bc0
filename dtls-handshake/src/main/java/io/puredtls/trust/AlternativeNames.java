package io.puredtls.trust;

import io.puredtls.alert.Violation;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * [RFC5280 §4.2.1.6] The DNS names and addresses that a certificate is for. Read from the bytes, as the JDK shows an
 * IPv6 address that embeds an IPv4 address as the latter.
 *
 * @param dnsNames as they stand there, read as ISO 8859-1
 * @param addresses in hexadecimal: 8 digits for IPv4, 32 for IPv6
 */
record AlternativeNames(List<String> dnsNames, List<String> addresses) {
    private static final String OID = "2.5.29.17";
    private static final int DNS_NAME = 0x82;
    private static final int IP_ADDRESS = 0x87;

    AlternativeNames {
        dnsNames = List.copyOf(dnsNames);
        addresses = List.copyOf(addresses);
    }

    /** The names in {@code certificate}; none if it has no such extension. */
    static AlternativeNames of(X509Certificate certificate) throws Refusal {
        byte[] extension = certificate.getExtensionValue(OID);
        try {
            return extension == null ? new AlternativeNames(List.of(), List.of()) : read(extension);
        } catch (IllegalArgumentException malformed) {
            // Not named by PeerText, which would come back here for a certificate without subject.
            throw new Refusal(Violation.CERTIFICATE_UNREADABLE, "the subject alternative names of the certificate '"
                    + PeerText.of(certificate.getSubjectX500Principal().getName()) + "' are malformed: "
                    + malformed.getMessage());
        }
    }

    private static AlternativeNames read(byte[] extension) {
        List<String> dnsNames = new ArrayList<>();
        List<String> addresses = new ArrayList<>();
        DerElements names = new DerElements(extension).enter(DerElements.OCTET_STRING).enter(DerElements.SEQUENCE);
        while (names.next()) {
            if (names.tag() == DNS_NAME) {
                dnsNames.add(new String(names.content(), StandardCharsets.ISO_8859_1));
            } else if (names.tag() == IP_ADDRESS) {
                addresses.add(HexFormat.of().formatHex(names.content()));
            }
        }
        return new AlternativeNames(dnsNames, addresses);
    }

    /** All names in a line, for people. */
    static String describe(X509Certificate certificate) {
        try {
            return of(certificate).toString();
        } catch (Refusal unreadable) {
            return "unreadable names";
        }
    }

    @Override
    public String toString() {
        List<String> all = new ArrayList<>();
        dnsNames.forEach(name -> all.add("DNS:" + name));
        addresses.forEach(address -> all.add("IP:" + IpLiteral.show(HexFormat.of().parseHex(address))));
        return all.isEmpty() ? "no DNS name and no IP address" : String.join(", ", all);
    }
}
