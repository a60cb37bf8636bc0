package io.puredtls.trust;

import java.net.IDN;
import java.util.Optional;

/** [RFC9525 §6.1] Whom the client set out to reach, and so what the server's certificate must name. */
public sealed interface ReferenceIdentity {
    /** A DNS name in its ASCII form, as in {@code example.org}; compared without regard to case. */
    record DnsName(String name) implements ReferenceIdentity {
    }

    /** An IP address in its literal form, IPv4 or IPv6 without zone; compared as an address, not as text. */
    record IpAddress(String literal) implements ReferenceIdentity {
    }

    /** No name to compare with: servers judging clients, and clients whose policy needs none (a fingerprint). */
    record None() implements ReferenceIdentity {
    }

    /** The name, or the address as a literal; empty for no name. */
    default Optional<String> text() {
        if (this instanceof DnsName dns) {
            return Optional.of(dns.name());
        }
        return this instanceof IpAddress address ? Optional.of(address.literal()) : Optional.empty();
    }

    /**
     * What a certificate must name to be {@code host}'s: an IP address literal, IPv6 also in brackets and with a zone,
     * which is dropped; else a DNS name. International names are converted to their ASCII form as {@link IDN} does
     * (IDNA 2003), a trailing dot is dropped, and case is lowered. The DNS is not asked.
     *
     * @throws IllegalArgumentException if it is neither
     */
    static ReferenceIdentity of(String host) {
        Optional<String> address = IpLiteral.in(host);
        if (address.isPresent()) {
            return new IpAddress(address.get());
        }
        return new DnsName(HostName.in(host).orElseThrow(() -> new IllegalArgumentException(
                "'" + PeerText.of(host) + "' is neither a DNS name nor an IP address literal")));
    }
}
