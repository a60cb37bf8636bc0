package io.puredtls.trust;

import io.puredtls.alert.Violation;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import java.util.Optional;

/**
 * [RFC9525 §6] Whether a certificate names whom the client set out to reach. The subject's common name is not looked at
 * [RFC9525 §6.4.4], DNS names match only dNSNames, addresses match only iPAddresses.
 */
final class NameCheck {
    private NameCheck() {
    }

    static void isFor(X509Certificate leaf, ReferenceIdentity identity) throws Refusal {
        if (identity instanceof ReferenceIdentity.None) {
            return;
        }
        AlternativeNames presented = AlternativeNames.of(leaf);
        String wanted;
        boolean found;
        if (identity instanceof ReferenceIdentity.IpAddress address) {
            wanted = address.literal();
            // [RFC9525 §6.5] octet for octet
            Optional<String> octets = IpLiteral.bytes(wanted).map(HexFormat.of()::formatHex);
            found = octets.isPresent() && presented.addresses().contains(octets.get());
        } else {
            wanted = ((ReferenceIdentity.DnsName) identity).name();
            found = presented.dnsNames().stream().anyMatch(name -> matches(name, wanted));
        }
        if (!found) {
            throw new Refusal(Violation.CERTIFICATE_NAME_MISMATCH, PeerText.of(leaf) + " is not for " + PeerText.of(wanted)
                    + "; it names " + PeerText.of(presented.toString()));
        }
    }

    /**
     * [RFC9525 §6.3] The same labels, ASCII letters in any case, or a wildcard that is the whole left-most label and
     * stands for exactly one.
     */
    private static boolean matches(String presented, String wanted) {
        String pattern = lowerAscii(presented);
        String name = HostName.withoutTrailingDot(lowerAscii(wanted));
        if (name.isEmpty() || name.indexOf('*') >= 0) {
            return false; // no host is called so, whatever the certificate says
        }
        // An asterisk that is not the whole left-most label is no wildcard, and equal to nothing.
        int firstDot = name.indexOf('.');
        return pattern.equals(name) || firstDot > 0 && pattern.equals("*" + name.substring(firstDot));
    }

    private static String lowerAscii(String text) {
        StringBuilder lower = new StringBuilder(text);
        for (int i = 0; i < lower.length(); i++) {
            char each = lower.charAt(i);
            if (each >= 'A' && each <= 'Z') {
                lower.setCharAt(i, Character.toLowerCase(each));
            }
        }
        return lower.toString();
    }
}
