package io.puredtls.crypto.credentials;

import io.puredtls.crypto.sign.KeyKind;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/**
 * A private key and what is shown with it: the certificate it belongs to and that certificate's issuers, or the public key
 * alone [RFC7250]. Immutable and thread-safe; the key itself is kept as long as this object is.
 *
 * <p>However they were given, the certificates are put in order: the one that the key belongs to, then each
 * one's issuer. A certificate given twice counts once; one that has no place in the chain is refused.
 * Keys may be EC on P-256, P-384 and P-521, RSA, RSASSA-PSS, Ed25519, Ed448 and, where the JDK has it,
 * ML-DSA. Files and texts may be up to {@value PemFile#LIMIT} bytes long. Passwords are lent: the caller wipes them.
 *
 * <p>All factories throw {@link CredentialsException} with a sentence that says what is wrong and where.
 */
public final class Credentials {
    private static final int LONGEST_RESPONSE = 1 << 24;
    private static final int LONGEST_TIMESTAMPS = 65_535;

    private final PrivateKey privateKey;
    private final KeyKind keyKind;
    private final Shown shown;
    private final byte[] ocspResponse; // empty: none
    private final List<byte[]> timestamps;

    private Credentials(PrivateKey privateKey, Collection<X509Certificate> certificates) {
        this.privateKey = Objects.requireNonNull(privateKey, "privateKey");
        this.keyKind = kindOf(privateKey);
        this.shown = Chain.of(CertificateChain.of(privateKey, keyKind, certificates));
        this.ocspResponse = new byte[0];
        this.timestamps = List.of();
    }

    private Credentials(Credentials same, byte[] ocspResponse, List<byte[]> timestamps) {
        this.privateKey = same.privateKey;
        this.keyKind = same.keyKind;
        this.shown = same.shown;
        this.ocspResponse = ocspResponse;
        this.timestamps = timestamps;
        if (!(shown instanceof Chain)) {
            throw new CredentialsException("nothing is stapled to a public key that is shown without a certificate");
        }
    }

    private Credentials(PrivateKey privateKey, RawPublicKey publicKey) {
        this.privateKey = Objects.requireNonNull(privateKey, "privateKey");
        this.keyKind = kindOf(privateKey);
        this.shown = new Alone(publicKey);
        this.ocspResponse = new byte[0];
        this.timestamps = List.of();
        if (!KeyProof.by(privateKey, keyKind).fits(publicKey.publicKey())) {
            throw new CredentialsException("the " + keyKind + " private key does not belong to " + publicKey);
        }
    }

    private static KeyKind kindOf(PrivateKey key) {
        return KeyKind.of(key).orElseThrow(() -> new CredentialsException(
                "a private key of algorithm " + key.getAlgorithm() + " cannot sign for DTLS"));
    }

    /** What the peer gets to see. */
    private sealed interface Shown {
        PublicKey publicKey();
    }

    /** @param dnsNames those of the first certificate, in lower case */
    private record Chain(List<X509Certificate> certificates, List<String> dnsNames) implements Shown {
        static Chain of(List<X509Certificate> certificates) {
            return new Chain(certificates, Credentials.dnsNames(certificates.get(0)));
        }

        @Override
        public PublicKey publicKey() {
            return certificates.get(0).getPublicKey();
        }
    }

    private record Alone(RawPublicKey key) implements Shown {
        @Override
        public PublicKey publicKey() {
            return key.publicKey();
        }
    }

    /** From certificates and an unencrypted key in PEM [RFC7468]; both texts may be the same. */
    public static Credentials fromPem(String certificatesPem, String keyPem) {
        return fromPem(certificatesPem, keyPem, new char[0]);
    }

    /** From certificates and a key in PEM [RFC7468]; the password is used if the key is encrypted. */
    public static Credentials fromPem(String certificatesPem, String keyPem, char[] password) {
        try (PemFile certificates = PemFile.parse(certificatesPem); PemFile key = PemFile.parse(keyPem)) {
            return new Credentials(PrivateKeys.in(key, password), Certificates.in(certificates));
        }
    }

