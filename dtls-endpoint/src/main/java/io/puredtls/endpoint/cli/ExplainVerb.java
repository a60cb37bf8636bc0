package io.puredtls.endpoint.cli;

import io.puredtls.config.ConfigException;
import io.puredtls.crypto.jca.Jca;
import io.puredtls.crypto.kex.NamedGroup;
import io.puredtls.crypto.suite.CipherSuite;
import io.puredtls.endpoint.cli.OptionTable.Section;
import io.puredtls.endpoint.explain.Capture;
import io.puredtls.endpoint.explain.CaptureException;
import io.puredtls.endpoint.explain.CaptureFile;
import io.puredtls.endpoint.explain.Explainer;
import io.puredtls.endpoint.explain.Explanation;
import io.puredtls.endpoint.explain.HtmlPage;
import io.puredtls.endpoint.explain.LiveHandshake;
import io.puredtls.endpoint.explain.LiveHandshake.Extra;
import io.puredtls.endpoint.explain.Secrets;
import io.puredtls.endpoint.explain.TextPage;
import io.puredtls.endpoint.text.FileFault;
import io.puredtls.record.ProtocolVersion;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** {@code explain}: a handshake byte by byte, run on the spot or captured, as text or as a page. */
final class ExplainVerb implements Verb {
    private static final Option VERSION = Option.value("--version", "1.2|1.3", "The version of DTLS that is spoken.", "1.3");
    private static final Option CIPHERS = Option.value("--ciphers", "LIST",
            "Cipher suites by their IANA names, the preferred one first, separated by commas or colons.", "three with AES-GCM and ChaCha20");
    private static final Option GROUPS = Option.value("--groups", "LIST",
            "Groups for key exchange, the preferred one first.", "x25519,secp256r1");
    private static final Option RETRY = Option.flag("--retry", "The server asks for a cookie first. By default it does not.");
    private static final Option CLIENT_CERT = Option.flag("--client-cert", "The server asks for the client's certificate.");
    private static final Option RESUME = Option.flag("--resume", "The client comes back with a ticket; 1.3 only.");
    private static final Option KEY_UPDATE = Option.flag("--key-update", "Both ends change their keys after the handshake; 1.3 only.");
    private static final Option CID = Option.flag("--cid", "Both ends use connection IDs; in 1.3 they agree on others later.");
    private static final Option SEED = Option.number("--seed", "N", new Option.Range(0, Integer.MAX_VALUE, ""),
            "Everything random follows from it: the same seed gives the same bytes.", "1");
    private static final Option CAPTURE = Option.value("--capture", "FILE",
            "What is explained instead: pcapng or pcap with DTLS over UDP, up to 64 MiB, or text with a datagram a line, as in c> 16fefd and s> 16fefd, "
                    + "or in blocks of from = client and datagram = 16fefd.", "a handshake on the spot");
    private static final Option KEYLOG = Option.value("--keylog", "FILE",
            "The capture's secrets as NSS key log; without them protected records stay closed.", "none");
    private static final Option HTML = Option.value("--html", "FILE",
            "Write a page that needs nothing else, instead of text on standard output.", "text");

    private static final List<Option> OF_LIVE = List.of(VERSION, CIPHERS, GROUPS, RETRY, CLIENT_CERT, RESUME, KEY_UPDATE, CID, SEED);
    private static final OptionTable TABLE = new OptionTable("explain", List.of(), List.of(
            new Section("The handshake", OF_LIVE),
            Section.of("A capture", CAPTURE, KEYLOG),
            Section.of("What is told", HTML, OptionTable.HELP)));
    private static final Map<Option, Extra> EXTRAS = Map.of(
            RETRY, Extra.RETRY, CLIENT_CERT, Extra.CLIENT_CERTIFICATE, RESUME, Extra.RESUMPTION, KEY_UPDATE, Extra.KEY_UPDATE,
            CID, Extra.CONNECTION_IDS);

    @Override
    public String summary() {
        return "a handshake byte by byte, live or captured, as text or as a page";
    }

    @Override
    public String description() {
        return "Runs a handshake between two engines in memory, or reads a capture with its key log, and explains every datagram, "
                + "record, message and field by its name in the RFC, how records are opened and how keys are derived. A handshake run here "
                + "is the same each time.";
    }

    @Override
    public OptionTable options() {
        return TABLE;
    }

