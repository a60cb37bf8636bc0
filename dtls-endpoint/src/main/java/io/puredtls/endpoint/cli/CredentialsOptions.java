package io.puredtls.endpoint.cli;

import io.puredtls.crypto.credentials.Credentials;
import io.puredtls.crypto.credentials.CredentialsException;
import io.puredtls.endpoint.cli.OptionTable.Section;
import io.puredtls.endpoint.text.FileFault;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** What we show the peer: certificate and key, from PEM or PKCS#12, or a public key alone. */
final class CredentialsOptions {
    static final Option CERT = Option.value("--cert", "FILE", "Our certificate and its issuers, in PEM.", "none");
    static final Option KEY = Option.value("--key", "FILE", "The certificate's private key, in PEM.", "it stands in the file of --cert");
    static final Option KEY_PASS = Option.value("--key-pass", "TEXT", "The password of --key or --p12.", "none");
    static final Option P12 = Option.value("--p12", "FILE", "Certificate and key in a PKCS#12 store, instead of --cert.", "none");
    static final Option RAW_PUBLIC_KEY = Option.flag("--raw-public-key",
            "Show our key, that of --key or --p12, without a certificate; if there is one too, peers may ask for it instead.");
    static final Section SECTION = Section.of("Who we are", CERT, KEY, KEY_PASS, P12, RAW_PUBLIC_KEY);

    static final Option SNI = Option.value(
            "--sni", "NAME=CERT,KEY", "Another certificate, for clients that ask for NAME, in PEM.", "none").repeated();

    static final Option OCSP = Option.value("--ocsp", "FILE",
            "An OCSP response to the certificate, in DER, for clients that ask for one.", "none");

    private static final String PEM = "-----BEGIN";
    private static final int DER_SEQUENCE = 0x30;

    private CredentialsOptions() {
    }

    /** What --cert, or --p12, names, and what --raw-public-key makes of it, which comes first. */
    static List<Credentials> own(Arguments given) throws UsageException {
        Optional<Credentials> certified = certified(given);
        if (!given.has(RAW_PUBLIC_KEY)) {
            return certified.stream().toList();
        }
        if (certified.isPresent()) {
            return List.of(certified.get().asRawPublicKey(), certified.get());
        }
        Optional<Path> key = given.existingFile(KEY);
        if (key.isPresent()) {
            return List.of(sentenced(given, KEY.name() + " " + key.get(), () -> Credentials.rawPublicKeyFromPem(key.get(), password(given))));
        }
        if (given.has(TrustOptions.PEER_KEY) || given.has(TrustOptions.INSECURE)) {
            return List.of(); // then it is the peer alone who shows one
        }
        throw new UsageException("--raw-public-key needs --key, or --p12: whose public key it is");
    }

    private static Optional<Credentials> certified(Arguments given) throws UsageException {
        Optional<Path> p12 = given.existingFile(P12);
        Optional<Path> cert = given.existingFile(CERT);
        Optional<Path> key = given.existingFile(KEY);
        if (p12.isPresent() && (cert.isPresent() || key.isPresent())) {
            throw new UsageException("--p12 holds certificate and key: it does not go together with --cert and --key");
        }
        if (key.isPresent() && cert.isEmpty() && !given.has(RAW_PUBLIC_KEY)) {
            throw new UsageException("--key " + key.get() + ": a key without its certificate, --cert, is of use with --raw-public-key alone");
        }
        if (given.has(KEY_PASS) && p12.isEmpty() && cert.isEmpty() && key.isEmpty() && !given.has(SNI)) {
            throw new UsageException("--key-pass: there is no --key or --p12 that it could be for");
        }
        if (p12.isPresent()) {
            requireStore(p12.get());
            return Optional.of(sentenced(given, P12.name() + " " + p12.get(), () -> Credentials.fromPkcs12(p12.get(), password(given))));
        }
        if (cert.isPresent()) {
            String names = CERT.name() + " " + cert.get() + key.map(file -> " " + KEY.name() + " " + file).orElse("");
            return Optional.of(sentenced(given, names, () -> Credentials.fromPem(cert.get(), key.orElse(cert.get()), password(given))));
        }
        return Optional.empty();
    }

