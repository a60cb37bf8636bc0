package io.puredtls.config;

import io.puredtls.crypto.entropy.Entropy;
import io.puredtls.crypto.jca.Jca;
import io.puredtls.crypto.kex.NamedGroup;
import io.puredtls.crypto.sign.SignatureScheme;
import io.puredtls.crypto.suite.CipherSuite;
import io.puredtls.extension.ApplicationProtocolName;
import io.puredtls.extension.RecordSizeLimit;
import io.puredtls.record.PaddingPolicy;
import io.puredtls.record.ProtocolVersion;
import io.puredtls.srtp.SrtpProfile;
import java.time.Clock;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * What clients and servers configure alike; made by the builders of {@link ClientConfig} and {@link ServerConfig}.
 * Immutable. Each component is documented at the builder's method of its name, in {@link Options}.
 */
public record Settings(
        Jca jca, Entropy entropy, Clock clock, List<ProtocolVersion> versions,
        List<CipherSuite> cipherSuites, LegacyCipherSuites legacyCipherSuites, List<NamedGroup> groups, List<SignatureScheme> signatureSchemes,
        MasterSecretBinding masterSecretBinding, List<String> applicationProtocols, List<SrtpProfile> srtpProfiles, String srtpMki,
        int mtu, PaddingPolicy padding, Optional<Integer> recordSizeLimit, CertificateCompression certificateCompression,
        Mobility mobility, FlightTiming flightTiming, Optional<Duration> handshakeLimit, Bounds bounds, UsageLimits usageLimits,
        KeyLog keyLog, EngineTrace trace) {
    /** The smallest MTU, which every path carries. */
    public static final int MIN_MTU = 256;
    /** The largest: a UDP payload over IPv6 without jumbograms. */
    public static final int MAX_MTU = 65_535;

    private static final int MAX_RECORD_SIZE_LIMIT = (1 << 14) + 1;
    private static final int MAX_PROTOCOL_NAME = 255;
    private static final int MAX_MKI_HEX = 510;
    private static final int MAX_EXTENSION = 65_533; // what the length of the extension and of the list in it leave
    private static final Duration MIN_LIMIT = Duration.ofMillis(1);
    private static final Duration MAX_LIMIT = Duration.ofDays(365);

    /** Checks that it can work on this JDK. */
    public Settings {
        Objects.requireNonNull(entropy, "entropy");
        Objects.requireNonNull(clock, "clock");
        Objects.requireNonNull(legacyCipherSuites, "legacyCipherSuites");
        Objects.requireNonNull(padding, "padding");
        Objects.requireNonNull(certificateCompression, "certificateCompression");
        Objects.requireNonNull(bounds, "bounds");
        Objects.requireNonNull(usageLimits, "usageLimits");
        Objects.requireNonNull(keyLog, "keyLog");
        Objects.requireNonNull(trace, "trace");
        versions = checkedVersions(versions);
        cipherSuites = checked("cipher suite", cipherSuites, CipherSuite.available(jca));
        requireNoLegacy(legacyCipherSuites, cipherSuites);
        groups = checked("group", groups, NamedGroup.available(jca));
        signatureSchemes = checked("signature scheme", signatureSchemes, SignatureScheme.available(jca));
        for (ProtocolVersion version : versions) {
            requireOneFor(version, "cipher suite", cipherSuites, CipherSuite::isForDtls13, suite -> !suite.isForDtls13());
            requireOneFor(version, "group", groups, group -> true, NamedGroup::isForDtls12);
            requireOneFor(version, "signature scheme", signatureSchemes, SignatureScheme::isForDtls13, SignatureScheme::isForDtls12);
        }
        if (recordSizeLimit.isPresent() && (recordSizeLimit.get() < RecordSizeLimit.MIN || recordSizeLimit.get() > MAX_RECORD_SIZE_LIMIT)) {
            throw new ConfigException("recordSizeLimit is 64 to 16385 bytes, not " + recordSizeLimit.get());
        }
        applicationProtocols = distinct("application protocol", applicationProtocols);
        int namesLength = 0;
        for (String name : applicationProtocols) {
            int length = ApplicationProtocolName.bytes(name).length();
            if (length == 0 || length > MAX_PROTOCOL_NAME) {
                throw new ConfigException("an application protocol's name has 1 to 255 bytes; \"" + name + "\" has " + length);
            }
            namesLength += 1 + length;
        }
        if (namesLength > MAX_EXTENSION) {
            throw new ConfigException("application protocols take " + namesLength + " bytes together, where " + MAX_EXTENSION + " fit");
        }
        srtpProfiles = distinct("SRTP profile", srtpProfiles);
        for (SrtpProfile profile : srtpProfiles) {
            if (!profile.isKnown()) {
                throw new ConfigException("no keys can be cut for SRTP profile " + profile);
            }
        }
        if (srtpMki.length() > MAX_MKI_HEX || !srtpMki.matches("([0-9a-f]{2})*")) {
            throw new ConfigException("an SRTP MKI is 0 to 255 bytes in lower-case hexadecimal, not " + srtpMki);
        }
        if (!srtpMki.isEmpty() && srtpProfiles.isEmpty()) {
            throw new ConfigException("an SRTP MKI (" + srtpMki + ") without SRTP profiles (none) has no meaning");
        }
        if (mtu < MIN_MTU || mtu > MAX_MTU) {
            throw new ConfigException("mtu is 256 to 65535 bytes, not " + mtu);
        }
        if (handshakeLimit.isPresent() && (handshakeLimit.get().compareTo(MIN_LIMIT) < 0 || handshakeLimit.get().compareTo(MAX_LIMIT) > 0)) {
            throw new ConfigException("handshakeLimit is 1 ms to 365 days, not " + handshakeLimit.get());
        }
    }

    /** The same with other connection IDs, as an endpoint makes them, whose associations have to differ. */
    public Settings withConnectionIds(ConnectionIdGenerator generator) {
        return new Settings(
                jca, entropy, clock, versions, cipherSuites, legacyCipherSuites, groups, signatureSchemes, masterSecretBinding, applicationProtocols,
                srtpProfiles, srtpMki, mtu, padding, recordSizeLimit, certificateCompression, mobility.withConnectionIds(generator),
                flightTiming, handshakeLimit, bounds, usageLimits, keyLog, trace);
    }

    private static void requireNoLegacy(LegacyCipherSuites allowed, List<CipherSuite> suites) {
        if (allowed == LegacyCipherSuites.REFUSED) {
            suites.stream().filter(CipherSuite::isLegacy).findFirst().ifPresent(suite -> {
                throw new ConfigException("cipher suite " + suite + " is a legacy one; with legacyCipherSuites(CBC) it may be used");
            });
        }
    }

    private static List<ProtocolVersion> checkedVersions(List<ProtocolVersion> versions) {
        List<ProtocolVersion> known = List.of(ProtocolVersion.DTLS_1_3, ProtocolVersion.DTLS_1_2);
        if (versions.isEmpty() || !known.containsAll(versions)) {
            throw new ConfigException("versions are some of " + known + ", not " + versions);
        }
        return known.stream().filter(versions::contains).toList();
    }

    private static <T> void requireOneFor(
            ProtocolVersion version, String what, List<T> chosen, Predicate<T> inDtls13, Predicate<T> inDtls12) {
        if (chosen.stream().noneMatch(version.equals(ProtocolVersion.DTLS_1_3) ? inDtls13 : inDtls12)) {
            throw new ConfigException("no configured " + what + " is one of " + version + ": " + chosen);
        }
    }

    /** Whether there is a suite of DTLS 1.2 with pre-shared keys. */
    public boolean hasSuiteByKey() {
        return allows(ProtocolVersion.DTLS_1_2) && cipherSuites.stream().anyMatch(CipherSuite::isByKey);
    }

    /** Whether this version may be spoken. */
    public boolean allows(ProtocolVersion version) {
        return versions.contains(version);
    }

    /** The cipher suites of one kind alone, in their order. */
    public List<CipherSuite> cipherSuites(Predicate<CipherSuite> kind) {
        return cipherSuites.stream().filter(kind).toList();
    }

    /** [RFC8422 §5.1.1] The groups that DTLS 1.2 can use, in their order. */
    public List<NamedGroup> groupsForDtls12() {
        return groups.stream().filter(NamedGroup::isForDtls12).toList();
    }

    /** The signature schemes that DTLS 1.2 can use, in their order. */
    public List<SignatureScheme> signatureSchemesForDtls12() {
        return signatureSchemes.stream().filter(SignatureScheme::isForDtls12).toList();
    }

    /** [RFC9846 §4.3.3] The signature schemes that DTLS 1.3 can use in its own messages, in their order. */
    public List<SignatureScheme> signatureSchemesForDtls13() {
        return signatureSchemes.stream().filter(SignatureScheme::isForDtls13).toList();
    }

    private static <T> List<T> checked(String what, List<T> chosen, List<T> available) {
        if (chosen.isEmpty()) {
            throw new ConfigException("no " + what + " is configured; available are " + available);
        }
        for (T each : chosen) {
            if (!available.contains(each)) {
                throw new ConfigException(what + " " + each + " is not available here; available are " + available);
            }
        }
        return distinct(what, chosen);
    }

    private static <T> List<T> distinct(String what, List<T> chosen) {
        // [RFC9846 §4.3.7#1]
        if (new HashSet<>(chosen).size() != chosen.size()) {
            throw new ConfigException("a " + what + " is configured twice: " + chosen);
        }
        return List.copyOf(chosen);
    }
}
