package io.puredtls.endpoint.cli;

import io.puredtls.crypto.credentials.Certificates;
import io.puredtls.crypto.credentials.CredentialsException;
import io.puredtls.crypto.credentials.RawPublicKey;
import io.puredtls.endpoint.cli.OptionTable.Section;
import io.puredtls.endpoint.text.FileFault;
import io.puredtls.trust.OcspStapling;
import io.puredtls.trust.PkixTrust;
import io.puredtls.trust.RawPublicKeyTrust;
import io.puredtls.trust.TrustPolicy;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CRL;
import java.security.cert.CRLException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Whom we believe. */
final class TrustOptions {
    static final Option CA = Option.value("--ca", "FILE",
            "The authorities to trust, or the server's own certificate, in PEM.",
            "those that the Java runtime trusts; nobody with --psk, --psk-file or --peer-key");
    static final Option CA_OF_SERVER = CA.explained(
            "The authorities to trust, or the clients' own certificates, in PEM; clients are told their names.", "nobody is trusted");
    static final Option CRL = Option.value("--crl", "FILE",
            "Revocation lists, PEM or DER: every certificate needs a current one of its issuer.", "revocation is not checked");
    static final Option FINGERPRINT = Option.value("--fingerprint", "sha-256=HEX",
            "Trust the one certificate with this hash, whatever name it carries; also sha-384 and sha-512.", "none");
    static final Option INSECURE = Option.flag("--insecure", "Accept any certificate. Anyone in the middle can read everything.");
    static final Option INSECURE_OF_SERVER = INSECURE.explained("Accept any certificate. Every client can say that it is anybody.", "");
    static final Option PEER_KEY = Option.value("--peer-key", "FILE",
            "Trust who has this public key and shows it without a certificate; in PEM, as openssl pkey -pubout writes it.", "none").repeated();
    static final Option PEER_KEY_OF_SERVER = PEER_KEY.explained(
            "Trust who has this public key and shows it without a certificate, in PEM. Clients must then show something, unless they are only "
            + "requested to.", "none");
    static final Option REQUIRE_OCSP = Option.flag("--require-ocsp",
            "Ask the server for an OCSP response with its certificate, and go on only if there is one and it says that all is well. Without this a certificate that says that a response is a must is believed without one.");
    static final Section SECTION = Section.of("Whom we trust", CA, CRL, REQUIRE_OCSP, FINGERPRINT, PEER_KEY, INSECURE);

    private TrustOptions() {
    }

    /** Whom a client trusts: who gives a key has said so, and the authorities of the Java runtime are for those who say nothing. */
    static TrustPolicy ofClient(Arguments given, Surroundings surroundings) throws UsageException {
        Optional<Option> key = List.of(PskOptions.PSK, PskOptions.PSK_FILE, PEER_KEY).stream().filter(given::has).findFirst();
        for (Option status : List.of(CRL, REQUIRE_OCSP)) {
            if (key.isPresent() && given.has(status) && !given.has(CA)) {
                throw new UsageException(status.name() + " is about certificates, and with " + key.get().name() + " alone none is trusted: --ca says whose are");
            }
        }
        Optional<TrustPolicy> chosen = chosen(given, surroundings, "anyone in the middle can read and change everything");
        if (chosen.isPresent()) {
            return chosen.get();
        }
        return key.isPresent() ? TrustPolicy.nobody() : checkingStatus(given, TrustPolicy.systemRoots());
    }

    /** Whom a server trusts, if it was told; what --ca lists is then also what it asks clients for. */
    static Optional<TrustPolicy> ofServer(Arguments given, Surroundings surroundings) throws UsageException {
        return chosen(given, surroundings, "every client can say that it is anybody");
    }

    private static Optional<TrustPolicy> chosen(Arguments given, Surroundings surroundings, String danger) throws UsageException {
        given.existingFile(CRL);
        List<Option> ways = List.of(CA, FINGERPRINT, INSECURE).stream().filter(given::has).toList();
        if (ways.size() > 1) {
            throw new UsageException(ways.get(0).name() + " and " + ways.get(1).name() + " exclude each other: each says whom to trust");
        }
        for (Option status : List.of(CRL, REQUIRE_OCSP)) {
            if (given.has(status) && !ways.isEmpty() && !ways.contains(CA)) {
                throw new UsageException(status.name() + " does not go together with " + ways.get(0).name() + ", which asks no authority");
            }
        }
        if (given.has(INSECURE)) {
            return Optional.of(anyone(given, surroundings, danger));
        }
        Optional<TrustPolicy> certificates = given.has(FINGERPRINT)
                ? Optional.of(fingerprint(given.text(FINGERPRINT).orElseThrow())) : byAuthorities(given);
        Optional<TrustPolicy> keys = keys(given);
        if (keys.isPresent() && certificates.isPresent()) {
            return Optional.of(TrustPolicy.either(keys.get(), certificates.get()));
        }
        return keys.or(() -> certificates);
    }

