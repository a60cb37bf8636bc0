package io.puredtls.endpoint.cli;

import io.puredtls.config.FlightTiming;
import io.puredtls.config.Options;
import io.puredtls.crypto.jca.Jca;
import io.puredtls.crypto.kex.NamedGroup;
import io.puredtls.crypto.sign.SignatureScheme;
import io.puredtls.crypto.suite.CipherSuite;
import io.puredtls.endpoint.cli.Option.Range;
import io.puredtls.endpoint.cli.OptionTable.Section;
import io.puredtls.record.ProtocolVersion;
import io.puredtls.srtp.SrtpProfile;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

/** What is negotiated and how long things may take. */
final class ProtocolOptions {
    static final Option MIN_VERSION = Option.value("--min-version", "VERSION", "The oldest DTLS that is spoken, 1.2 or 1.3.", "1.2");
    static final Option MAX_VERSION = Option.value(
            "--max-version", "VERSION", "The newest DTLS that is spoken, 1.2 or 1.3.", "1.3");
    static final Option CIPHERS = Option.value("--ciphers", "LIST",
            "Cipher suites by their IANA names, the best first, with commas or colons between them.", "all this Java runtime has");
    static final Option GROUPS = Option.value("--groups", "LIST",
            "Groups for key exchange, the best first: x25519, secp256r1, …", "all this Java runtime has");
    static final Option SIGALGS = Option.value("--sigalgs", "LIST",
            "Signature schemes, the best first: ecdsa_secp256r1_sha256, …", "all this Java runtime has");
    static final Option ALPN = Option.value("--alpn", "LIST", "Application protocols, the best first, with commas between them.", "none");
    static final Option SRTP = Option.value("--srtp", "LIST", "SRTP profiles, the best first: SRTP_AEAD_AES_128_GCM, …", "none");
    static final Option MTU = Option.number("--mtu", "BYTES", new Range(256, 65_535, "bytes"), "The largest UDP payload to send.", "1200");
    static final Section NEGOTIATION = Section.of(
            "What is negotiated", MIN_VERSION, MAX_VERSION, CIPHERS, GROUPS, SIGALGS, ALPN, SRTP, MTU);

    static final Option TIMEOUT = Option.number(
            "--timeout", "SECONDS", new Range(1, 3600, "s"), "How long a handshake may take.", "30");
    static final Option IDLE = Option.number("--idle", "SECONDS", new Range(1, 86_400, "s"),
            "Close a session in which nothing came or went for so long.", "never; 30 for a client with --expect");
    static final Option INITIAL_RTO = Option.number("--initial-rto", "MS", new Range(50, 60_000, "ms"),
            "After how long without an answer a flight is sent again, at first; doubled each time.", "1000");
    static final Section TIME = Section.of("How long things take", TIMEOUT, IDLE, INITIAL_RTO);

    private static final int OLDEST = 2;
    private static final List<ProtocolVersion> VERSIONS = List.of(ProtocolVersion.DTLS_1_2, ProtocolVersion.DTLS_1_3);

    private ProtocolOptions() {
    }

    /** Checks what was given and puts it into {@code options}. */
    static <B extends Options<B>> void apply(Arguments given, B options) throws UsageException {
        options.versions(versions(given));
        if (given.has(CIPHERS)) {
            options.cipherSuites(given.list(CIPHERS, "cipher suite", CipherSuite::named, CipherSuite.available(Jca.PLATFORM)));
        }
        if (given.has(GROUPS)) {
            options.groups(given.list(GROUPS, "group", NamedGroup::named, NamedGroup.available(Jca.PLATFORM)));
        }
        if (given.has(SIGALGS)) {
            options.signatureSchemes(
                    given.list(SIGALGS, "signature scheme", SignatureScheme::named, SignatureScheme.available(Jca.PLATFORM)));
        }
        if (given.has(ALPN)) {
            options.applicationProtocols(protocols(given.text(ALPN).orElseThrow()));
        }
        if (given.has(SRTP)) {
            List<SrtpProfile> profiles = given.list(SRTP, "SRTP profile", SrtpProfile::named, SrtpProfile.KNOWN);
            options.srtp(profiles.toArray(SrtpProfile[]::new));
        }
        given.number(MTU).ifPresent(options::mtu);
        given.number(TIMEOUT).ifPresent(seconds -> options.handshakeLimit(Duration.ofSeconds(seconds)));
        given.number(INITIAL_RTO).ifPresent(millis -> options.flightTiming(FlightTiming.DEFAULT.withInitialRto(Duration.ofMillis(millis))));
    }

    private static ProtocolVersion[] versions(Arguments given) throws UsageException {
        int oldest = version(given, MIN_VERSION, "1.2");
        int newest = version(given, MAX_VERSION, "1.3");
        if (oldest > newest) {
            throw UsageException.of(MIN_VERSION, "1." + oldest, "--max-version is 1." + newest + ", which is older");
        }
        return VERSIONS.subList(oldest - OLDEST, newest - OLDEST + 1).toArray(ProtocolVersion[]::new);
    }

    private static int version(Arguments given, Option bound, String otherwise) throws UsageException {
        String version = given.text(bound).orElse(otherwise);
        if (!version.equals("1.2") && !version.equals("1.3")) {
            throw UsageException.of(bound, version, "a version is 1.2 or 1.3");
        }
        return version.charAt(2) - '0';
    }

    private static String[] protocols(String value) throws UsageException {
        List<String> names = List.of(value.split(",", -1));
        for (String name : names) {
            int length = name.getBytes(StandardCharsets.UTF_8).length;
            if (length == 0 || length > 255) {
                throw UsageException.of(ALPN, value, "a protocol's name has 1 to 255 bytes, not " + length);
            }
            if (names.indexOf(name) != names.lastIndexOf(name)) {
                throw UsageException.of(ALPN, value, name + " stands there twice");
            }
        }
        return names.toArray(String[]::new);
    }
}
