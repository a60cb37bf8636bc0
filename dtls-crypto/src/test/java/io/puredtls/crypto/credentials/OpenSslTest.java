package io.puredtls.crypto.credentials;

import static io.puredtls.crypto.credentials.Vectors.EVENING;
import static io.puredtls.crypto.credentials.Vectors.authority;
import static io.puredtls.crypto.credentials.Vectors.endEntity;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What we make, judged by the openssl command where there is one. */
final class OpenSslTest {
    @TempDir
    private Path directory;

    /** Those that the command knows too; it has ML-DSA since 3.5. */
    static List<KeyAlgorithm> algorithms() throws IOException {
        boolean knowsMlDsa = run("list", "-public-key-algorithms").contains("ML-DSA");
        return Vectors.availableAlgorithms().stream().filter(algorithm -> knowsMlDsa || !algorithm.name().startsWith("ML_DSA")).toList();
    }

    @BeforeAll
    static void the_command_must_be_there() {
        try {
            run("version");
        } catch (IOException absent) {
            System.err.println("SKIPPED: " + OpenSslTest.class.getName() + " needs the openssl command, which is not on the path");
            Assumptions.abort("the openssl command is not on the path");
        }
    }

    @ParameterizedTest
    @MethodSource("algorithms")
    void a_self_signed_certificate_is_its_own_trust_anchor(KeyAlgorithm algorithm) throws IOException {
        Credentials credentials = SelfSigned.builder(algorithm).validity(Vectors.NOON, Vectors.MIDNIGHT)
                .names("localhost", "127.0.0.1").generate();
        String certificate = file("self", Certificates.toPem(credentials.chain()));
        for (String purpose : List.of("sslserver", "sslclient")) {
            assertEquals(certificate + ": OK\n", run("verify", "-x509_strict", "-attime", "" + EVENING.getEpochSecond(),
                    "-purpose", purpose, "-verify_hostname", "localhost", "-CAfile", certificate, certificate));
        }
    }

    @ParameterizedTest
    @MethodSource("algorithms")
    void an_issued_chain_verifies_strictly(KeyAlgorithm algorithm) throws IOException {
        CertificateAuthority root = CertificateAuthority.create("root", algorithm, authority().pathLength(1));
        Credentials leaf = root
                .issueAuthority("below", algorithm, authority().pathLength(0).nameConstraints(List.of("example"), List.of("10.0.0.0/8")))
                .issue("leaf", algorithm, endEntity().names("leaf.example"));
        String certificate = file("leaf", Certificates.toPem(leaf.chain().get(0)));
        assertEquals(certificate + ": OK\n", run("verify", "-x509_strict", "-attime", "" + EVENING.getEpochSecond(),
                "-purpose", "sslserver", "-verify_hostname", "leaf.example",
                "-CAfile", file("root", Certificates.toPem(root.certificate())),
                "-untrusted", file("untrusted", Certificates.toPem(leaf.chain())), certificate));
    }

    @Test
    void a_certificate_reads_as_it_was_meant() throws IOException {
        Credentials credentials = SelfSigned.builder(KeyAlgorithm.EC_P256).validity(Vectors.NOON, Vectors.MIDNIGHT)
                .names("localhost", "127.0.0.1", "2001:db8::1").generate();
        String text = run("x509", "-noout", "-text", "-in", file("self", Certificates.toPem(credentials.chain())));
        for (String line : List.of("Version: 3 (0x2)", "ecdsa-with-SHA256", "CA:FALSE", "Digital Signature",
                "Not Before: Jun  1 12:00:00 2026 GMT", "TLS Web Server Authentication, TLS Web Client Authentication",
                "DNS:localhost, IP Address:127.0.0.1, IP Address:2001:DB8:0:0:0:0:0:1")) {
            assertTrue(text.contains(line), () -> line + " is not in\n" + text);
        }
    }

    @ParameterizedTest
    @MethodSource("algorithms")
    void a_written_key_is_the_key_of_its_certificate(KeyAlgorithm algorithm) throws IOException {
        Credentials credentials = SelfSigned.builder(algorithm).name("localhost").generate();
        String ofKey = run("pkey", "-pubout", "-in", file("key", PrivateKeys.toPem(credentials.privateKey())));
        String ofCertificate = run("x509", "-pubkey", "-noout", "-in", file("certificate", Certificates.toPem(credentials.chain())));
        assertEquals(ofCertificate, ofKey);
    }

    private String file(String name, String content) throws IOException {
        return Files.writeString(directory.resolve(name), content).toString();
    }

    private static String run(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of("openssl"));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
}
