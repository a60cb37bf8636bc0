package io.puredtls.endpoint.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.puredtls.endpoint.cli.CommandLine.Result;
import java.io.RandomAccessFile;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever is asked for wrongly: one line that names it, status 2, and nothing has happened. */
class UsageTest {
    private static final List<Verb> VERBS = List.of(new DemoVerb(), new ServerVerb(), new ClientVerb(), new ExplainVerb(), new SelfSignVerb(), new InspectVerb());

    /** A key of P-256 under a password, as openssl pkcs8 -topk8 writes it. */
    private static final String ENCRYPTED = "MIGrMFcGCSqGSIb3DQEFDTBKMCkGCSqGSIb3DQEFDDAcBAiiDzo87CqQAAICCAAwDAYIKoZIhvcNAgkFADAdBglghkgBZQMEASoEEAn7XZiG44"
            + "APen26PNA3e/4EUH0bkTbaBD3H/RFlhJNAfKmA3oLRG/HJUyXnmBfNaBSBCX/VFo07UYllyDheDSZQpNbAhFIaIJqopGe8R6aNU2eG+e5HJOAl"
            + "2Z7IFefTofES";

    @TempDir
    static Path directory;
    private static String[] own;

    @BeforeAll
    static void certificate() {
        own = CommandLine.selfSigned(directory, "own", "--name", "a.example");
    }

    private static void refused(String sentence, String... args) {
        Result result = CommandLine.run(args);
        assertEquals(2, result.status(), () -> String.join(" ", args) + ": " + result);
        assertEquals("", result.out());
        assertEquals(1, result.err().lines().count(), result.err());
        assertTrue(result.err().contains(sentence), () -> "'" + sentence + "' in: " + result.err());
    }

    /** A verb with what it needs, so that only what is added can be wrong. */
    private static String[] with(Verb verb, String... more) {
        List<String> args = new ArrayList<>(List.of(verb.name()));
        if (verb instanceof ClientVerb) {
            args.addAll(List.of("127.0.0.1", "9"));
        }
        args.addAll(Arrays.asList(more));
        return args.toArray(String[]::new);
    }

    static Stream<Arguments> options() {
        return VERBS.stream().flatMap(verb -> verb.options().options().stream().map(option -> Arguments.of(verb, option)));
    }

    @ParameterizedTest
    @MethodSource("options")
    void every_option_is_refused_without_its_value_or_with_one_it_does_not_take(Verb verb, Option option) {
        if (option.takesValue()) {
            refused(option.name() + " needs a value, " + option.metavar(), with(verb, option.name()));
            refused(option.name() + " needs a value, " + option.metavar(), with(verb, option.name(), OptionTable.HELP.name()));
        } else {
            refused(option.name() + " takes no value", with(verb, option.name() + "=x"));
        }
    }

    @ParameterizedTest
    @MethodSource("options")
    void every_option_that_counts_once_is_refused_twice(Verb verb, Option option) {
        if (option.occurrence() == Option.Occurrence.ONCE) {
            String value = option.range().map(range -> Integer.toString(range.min())).orElse("1");
            String word = option.takesValue() ? option.name() + "=" + value : option.name();
            refused(option.name() + " is given twice", with(verb, word, word));
        }
    }

    @ParameterizedTest
    @MethodSource("options")
    void every_number_is_refused_outside_its_range(Verb verb, Option option) {
        option.range().ifPresent(range -> {
            for (String value : List.of("x", "", "1.5", Long.toString(range.min() - 1L), Long.toString(range.max() + 1L))) {
                refused(option.name() + " " + value + ": wanted is a whole number, " + range, with(verb, option.name() + "=" + value));
            }
        });
    }

    @ParameterizedTest
    @MethodSource("options")
    void every_file_is_refused_if_it_is_missing(Verb verb, Option option) {
        boolean read = option.metavar().equals("FILE") && !(verb instanceof SelfSignVerb) && !option.equals(OutputOptions.KEYLOG)
                && !option.equals(ResumptionOptions.SESSION_OUT) && !option.name().equals("--html");
        if (read) {
            boolean needsMore = verb instanceof ServerVerb && !CredentialsOptions.SECTION.options().contains(option);
            for (String[] wrong : List.of(new String[] {"/no/such/file", "there is no such file"},
                    new String[] {directory.toString(), "that is a directory, not a file"})) {
                String[] args = with(verb, option.name(), wrong[0]);
                refused(option.name() + " " + wrong[0] + ": " + wrong[1], needsMore ? plus(args, "--cert", own[0], "--key", own[1]) : args);
            }
        }
    }

