package io.puredtls.crypto.credentials;

import io.puredtls.crypto.jca.Jca;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;

/** The files of testvectors/credentials, whose README says how OpenSSL made them, and a day for tests to be on. */
final class Vectors {
    static final Instant NOON = Instant.parse("2026-06-01T12:00:00Z");
    static final Instant EVENING = Instant.parse("2026-06-01T18:00:00Z");
    static final Instant MIDNIGHT = Instant.parse("2026-06-02T00:00:00Z");

    private Vectors() {
    }

    static Path path(String file) {
        return Path.of("..", "testvectors", "credentials", file);
    }

    static String text(String file) {
        return new String(bytes(file), StandardCharsets.UTF_8);
    }

    static byte[] bytes(String file) {
        try {
            return Files.readAllBytes(path(file));
        } catch (IOException absent) {
            throw new UncheckedIOException(absent);
        }
    }

    static char[] secret() {
        return "secret".toCharArray();
    }

    /** What this JDK can make: ML-DSA not everywhere. */
    static List<KeyAlgorithm> availableAlgorithms() {
        return Arrays.stream(KeyAlgorithm.values()).filter(algorithm -> algorithm.isAvailable(Jca.PLATFORM)).toList();
    }

    static CertificateOptions endEntity() {
        return CertificateOptions.endEntity(NOON, MIDNIGHT);
    }

    static CertificateOptions authority() {
        return CertificateOptions.authority(NOON, MIDNIGHT);
    }
}