    /** Keys without a certificate are accepted from others by who shows one himself. */
    private static TrustPolicy anyone(Arguments given, Surroundings surroundings, String danger) throws UsageException {
        if (given.has(PEER_KEY)) {
            throw new UsageException("--insecure and --peer-key exclude each other: each says whom to trust");
        }
        surroundings.note("warning: --insecure: any certificate is accepted, so " + danger);
        return given.has(CredentialsOptions.RAW_PUBLIC_KEY)
                ? TrustPolicy.either(TrustPolicy.dangerouslyTrustAnyRawPublicKey(), TrustPolicy.dangerouslyTrustAnyone())
                : TrustPolicy.dangerouslyTrustAnyone();
    }

    private static Optional<TrustPolicy> byAuthorities(Arguments given) throws UsageException {
        List<X509Certificate> authorities = authorities(given);
        return authorities.isEmpty() ? Optional.empty() : Optional.of(checkingStatus(given, TrustPolicy.roots(authorities)));
    }

    private static Optional<TrustPolicy> keys(Arguments given) throws UsageException {
        Optional<RawPublicKeyTrust> trust = Optional.empty();
        for (String name : given.all(PEER_KEY)) {
            RawPublicKey key = key(Arguments.existingFile(PEER_KEY, name));
            trust = Optional.of(trust.isPresent() ? trust.get().or(key) : TrustPolicy.rawPublicKey(key));
        }
        return trust.map(each -> each);
    }

    private static RawPublicKey key(Path file) throws UsageException {
        try {
            return RawPublicKey.fromPem(file);
        } catch (CredentialsException unusable) {
            throw UsageException.of(PEER_KEY, file.toString(), unusable.getMessage());
        }
    }

    /** What --ca holds; empty without it. */
    static List<X509Certificate> authorities(Arguments given) throws UsageException {
        Optional<Path> file = given.existingFile(CA);
        try {
            return file.isPresent() ? Certificates.fromPem(file.get()) : List.of();
        } catch (CredentialsException unusable) {
            throw UsageException.of(CA, file.orElseThrow().toString(), unusable.getMessage());
        }
    }

    private static TrustPolicy fingerprint(String value) throws UsageException {
        int equals = value.indexOf('=');
        if (equals < 0) {
            throw UsageException.of(FINGERPRINT, value, "wanted is sha-256=HEX");
        }
        try {
            return TrustPolicy.fingerprint(value.substring(0, equals), value.substring(equals + 1));
        } catch (IllegalArgumentException impossible) {
            throw UsageException.of(FINGERPRINT, value, impossible.getMessage());
        }
    }

    private static PkixTrust checkingStatus(Arguments given, PkixTrust trust) throws UsageException {
        Optional<Path> file = given.existingFile(CRL);
        PkixTrust checking = file.isPresent() ? trust.withCrls(lists(file.get())) : trust;
        return given.has(REQUIRE_OCSP) ? checking.withOcsp(OcspStapling.REQUIRED) : checking;
    }

    private static List<X509CRL> lists(Path file) throws UsageException {
        List<X509CRL> lists = new ArrayList<>();
        try (InputStream in = Files.newInputStream(file)) {
            for (CRL list : CertificateFactory.getInstance("X.509").generateCRLs(in)) {
                lists.add((X509CRL) list);
            }
        } catch (IOException unreadable) {
            throw UsageException.of(CRL, file.toString(), "the file cannot be read: " + FileFault.of(unreadable));
        } catch (CertificateException | CRLException | RuntimeException malformed) { // what the JDK says of it helps nobody
            throw UsageException.of(CRL, file.toString(), "that is no revocation list in PEM or DER");
        }
        if (lists.isEmpty()) {
            throw UsageException.of(CRL, file.toString(), "there is no revocation list in it");
        }
        return lists;
    }
}
