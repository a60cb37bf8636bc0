package io.puredtls.crypto.credentials;

import io.puredtls.crypto.sign.KeyKind;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * A private key, the certificate it belongs to and that certificate's issuers. Immutable and thread-safe; the
 * key itself is kept as long as this object is.
 *
 * <p>However they were given, the certificates are put in order: the one that the key belongs to, then each
 * one's issuer. A certificate given twice counts once; one that has no place in the chain is refused.
 * Keys may be EC on P-256, P-384 and P-521, RSA, RSASSA-PSS, Ed25519, Ed448 and, where the JDK has it,
 * ML-DSA. Files and texts may be up to {@value PemFile#LIMIT} bytes long. Passwords are lent: the caller wipes them.
 *
 * <p>All factories throw {@link CredentialsException} with a sentence that says what is wrong and where.
 */
public final class Credentials {
    private final PrivateKey privateKey;
    private final KeyKind keyKind;
    private final List<X509Certificate> chain;
    private final List<String> dnsNames;

    private Credentials(PrivateKey privateKey, Collection<X509Certificate> certificates) {
        this.privateKey = Objects.requireNonNull(privateKey, "privateKey");
        this.keyKind = KeyKind.of(privateKey).orElseThrow(() -> new CredentialsException(
                "a private key of algorithm " + privateKey.getAlgorithm() + " cannot sign for DTLS"));
        this.chain = CertificateChain.of(privateKey, keyKind, certificates);
        this.dnsNames = dnsNames(chain.get(0));
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

    /** The certificates: the key's own first, each followed by its issuer. Never empty. */
    public List<X509Certificate> chain() {
        return chain;
    }

    /** The key itself, lent; some cannot be exported. */
    public PrivateKey privateKey() {
        return privateKey;
    }

    /** What kind of signatures the key makes. */
    public KeyKind keyKind() {
        return keyKind;
    }

    /** The DNS names that the first certificate carries as subject alternative names, in lower case. */
    public List<String> dnsNames() {
        return dnsNames;
    }

    /**
     * Whether the first certificate is made out to {@code serverName}, a DNS name as a server_name extension
     * carries it [RFC6066 §3]: the same name in any case, or a wildcard in place of exactly its first label
     * [RFC9525 §6.3]. The subject's common name is not looked at.
     */
    public boolean isFor(String serverName) {
        String name = serverName.toLowerCase(Locale.ROOT);
        int firstDot = name.indexOf('.');
        return dnsNames.contains(name) || firstDot > 0 && dnsNames.contains('*' + name.substring(firstDot));
    }

    /** Kind, subject and length of the chain; never the key. */
    @Override
    public String toString() {
        return "Credentials[" + keyKind + ", " + chain.get(0).getSubjectX500Principal() + ", "
                + chain.size() + (chain.size() == 1 ? " certificate]" : " certificates]");
    }
}