    @Test
    void verbs_and_operands() {
        refused("dtls: a verb is missing: demo, server, client, explain, selfsign, inspect");
        refused("dtls: unknown verb describe; there are demo,", "describe");
        refused("dtls: unknown verb --json", "--json");
        for (Verb verb : VERBS) {
            refused("dtls " + verb.name() + ": unknown option --retransmit; " + verb.name() + " --help lists", with(verb, "--retransmit=a"));
        }
        refused("x is neither an option nor wanted here", "server", "x");
        refused("-x is neither an option nor wanted here", "server", "-x");
        refused("HOST is missing; wanted is: client HOST PORT", "client");
        refused("PORT is missing; wanted is: client HOST PORT", "client", "localhost");
        refused("PORT 0: a port is 1 to 65535", "client", "localhost", "0");
        refused("PORT 65536: a port is 1 to 65535", "client", "localhost", "65536");
        refused("extra is neither an option nor wanted here", "client", "localhost", "1", "extra");
        refused("HOST a b: 'a b' is neither a DNS name nor an IP address", "client", "a b", "1");
        refused("FILE /no/such/file: there is no such file", "inspect", "/no/such/file");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "--min-version=1.1 | --min-version 1.1: a version is 1.2 or 1.3",
            "--min-version=1.4 | --min-version 1.4: a version is 1.2 or 1.3",
            "--max-version=1.1 | --max-version 1.1: a version is 1.2 or 1.3",
            "--max-version=2 | --max-version 2: a version is 1.2 or 1.3",
            "--ciphers=TLS_NULL | --ciphers TLS_NULL: 'TLS_NULL' is no cipher suite that is available here; those are TLS_AES_128_GCM_SHA256, ",
            "--ciphers= | --ciphers : '' is no cipher suite",
            "--groups=x25519,x25519 | --groups x25519,x25519: x25519 stands there twice",
            "--groups=ffdhe2048 | --groups ffdhe2048: 'ffdhe2048' is no group that is available here",
            "--sigalgs=md5 | --sigalgs md5: 'md5' is no signature scheme",
            "--alpn=a,,b | --alpn a,,b: a protocol's name has 1 to 255 bytes, not 0",
            "--alpn=a,a | --alpn a,a: a stands there twice",
            "--max-fragment-length=513 | --max-fragment-length 513: wanted is one of [512, 1024, 2048, 4096]",
            "--srtp=SRTP_NULL | --srtp SRTP_NULL: 'SRTP_NULL' is no SRTP profile",
            "--export=label | --export label: wanted is LABEL:LENGTH",
            "--export=:5 | --export :5: wanted is LABEL:LENGTH",
            "--export=label:0 | --export label:0: a length is 1 to 65535 bytes",
            "--export=label:65536 | --export label:65536: a length is 1 to 65535 bytes",
            "--export=master secret:48 | --export master secret:48: that label is the handshake's own",
            "--fingerprint=00 | --fingerprint 00: wanted is sha-256=HEX",
            "--fingerprint=sha-256=00 | --fingerprint sha-256=00: a sha-256 fingerprint has 32 bytes, not 1",
            "--fingerprint=sha-1=00 | --fingerprint sha-1=00: fingerprints by sha-1 are too weak",
            "--bind=127.0.0.1 | --bind 127.0.0.1: wanted is HOST:PORT",
            "--servername=a..b | --servername a..b: 'a..b' is neither a DNS name nor an IP address literal",
            "--keylog= | --keylog needs the name of a file",
            "--keylog=/no/such/directory/k | --keylog /no/such/directory/k: the file cannot be written: there is no such file or directory",
            "--key-pass=x | --key-pass: there is no --key or --p12 that it could be for",
    })
    void bad_values_of_a_client(String option, String sentence) {
        refused("dtls client: " + sentence, "client", "127.0.0.1", "9", option);
    }

    @Test
    void options_that_do_not_go_together() throws Exception {
        String cert = own[0];
        String empty = Files.createFile(directory.resolve("empty")).toString();
        refused("--min-version 1.3: --max-version is 1.2, which is older", "client", "127.0.0.1", "9", "--min-version", "1.3", "--max-version", "1.2");
        refused("--min-version 1.3 --ciphers TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256: no configured cipher suite is one of DTLSv1.3",
                "client", "127.0.0.1", "9", "--min-version", "1.3", "--ciphers", "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256");
        refused("--max-version 1.2 --ciphers TLS_AES_128_GCM_SHA256: no configured cipher suite is one of DTLSv1.2",
                "client", "127.0.0.1", "9", "--max-version", "1.2", "--ciphers", "TLS_AES_128_GCM_SHA256");
        refused("--ca and --insecure exclude each other", "client", "127.0.0.1", "9", "--ca", cert, "--insecure");
        refused("--crl does not go together with --insecure", "client", "127.0.0.1", "9", "--crl", cert, "--insecure");
        refused("--require-ocsp does not go together with --insecure", "client", "127.0.0.1", "9", "--require-ocsp", "--insecure");
        refused("--crl " + cert + ": that is no revocation list in PEM or DER\n", "client", "127.0.0.1", "9", "--ca", cert, "--crl", cert);
        refused("--ca " + own[1] + ": " + own[1] + " holds no certificate", "client", "127.0.0.1", "9", "--ca", own[1]);
        refused("a key without its certificate", "client", "127.0.0.1", "9", "--key", own[1]);
        refused("--p12 holds certificate and key", "client", "127.0.0.1", "9", "--p12", cert, "--cert", cert);
        refused("--p12 " + cert + ": that is PEM, which --cert and --key take, and no PKCS#12 store", "client", "127.0.0.1", "9", "--p12", cert);
        refused("--p12 " + empty + ": that is no PKCS#12 store", "client", "127.0.0.1", "9", "--p12", empty);
        refused("--cert " + cert + ": " + cert + " holds no private key", "client", "127.0.0.1", "9", "--cert", cert);
        refused("--export a:2: that label is asked for twice", "client", "127.0.0.1", "9", "--export", "a:1", "--export", "a:2");
        String[] anything = {"client", "127.0.0.1", "9", "--send", "x".repeat(1179)};
        refused("--send of 1179 bytes: a message has at most 1178 bytes; --mtu makes it more", anything);
        refused("a message has at most 1171 bytes", plus(anything, "--max-version", "1.2"));
        refused("a message has at most 1163 bytes", plus(anything, "--ciphers", "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256"));
        refused("--send of 16385 bytes: a message has at most 16384 bytes\n", "client", "127.0.0.1", "9", "--mtu", "65535", "--send", "x".repeat(16385));
        refused("--sigalgs ed25519: a key of kind EC can sign by none of the configured schemes", "client", "127.0.0.1", "9", "--cert", cert, "--key", own[1], "--sigalgs", "ed25519");
    }

    @Test
    void servers() throws Exception {
        refused("a server needs --cert and --key, or --p12, or --psk", "server");
        String[] good = {"server", "--cert", own[0], "--key", own[1]};
        refused("--require-client-cert needs --ca, --fingerprint, --peer-key or --insecure", plus(good, "--require-client-cert"));
        refused("--request-client-cert and --require-client-cert exclude each other", plus(good, "--require-client-cert", "--request-client-cert"));
        refused("--require-client-cert and --psk exclude each other: who has the pre-shared key shows nothing else",
                plus(good, "--require-client-cert", "--ca", own[0], "--psk", "a=00"));
        refused("--crl needs --ca", plus(good, "--crl", own[0]));
        refused("--sni x: wanted is NAME=CERT,KEY", plus(good, "--sni", "x"));
        refused("--sni x=a: wanted is NAME=CERT,KEY", plus(good, "--sni", "x=a"));
        refused("--sni /no/file: there is no such file", plus(good, "--sni", "x=/no/file,b"));
        refused("that certificate is for [a.example], not for b.example", plus(good, "--sni", "b.example=" + own[0] + "," + own[1]));
        refused("--max-version 1.2 --ciphers TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256: no configured cipher suite",
                plus(good, "--max-version", "1.2", "--ciphers", "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256"));
        refused("--listen 127.0.0.1: wanted is HOST:PORT", plus(good, "--listen", "127.0.0.1"));
        try (DatagramSocket taken = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            String address = "127.0.0.1:" + taken.getLocalPort();
            refused("--export x: wanted is LABEL:LENGTH", plus(good, "--listen", address, "--export", "x")); // else it would be status 1
        }
    }

    @Test
    void a_missing_password_names_the_option_that_gives_it() throws Exception {
        Path encrypted = Files.write(directory.resolve("encrypted.key"), ("-----BEGIN ENCRYPTED PRIVATE KEY-----\n" + ENCRYPTED
                + "\n-----END ENCRYPTED PRIVATE KEY-----\n").getBytes(StandardCharsets.US_ASCII));
        String[] args = {"server", "--cert", own[0], "--key", encrypted.toString()};
        refused("is encrypted, and no password was given; --key-pass gives one\n", args);
        refused(": wrong password for block 1 (ENCRYPTED PRIVATE KEY, line 1) of " + encrypted + "\n", plus(args, "--key-pass", "wrong"));
    }

    @Test
    void a_number_that_is_too_large_hears_of_the_largest() {
        refused("--seed 3000000000: wanted is a whole number, 0 or more, but at most 2147483647\n", "explain", "--seed", "3000000000");
        refused("--seed -1: wanted is a whole number, 0 or more\n", "explain", "--seed", "-1");
    }

    @Test
    void files_of_keys_are_text() throws Exception {
        Path binary = Files.write(directory.resolve("binary"), new byte[] {(byte) 0xFF, (byte) 0xFE});
        refused("--psk-file " + binary + ": the file is no text in UTF-8\n", "client", "127.0.0.1", "9", "--psk-file", binary.toString());
    }

    @Test
    void a_page_that_cannot_be_written_says_why() {
        refused("--html /no/such/directory/p.html: the file cannot be written: there is no such file or directory\n",
                "explain", "--html", "/no/such/directory/p.html");
    }

    @Test
    void what_is_insecure_is_told_as_it_is_for_each_end() {
        Result server = CommandLine.run("server", "--cert", own[0], "--key", own[1], "--require-client-cert", "--insecure", "--export", "x");
        assertEquals("warning: --insecure: any certificate is accepted, so every client can say that it is anybody", server.err().lines().findFirst().orElse(""));
        Result client = CommandLine.run("client", "127.0.0.1", "9", "--insecure", "--export", "x");
        assertEquals("warning: --insecure: any certificate is accepted, so anyone in the middle can read and change everything",
                client.err().lines().findFirst().orElse(""));
    }

    private static String[] plus(String[] args, String... more) {
        return Stream.concat(Arrays.stream(args), Arrays.stream(more)).toArray(String[]::new);
    }

    @Test
    void self_signing() throws Exception {
        refused("--algorithm dsa: wanted is one of p256,", "selfsign", "--algorithm", "dsa");
        refused("--name ", "selfsign", "--name", "");
        refused("there is no directory for it", "selfsign", "--cert", "/no/such/directory/c.pem");
        refused("that is the file of --cert already", "selfsign", "--cert", directory + "/x", "--key", directory + "/x");
        refused("--cert " + own[0] + ": the file exists; --force replaces it", "selfsign", "--cert", own[0], "--key", directory + "/unwritten");
        assertTrue(Files.notExists(directory.resolve("unwritten")));
    }

    @Test
    void inspect_says_who_reads_captures() throws Exception {
        for (String magic : List.of("d4c3b2a1", "a1b2c3d4", "0a0d0d0a")) {
            Path file = Files.write(directory.resolve("capture"), HexFormat.of().parseHex(magic + "00".repeat(70_000)));
            refused("FILE " + file + ": that is a file of captured packets, which explain --capture reads\n", "inspect", file.toString());
        }
    }

    @Test
    void input_that_is_no_datagram_for_its_length() throws Exception {
        Path file = Files.write(directory.resolve("large"), new byte[65_536]);
        refused("FILE " + file + ": that is more than a datagram has, and it is no text", "inspect", file.toString());
        try (RandomAccessFile huge = new RandomAccessFile(directory.resolve("huge").toFile(), "rw")) {
            huge.setLength((1 << 26) + 1);
        }
        refused("that is more than is read here, 67108864 bytes", "inspect", directory.resolve("huge").toString());
        refused("the file has 67108865 bytes, and up to 67108864 are read", "explain", "--capture", directory.resolve("huge").toString());
    }

    @Test
    void a_complaint_is_one_line_whatever_it_quotes() {
        refused("unknown verb a\\u000ab\\u001b", "a\nb\u001b");
    }
}
