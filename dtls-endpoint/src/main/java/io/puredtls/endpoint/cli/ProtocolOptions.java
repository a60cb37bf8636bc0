package io.puredtls.endpoint.cli;

import io.puredtls.config.ConfigException;
import io.puredtls.config.FlightTiming;
import io.puredtls.config.LegacyCipherSuites;
import io.puredtls.config.Options;
import io.puredtls.crypto.jca.Jca;
import io.puredtls.crypto.kex.NamedGroup;
import io.puredtls.crypto.sign.SignatureScheme;
import io.puredtls.crypto.suite.CipherSuite;
import io.puredtls.endpoint.cli.Option.Range;
import io.puredtls.endpoint.cli.OptionTable.Section;
import io.puredtls.extension.MaxFragmentLength;
import io.puredtls.srtp.SrtpProfile;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

/** What is negotiated and how long things may take. */
final class ProtocolOptions {
    private static final String OF_LISTS = "%s, if there is something of it in each list that is given here";

    static final Option MIN_VERSION = Option.value("--min-version", "VERSION", "The oldest DTLS that is spoken, 1.2 or 1.3.", OF_LISTS.formatted("1.2"));
    static final Option MAX_VERSION = Option.value(
            "--max-version", "VERSION", "The newest DTLS that is spoken, 1.2 or 1.3.", OF_LISTS.formatted("1.3"));
    static final Option CIPHERS = Option.value("--ciphers", "LIST",
            "Cipher suites by their IANA names, the best first, with commas or colons between them.", "all but CBC, CCM_8 and TLS_PSK");
    static final Option GROUPS = Option.value("--groups", "LIST",
            "Groups for key exchange, the best first: x25519, secp256r1, …", "all this Java runtime has");
    static final Option SIGALGS = Option.value("--sigalgs", "LIST",
            "Signature schemes, the best first: ecdsa_secp256r1_sha256, …", "all this Java runtime has");
    static final Option ALPN = Option.value("--alpn", "LIST", "Application protocols, the best first, with commas between them.", "none");
    static final Option SRTP = Option.value("--srtp", "LIST", "SRTP profiles, the best first: SRTP_AEAD_AES_128_GCM, …", "none");
    static final Option MTU = Option.number("--mtu", "BYTES", new Range(256, 65_535, "bytes"), "The largest UDP payload to send.", "1200");
    static final Option RECORD_SIZE_LIMIT = Option.number("--record-size-limit", "N", new Range(64, 16_385, "bytes"),
            "Ask for records with no more content, in DTLS 1.3 with its type and padding.", "not asked for");
    static final Option MAX_FRAGMENT_LENGTH = Option.value("--max-fragment-length", "N",
            "Ask that neither end sends records with more content: 512, 1024, 2048 or 4096 bytes.", "not asked for");
    static final Section NEGOTIATION = Section.of(
            "What is negotiated", MIN_VERSION, MAX_VERSION, CIPHERS, GROUPS, SIGALGS, ALPN, SRTP, MTU, RECORD_SIZE_LIMIT);

    static final Option TIMEOUT = Option.number(
            "--timeout", "SECONDS", new Range(1, 3600, "s"), "How long a handshake may take.", "30");
    static final Option IDLE = Option.number("--idle", "SECONDS", new Range(1, 86_400, "s"),
            "Close a session in which nothing came or went for so long.", "never; 30 for a client with --expect");
    static final Option INITIAL_RTO = Option.number("--initial-rto", "MS", new Range(50, 60_000, "ms"),
            "After how long without an answer every flight is sent again, at first; doubled each time, to a minute at most. Without this the first "
            + "waits for 1000 ms, for 400 with --srtp, and those behind it for as long as the peer's answers so far let expect, 200 ms at least.",
            "measured");
    static final Section TIME = Section.of("How long things take", TIMEOUT, IDLE, INITIAL_RTO);

    private ProtocolOptions() {
    }

    /** What a client can ask for alone. */
    static Section ofClient() {
        return new Section(NEGOTIATION.heading(), Stream.concat(NEGOTIATION.options().stream(), Stream.of(MAX_FRAGMENT_LENGTH)).toList());
    }