    /** From files with certificates and an unencrypted key in PEM [RFC7468]; both may be the same file. */
    public static Credentials fromPem(Path chain, Path key) {
        return fromPem(chain, key, new char[0]);
    }

    /** From files with certificates and a key in PEM [RFC7468]; the password is used if the key is encrypted. */
    public static Credentials fromPem(Path chain, Path key, char[] password) {
        try (PemFile certificateFile = PemFile.read(chain); PemFile keyFile = PemFile.read(key)) {
            return new Credentials(PrivateKeys.in(keyFile, password), Certificates.in(certificateFile));
        }
    }

    /** From the first private key in a PKCS#12 store [RFC7292]. */
    public static Credentials fromPkcs12(byte[] pkcs12, char[] password) {
        KeyStore store = KeyStores.pkcs12(pkcs12, password, "PKCS#12 data");
        return fromKeyStore(store, KeyStores.firstKey(store, "PKCS#12 data"), password);
    }

    /** From the private key under {@code alias} in a PKCS#12 store [RFC7292]. */
    public static Credentials fromPkcs12(byte[] pkcs12, String alias, char[] password) {
        return fromKeyStore(KeyStores.pkcs12(pkcs12, password, "PKCS#12 data"), alias, password);
    }

    /** From the first private key in a PKCS#12 file [RFC7292]. */
    public static Credentials fromPkcs12(Path pkcs12, char[] password) {
        KeyStore store = KeyStores.pkcs12(pkcs12, password);
        return fromKeyStore(store, KeyStores.firstKey(store, pkcs12.toString()), password);
    }

    /** From the private key under {@code alias} in a PKCS#12 file [RFC7292]. */
    public static Credentials fromPkcs12(Path pkcs12, String alias, char[] password) {
        return fromKeyStore(KeyStores.pkcs12(pkcs12, password), alias, password);
    }

    /** From the private key under {@code alias} in a loaded key store of any type. */
    public static Credentials fromKeyStore(KeyStore store, String alias, char[] password) {
        return new Credentials(KeyStores.privateKey(store, alias, password), KeyStores.chain(store, alias));
    }

    /**
     * From a key that may live in hardware. It signs once here, to show that it belongs to its certificate; where
     * its provider refuses, the first certificate of the key's kind is taken at its word.
     */
    public static Credentials of(PrivateKey privateKey, List<X509Certificate> certificates) {
        return new Credentials(privateKey, certificates);
    }

    /**
     * [RFC7250] A key that is shown without a certificate; {@code privateKey} may live in hardware, and signs once here, to
     * show that the two belong together.
     */
    public static Credentials rawPublicKey(PrivateKey privateKey, PublicKey publicKey) {
        return new Credentials(privateKey, RawPublicKey.of(publicKey));
    }

    /**
     * [RFC7250] The one private key in a PEM text, to be shown without a certificate. Its public key is computed of it, but for
     * ML-DSA, where it must stand in the text as a block PUBLIC KEY, as it may for all. The password is used if the key is encrypted.
     */
    public static Credentials rawPublicKeyFromPem(String keyPem, char[] password) {
        try (PemFile file = PemFile.parse(keyPem)) {
            return rawPublicKeyIn(file, password);
        }
    }

    /** [RFC7250] The same from a file. */
    public static Credentials rawPublicKeyFromPem(Path key, char[] password) {
        try (PemFile file = PemFile.read(key)) {
            return rawPublicKeyIn(file, password);
        }
    }

    private static Credentials rawPublicKeyIn(PemFile file, char[] password) {
        PrivateKey key = PrivateKeys.in(file, password);
        return new Credentials(key, RawPublicKey.ifIn(file).orElseGet(() -> PublicHalf.of(key)));
    }

    /** [RFC7250] The same key, shown without its certificate. */
    public Credentials asRawPublicKey() {
        return new Credentials(privateKey, RawPublicKey.of(publicKey()));
    }

    /**
     * [RFC6066 §8] The same with what an OCSP responder said of the first certificate: DER, RFC 6960, at most 2^24-1 bytes, copied.
     * It is shown to peers that ask for it, and is not looked into here.
     */
    public Credentials withOcspResponse(byte[] der) {
        if (der.length == 0 || der.length >= LONGEST_RESPONSE) {
            throw new CredentialsException("an OCSP response has 1 to 16777215 bytes, not " + der.length);
        }
        return new Credentials(this, der.clone(), timestamps);
    }