    @Override
    public int run(Arguments given, Surroundings surroundings) throws UsageException {
        Optional<Path> page = given.has(HTML) ? Optional.of(Arguments.path(HTML, given.text(HTML).orElseThrow())) : Optional.empty();
        if (page.isPresent() && Files.isDirectory(page.get())) {
            throw UsageException.of(HTML, page.get().toString(), "that is a directory, not a file");
        }
        Explanation explanation = given.has(CAPTURE) ? ofCapture(given) : ofLive(given);
        LineWriter out = LineWriter.to(surroundings.out());
        if (page.isEmpty()) {
            out.line(TextPage.of(explanation).stripTrailing());
            return ExitStatus.OK;
        }
        try {
            Files.writeString(page.get(), HtmlPage.of(explanation), StandardCharsets.UTF_8);
        } catch (IOException unwritable) {
            throw UsageException.of(HTML, page.get().toString(), "the file cannot be written: " + FileFault.of(unwritable));
        }
        out.line(page.get() + " holds the page.");
        return ExitStatus.OK;
    }

    private static Explanation ofCapture(Arguments given) throws UsageException {
        for (Option option : OF_LIVE) {
            if (given.has(option)) {
                throw new UsageException(option.name() + " is for a handshake that is run here; --capture brings its own");
            }
        }
        Path file = given.existingFile(CAPTURE).orElseThrow();
        Secrets secrets = given.has(KEYLOG) ? read(KEYLOG, given, content -> Secrets.parse(
                new String(content, StandardCharsets.ISO_8859_1).lines().toList())) : Secrets.NONE;
        Capture capture = read(CAPTURE, given, CaptureFile::read);
        return Explainer.explain("The handshake of " + file.getFileName(), capture, secrets);
    }

    /** Makes something of a file's content. */
    private interface Reading<T> {
        T of(byte[] content) throws CaptureException;
    }

    private static <T> T read(Option option, Arguments given, Reading<T> reading) throws UsageException {
        Path file = given.existingFile(option).orElseThrow();
        try {
            if (Files.size(file) > CaptureFile.MAX_FILE) {
                throw UsageException.of(option, file.toString(), "the file has " + Files.size(file) + " bytes, and up to " + CaptureFile.MAX_FILE + " are read");
            }
            return reading.of(Files.readAllBytes(file));
        } catch (CaptureException wrong) {
            throw UsageException.of(option, file.toString(), wrong.getMessage());
        } catch (IOException unreadable) {
            throw UsageException.of(option, file.toString(), "the file cannot be read: " + FileFault.of(unreadable));
        }
    }

    private static Explanation ofLive(Arguments given) throws UsageException {
        if (given.existingFile(KEYLOG).isPresent()) {
            throw new UsageException("--keylog is for a --capture; a handshake that is run here brings its own");
        }
        LiveHandshake.Options options = live(given);
        String title = "A handshake of DTLS " + (is13(options) ? "1.3" : "1.2") + ", byte by byte";
        try {
            return Explainer.explain(title, LiveHandshake.run(options), Secrets.NONE);
        } catch (ConfigException impossible) {
            throw new UsageException(impossible.getMessage());
        } catch (IllegalStateException failed) {
            throw new UsageException("with these options there is no handshake: " + failed.getMessage());
        }
    }

    private static boolean is13(LiveHandshake.Options options) {
        return options.version().equals(ProtocolVersion.DTLS_1_3);
    }

    private static LiveHandshake.Options live(Arguments given) throws UsageException {
        String version = given.text(VERSION).orElse("1.3");
        if (!version.equals("1.2") && !version.equals("1.3")) {
            throw UsageException.of(VERSION, version, "a version is 1.2 or 1.3");
        }
        boolean is13 = version.equals("1.3");
        for (Option option : List.of(RESUME, KEY_UPDATE)) {
            if (!is13 && given.has(option)) {
                throw new UsageException(option.name() + " is for DTLS 1.3, and --version is 1.2");
            }
        }
        Set<Extra> extras = EnumSet.noneOf(Extra.class);
        EXTRAS.forEach((option, extra) -> {
            if (given.has(option)) {
                extras.add(extra);
            }
        });
        List<CipherSuite> suites = given.has(CIPHERS) ? given.list(CIPHERS, "cipher suite of DTLS " + version, CipherSuite::named,
                CipherSuite.available(Jca.PLATFORM).stream().filter(suite -> suite.isForDtls13() == is13).toList()) : List.of();
        List<NamedGroup> groups = given.has(GROUPS) ? given.list(GROUPS, "group for DTLS " + version, NamedGroup::named,
                NamedGroup.available(Jca.PLATFORM).stream().filter(group -> is13 || group.isForDtls12()).toList()) : List.of();
        return new LiveHandshake.Options(is13 ? ProtocolVersion.DTLS_1_3 : ProtocolVersion.DTLS_1_2, suites, groups, extras,
                given.number(SEED).orElse(1));
    }
}