    /** [RFC6066 §4] The length that was given, if it is one that can be asked for. */
    static OptionalInt maxFragmentLength(Arguments given) throws UsageException {
        if (!given.has(MAX_FRAGMENT_LENGTH)) {
            return OptionalInt.empty();
        }
        String value = given.text(MAX_FRAGMENT_LENGTH).orElseThrow();
        for (int length : MaxFragmentLength.LENGTHS) {
            if (value.equals(String.valueOf(length))) {
                return OptionalInt.of(length);
            }
        }
        throw UsageException.of(MAX_FRAGMENT_LENGTH, value, "wanted is one of " + MaxFragmentLength.LENGTHS);
    }

    /** Checks what was given and puts it into {@code options}; the versions are for the caller to choose. */
    static <B extends Options<B>> void apply(Arguments given, B options, Surroundings surroundings) throws UsageException {
        List<CipherSuite> suites = cipherSuites(given);
        if (given.has(CIPHERS)) {
            options.cipherSuites(suites);
        }
        Optional<CipherSuite> legacy = suites.stream().filter(CipherSuite::isLegacy).findFirst();
        if (legacy.isPresent()) { // named, which is to ask for it
            surroundings.note("warning: --ciphers: " + legacy.get() + " is a legacy suite, for peers that have nothing newer");
            options.legacyCipherSuites(LegacyCipherSuites.CBC);
        }
        options.groups(groups(given));
        options.signatureSchemes(signatureSchemes(given));
        if (given.has(ALPN)) {
            options.applicationProtocols(protocols(given.text(ALPN).orElseThrow()));
        }
        if (given.has(SRTP)) {
            List<SrtpProfile> profiles = given.list(SRTP, "SRTP profile", SrtpProfile::named, SrtpProfile.KNOWN);
            options.srtp(profiles.toArray(SrtpProfile[]::new));
        }
        MobilityOptions.apply(given, options);
        given.number(MTU).ifPresent(options::mtu);
        given.number(RECORD_SIZE_LIMIT).ifPresent(options::recordSizeLimit);
        given.number(TIMEOUT).ifPresent(seconds -> options.handshakeLimit(Duration.ofSeconds(seconds)));
        given.number(INITIAL_RTO).ifPresent(millis -> options.flightTiming(
                FlightTiming.DEFAULT.withInitialRto(Duration.ofMillis(millis)).withAdaptation(FlightTiming.Adaptation.NONE))); // who names a time means it
    }

    /** Those that were listed, or those that are used without being asked for. */
    static List<CipherSuite> cipherSuites(Arguments given) throws UsageException {
        return given.has(CIPHERS) ? given.list(CIPHERS, "cipher suite", CipherSuite::named, CipherSuite.available(Jca.PLATFORM))
                : CipherSuite.defaults(Jca.PLATFORM);
    }

    static List<NamedGroup> groups(Arguments given) throws UsageException {
        List<NamedGroup> available = NamedGroup.available(Jca.PLATFORM);
        return given.has(GROUPS) ? given.list(GROUPS, "group", NamedGroup::named, available) : available;
    }

    static List<SignatureScheme> signatureSchemes(Arguments given) throws UsageException {
        List<SignatureScheme> available = SignatureScheme.available(Jca.PLATFORM);
        return given.has(SIGALGS) ? given.list(SIGALGS, "signature scheme", SignatureScheme::named, available) : available;
    }

    /** What cannot work, after the options of this negotiation that were given: one of them, or several together, is why. */
    static UsageException impossible(Arguments given, ConfigException why) {
        String named = String.join(" ", Stream.of(MIN_VERSION, MAX_VERSION, CIPHERS, GROUPS, SIGALGS, MobilityOptions.CID).filter(given::has)
                .map(option -> option.name() + " " + given.text(option).orElseThrow()).toList());
        return new UsageException(named.isEmpty() ? why.getMessage() : named + ": " + why.getMessage());
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
