package io.puredtls.endpoint.cli;

import io.puredtls.crypto.credentials.Certificates;
import io.puredtls.crypto.credentials.Credentials;
import io.puredtls.crypto.credentials.CredentialsException;
import io.puredtls.crypto.credentials.KeyAlgorithm;
import io.puredtls.crypto.credentials.PrivateKeys;
import io.puredtls.crypto.credentials.SelfSigned;
import io.puredtls.endpoint.cli.Option.Range;
import io.puredtls.endpoint.cli.OptionTable.Section;
import io.puredtls.endpoint.text.FileFault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** {@code selfsign}: a key and a certificate that vouches for itself, as PEM. */
final class SelfSignVerb implements Verb {
    private static final Map<String, KeyAlgorithm> ALGORITHMS = algorithms();

    static final Option NAME = Option.value("--name", "HOST",
            "A DNS name or IP address that it is for; the first one is the subject too.", "localhost, 127.0.0.1 and ::1").repeated();
    static final Option DAYS = Option.number("--days", "N", new Range(1, 36_500, "days"), "How long it is valid.", "365");
    static final Option ALGORITHM = Option.value(
            "--algorithm", "NAME", "The key: " + String.join(", ", ALGORITHMS.keySet()) + ".", "p256");
    static final Option CERT = Option.value("--cert", "FILE", "Where the certificate goes.", "standard output");
    static final Option KEY = Option.value("--key", "FILE",
            "Where the private key goes, in a file that its owner alone can read.", "standard output");
    static final Option FORCE = Option.flag("--force", "Replace files that exist.");

    private static final OptionTable TABLE = new OptionTable("selfsign", List.of(), List.of(
            Section.of("What it says", NAME, DAYS, ALGORITHM),
            Section.of("Where it goes", CERT, KEY, FORCE, OptionTable.HELP)));

    private static Map<String, KeyAlgorithm> algorithms() {
        Map<String, KeyAlgorithm> named = new LinkedHashMap<>();
        named.put("p256", KeyAlgorithm.EC_P256);
        named.put("p384", KeyAlgorithm.EC_P384);
        named.put("p521", KeyAlgorithm.EC_P521);
        named.put("ed25519", KeyAlgorithm.ED25519);
        named.put("ed448", KeyAlgorithm.ED448);
        named.put("rsa2048", KeyAlgorithm.RSA_2048);
        named.put("rsa3072", KeyAlgorithm.RSA_3072);
        named.put("rsa4096", KeyAlgorithm.RSA_4096);
        named.put("rsa-pss2048", KeyAlgorithm.RSA_PSS_2048);
        return named;
    }

    @Override
    public String summary() {
        return "make a key and a self-signed certificate";
    }

    @Override
    public String description() {
        return "Makes a private key and a certificate that vouches for itself, both in PEM. Whoever is to trust it takes the certificate "
                + "as --ca, or its fingerprint, which is printed, as --fingerprint.";
    }

    @Override
    public OptionTable options() {
        return TABLE;
    }

    @Override
    public int run(Arguments given, Surroundings surroundings) throws UsageException {
        String name = given.text(ALGORITHM).orElse("p256");
        KeyAlgorithm algorithm = Optional.ofNullable(ALGORITHMS.get(name)).orElseThrow(() -> UsageException.of(
                ALGORITHM, name, "wanted is one of " + String.join(", ", ALGORITHMS.keySet())));
        Optional<Path> cert = freeFile(given, CERT);
        Optional<Path> key = freeFile(given, KEY);
        if (cert.isPresent() && cert.equals(key)) {
            throw UsageException.of(KEY, key.get().toString(), "that is the file of --cert already");
        }
        Credentials made = generate(given, algorithm);
        try {
            write(key, OwnerOnlyFile::create, PrivateKeys.toPem(made.privateKey()), surroundings);
            write(cert, Files::createFile, Certificates.toPem(made.chain()), surroundings);
        } catch (IOException unwritable) {
            String files = String.join(" or ", Stream.of(key, cert).flatMap(Optional::stream).map(Path::toString).toList());
            surroundings.note("dtls selfsign: " + files + " cannot be written: " + FileFault.of(unwritable));
            return ExitStatus.FAILED;
        }
        String summary = "made " + CertificateText.summary(made.chain().get(0)) + "\n"
                + CertificateText.fingerprint(made.chain().get(0)).replace(' ', '=');
        if (cert.isPresent() && key.isPresent()) {
            LineWriter.to(surroundings.out()).line(summary);
        } else { // standard output is PEM then, and nothing else
            surroundings.note(summary);
        }
        return ExitStatus.OK;
    }

    /** Checked for both before either is written. */
    private static Optional<Path> freeFile(Arguments given, Option option) throws UsageException {
        Optional<String> name = given.text(option);
        if (name.isEmpty()) {
            return Optional.empty();
        }
        Path file = Arguments.path(option, name.get());
        if (Files.isDirectory(file)) {
            throw UsageException.of(option, name.get(), "that is a directory, not a file");
        }
        if (Files.exists(file) && !given.has(FORCE)) {
            throw UsageException.of(option, name.get(), "the file exists; --force replaces it");
        }
        if (!Files.isDirectory(file.toAbsolutePath().getParent())) {
            throw UsageException.of(option, name.get(), "there is no directory for it");
        }
        return Optional.of(file);
    }

    private static Credentials generate(Arguments given, KeyAlgorithm algorithm) throws UsageException {
        Instant now = Instant.now();
        List<String> names = given.has(NAME) ? new ArrayList<>(given.all(NAME)) : List.of("localhost", "127.0.0.1", "::1");
        try {
            return SelfSigned.builder(algorithm)
                    .names(names.toArray(String[]::new))
                    .validity(now.minus(Duration.ofDays(1)), now.plus(Duration.ofDays(given.number(DAYS).orElse(365)))) // clocks differ
                    .generate();
        } catch (CredentialsException impossible) {
            throw new UsageException("--name " + String.join(" --name ", names) + ": " + impossible.getMessage());
        }
    }

    private interface Creation {
        void create(Path file) throws IOException;
    }

    /** A file that exists is removed first: its permissions would stay, and somebody may hold it open. */
    private static void write(Optional<Path> file, Creation creation, String pem, Surroundings surroundings) throws IOException {
        if (file.isEmpty()) {
            LineWriter.to(surroundings.out()).line(pem.stripTrailing());
            return;
        }
        Files.deleteIfExists(file.get());
        creation.create(file.get());
        Files.writeString(file.get(), pem, StandardOpenOption.WRITE);
    }
}