    /** Every PKCS#12 store begins with a SEQUENCE; what the JDK says of anything else is of no use to anyone. */
    private static void requireStore(Path file) throws UsageException {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] begin = in.readNBytes(PEM.length());
            if (begin.length == 0 || begin[0] != DER_SEQUENCE) {
                boolean pem = new String(begin, StandardCharsets.ISO_8859_1).equals(PEM);
                throw UsageException.of(P12, file.toString(), pem
                        ? "that is PEM, which --cert and --key take, and no PKCS#12 store" : "that is no PKCS#12 store");
            }
        } catch (IOException unreadable) {
            throw UsageException.of(P12, file.toString(), "it cannot be read: " + FileFault.of(unreadable));
        }
    }

    /** All that a server may show: its own first, as that is what it shows to who asks for none of the others. */
    static List<Credentials> ofServer(Arguments given) throws UsageException {
        List<Credentials> all = new ArrayList<>();
        UnaryOperator<Credentials> withResponse = withResponse(given);
        own(given).forEach(each -> all.add(each.chain().isEmpty() ? each : withResponse.apply(each)));
        for (String value : given.all(SNI)) {
            all.add(named(value, given));
        }
        boolean hasKey = given.has(PskOptions.PSK) || given.has(PskOptions.PSK_FILE);
        if (all.isEmpty() && !hasKey) {
            throw new UsageException("a server needs --cert and --key, or --p12, or --psk; make a pair with: selfsign --cert cert.pem --key key.pem");
        }
        return all;
    }

    /** What is shown along with the certificate, as it is in the file. */
    private static UnaryOperator<Credentials> withResponse(Arguments given) throws UsageException {
        Optional<Path> file = given.existingFile(OCSP);
        if (file.isEmpty()) {
            return own -> own;
        }
        if (!given.has(CERT) && !given.has(P12)) {
            throw new UsageException("--ocsp " + file.get() + ": there is no certificate that it could be for");
        }
        try {
            byte[] response = Files.readAllBytes(file.get());
            if (response.length == 0 || response[0] != DER_SEQUENCE) {
                throw UsageException.of(OCSP, file.get().toString(), "that is no OCSP response in DER");
            }
            return own -> own.withOcspResponse(response);
        } catch (IOException unreadable) {
            throw UsageException.of(OCSP, file.get().toString(), "it cannot be read: " + FileFault.of(unreadable));
        }
    }

    private static Credentials named(String value, Arguments given) throws UsageException {
        int equals = value.indexOf('=');
        int comma = value.lastIndexOf(',');
        if (equals <= 0 || comma < equals) {
            throw UsageException.of(SNI, value, "wanted is NAME=CERT,KEY");
        }
        String name = value.substring(0, equals);
        Path cert = Arguments.existingFile(SNI, value.substring(equals + 1, comma));
        Path key = Arguments.existingFile(SNI, value.substring(comma + 1));
        Credentials credentials = sentenced(given, SNI.name() + " " + value, () -> Credentials.fromPem(cert, key, password(given)));
        if (!credentials.isFor(name)) { // it would never be chosen for that name
            throw UsageException.of(SNI, value, "that certificate is for " + credentials.dnsNames() + ", not for " + name);
        }
        return credentials;
    }

    private static char[] password(Arguments given) {
        return given.text(KEY_PASS).orElse("").toCharArray();
    }

    private interface Source {
        Credentials read();
    }

    /** Whatever is wrong with the files becomes a complaint about the options. */
    private static Credentials sentenced(Arguments given, String options, Source source) throws UsageException {
        try {
            return source.read();
        } catch (CredentialsException unusable) {
            String hint = unusable.getMessage().contains("password") && !given.has(KEY_PASS) ? "; --key-pass gives one" : "";
            throw new UsageException(options + ": " + unusable.getMessage() + hint);
        }
    }
}
