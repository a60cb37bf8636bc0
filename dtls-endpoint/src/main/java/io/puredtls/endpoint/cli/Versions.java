package io.puredtls.endpoint.cli;

import io.puredtls.config.Options;
import io.puredtls.crypto.kex.NamedGroup;
import io.puredtls.crypto.sign.SignatureScheme;
import io.puredtls.crypto.suite.CipherSuite;
import io.puredtls.record.ProtocolVersion;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Which versions are spoken: those between the bounds that were named; with none named, those that the other options leave.
 *
 * @param spoken the oldest first
 * @param why what leaves DTLS 1.3 out, in words, if it is left out
 */
record Versions(List<ProtocolVersion> spoken, String why) {
    private static final List<ProtocolVersion> ALL = List.of(ProtocolVersion.DTLS_1_2, ProtocolVersion.DTLS_1_3);
    private static final List<String> NAMES = List.of("1.2", "1.3");

    Versions {
        spoken = List.copyOf(spoken);
    }

    /** The bounds alone, if one of them was named; all versions otherwise. */
    static Versions named(Arguments given) throws UsageException {
        int oldest = bound(given, ProtocolOptions.MIN_VERSION, 0);
        int newest = bound(given, ProtocolOptions.MAX_VERSION, NAMES.size() - 1);
        if (oldest > newest) {
            throw UsageException.of(ProtocolOptions.MIN_VERSION, NAMES.get(oldest), "--max-version is " + NAMES.get(newest) + ", which is older");
        }
        return new Versions(ALL.subList(oldest, newest + 1), "--max-version is " + NAMES.get(newest));
    }

    private static int bound(Arguments given, Option bound, int otherwise) throws UsageException {
        Optional<String> version = given.text(bound);
        if (version.isPresent() && !NAMES.contains(version.get())) {
            throw UsageException.of(bound, version.get(), "a version is 1.2 or 1.3");
        }
        return version.map(NAMES::indexOf).orElse(otherwise);
    }

    /** Those that lists of suites, groups and schemes leave. */
    static Versions of(Arguments given) throws UsageException {
        Versions all = named(given);
        if (areNamed(given)) {
            return all; // then it is meant so, and what does not fit it is a mistake
        }
        List<CipherSuite> suites = ProtocolOptions.cipherSuites(given);
        List<NamedGroup> groups = ProtocolOptions.groups(given);
        List<SignatureScheme> schemes = ProtocolOptions.signatureSchemes(given);
        return all.having(ProtocolOptions.CIPHERS, suites, version -> suite -> suite.isForDtls13() == is13(version))
                .having(ProtocolOptions.GROUPS, groups, version -> group -> is13(version) || group.isForDtls12())
                .having(ProtocolOptions.SIGALGS, schemes, version -> scheme -> is13(version) ? scheme.isForDtls13() : scheme.isForDtls12());
    }

    private static boolean areNamed(Arguments given) {
        return given.has(ProtocolOptions.MIN_VERSION) || given.has(ProtocolOptions.MAX_VERSION);
    }

    private static boolean is13(ProtocolVersion version) {
        return version.equals(ProtocolVersion.DTLS_1_3);
    }

    /** Those for which something is in the list; all if that is none, which is for {@code build()} to tell. */
    private <T> Versions having(Option option, List<T> list, Function<ProtocolVersion, Predicate<T>> isFor) {
        List<ProtocolVersion> left = spoken.stream().filter(version -> list.stream().anyMatch(isFor.apply(version))).toList();
        return left.isEmpty() || left.equals(spoken) ? this : new Versions(left, option.name() + " names nothing of it");
    }

    /** Who has a pre-shared key and nothing else has no part in DTLS 1.2 without a suite for it. */
    Versions withoutCertificates(Arguments given) throws UsageException {
        if (ProtocolOptions.cipherSuites(given).stream().anyMatch(CipherSuite::isByKey)) {
            return this;
        }
        if (areNamed(given) && spoken.contains(ProtocolVersion.DTLS_1_2)) {
            throw new UsageException("a server of DTLS 1.2 needs --cert and --key, or --p12, or suites with PSK in their names");
        }
        return new Versions(spoken.stream().filter(Versions::is13).toList(), why);
    }

    /** Whether this one is spoken. */
    boolean include(ProtocolVersion version) {
        return spoken.contains(version);
    }

    /** Complains of the first of these options that was given, if DTLS 1.3, which they are for, is not spoken. */
    void requireFor(Arguments given, List<Option> options) throws UsageException {
        if (spoken.contains(ProtocolVersion.DTLS_1_3)) {
            return;
        }
        for (Option option : options) {
            if (given.has(option)) {
                throw new UsageException(option.name() + " is for DTLS 1.3, and " + why);
            }
        }
    }

    <B extends Options<B>> void apply(B options) {
        options.versions(spoken.toArray(ProtocolVersion[]::new));
    }
}