    /**
     * [RFC6962 §3.3] The same with timestamps of logs that have the first certificate, as the logs signed them: each of at most
     * 65535 bytes, and no more together with 2 bytes for each; copied. They are shown to peers that ask for them, and are not looked into here.
     */
    public Credentials withSignedCertificateTimestamps(List<byte[]> signed) {
        int length = signed.stream().mapToInt(each -> 2 + each.length).sum();
        if (signed.isEmpty() || signed.stream().anyMatch(each -> each.length == 0) || length > LONGEST_TIMESTAMPS) {
            throw new CredentialsException("timestamps of a certificate have a byte or more each, and 65535 together, not " + length);
        }
        return new Credentials(this, ocspResponse, signed.stream().map(byte[]::clone).toList());
    }

    private static List<String> dnsNames(X509Certificate leaf) {
        try {
            Collection<List<?>> names = leaf.getSubjectAlternativeNames();
            return names == null ? List.of() : names.stream()
                    .filter(name -> name.get(0).equals(GeneralName.DNS_NAME))
                    .map(name -> ((String) name.get(1)).toLowerCase(Locale.ROOT))
                    .toList();
        } catch (CertificateParsingException malformed) {
            throw new CredentialsException("the subject alternative names of certificate "
                    + leaf.getSubjectX500Principal() + " cannot be read", malformed);
        }
    }

    /** Which of the two is shown: {@link CertificateType#X509} or {@link CertificateType#RAW_PUBLIC_KEY}. */
    public CertificateType certificateType() {
        return shown instanceof Chain ? CertificateType.X509 : CertificateType.RAW_PUBLIC_KEY;
    }

    /** The certificates that are shown: the key's own first, each followed by its issuer; none where it is the key alone. */
    public List<X509Certificate> chain() {
        return shown instanceof Chain chain ? chain.certificates : List.of();
    }

    /** The public key, whether there is a certificate of it or not. */
    public PublicKey publicKey() {
        return shown.publicKey();
    }

    /** What {@link #withOcspResponse} was given, copied. */
    public Optional<byte[]> ocspResponse() {
        return ocspResponse.length == 0 ? Optional.empty() : Optional.of(ocspResponse.clone());
    }

    /** What {@link #withSignedCertificateTimestamps} was given, copied; empty: nothing. */
    public List<byte[]> signedCertificateTimestamps() {
        return timestamps.stream().map(byte[]::clone).toList();
    }

    /** The private key, lent; some cannot be exported. */
    public PrivateKey privateKey() {
        return privateKey;
    }

    /** What kind of signatures the key makes. */
    public KeyKind keyKind() {
        return keyKind;
    }

    /** The DNS names that the first certificate carries as subject alternative names, in lower case. */
    public List<String> dnsNames() {
        return shown instanceof Chain chain ? chain.dnsNames : List.of();
    }

    /**
     * Whether the first certificate is made out to {@code serverName}, a DNS name as a server_name extension
     * carries it [RFC6066 §3]: the same name in any case, or a wildcard in place of exactly its first label
     * [RFC9525 §6.3]. The subject's common name is not looked at. A key without a certificate is for every name.
     */
    public boolean isFor(String serverName) {
        if (!(shown instanceof Chain chain)) {
            return true;
        }
        String name = serverName.toLowerCase(Locale.ROOT);
        int firstDot = name.indexOf('.');
        return chain.dnsNames.contains(name) || firstDot > 0 && chain.dnsNames.contains('*' + name.substring(firstDot));
    }

    /** Kind and public key, or subject and length of the chain; never the private key. */
    @Override
    public String toString() {
        return "Credentials[" + keyKind + ", " + (shown instanceof Chain chain
                ? chain.certificates.get(0).getSubjectX500Principal() + ", " + chain.certificates.size()
                        + (chain.certificates.size() == 1 ? " certificate]" : " certificates]")
                : ((Alone) shown).key + "]");
    }
}
