package io.puredtls.crypto.credentials;

import io.puredtls.crypto.der.DerException;
import io.puredtls.crypto.der.DerReader;
import io.puredtls.crypto.entropy.Entropy;
import io.puredtls.crypto.entropy.SystemEntropy;
import io.puredtls.crypto.jca.Jca;
import java.security.KeyPair;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Issues X.509 v3 certificates for closed networks and tests: no requests, no revocation, no records kept.
 * Thread-safe if its {@link Entropy} is.
 *
 * <p>Certificates carry what their {@link CertificateOptions} say and the key identifiers of subject and issuer;
 * whether what an authority signs respects its own constraints is for the verifier to find out. [RFC5280 §4]
 */
public final class CertificateAuthority {
    private final Credentials credentials;
    private final Entropy entropy;
    private final Jca jca;

    private CertificateAuthority(Credentials credentials, Entropy entropy, Jca jca) {
        this.credentials = credentials;
        this.entropy = Objects.requireNonNull(entropy, "entropy");
        this.jca = Objects.requireNonNull(jca, "jca");
    }

    /** A root authority with a fresh key, self-signed as CN={@code name}. */
    public static CertificateAuthority create(String name, KeyAlgorithm algorithm, CertificateOptions options) {
        return create(name, algorithm, options, SystemEntropy.INSTANCE, Jca.PLATFORM);
    }

    /** A root authority with a fresh key, self-signed as CN={@code name}, from randomness and providers of the caller's. */
    public static CertificateAuthority create(
            String name, KeyAlgorithm algorithm, CertificateOptions options, Entropy entropy, Jca jca) {
        KeyPair keys = algorithm.generate(entropy, jca);
        X509Certificate root = CertificateSigner.selfSigned(name, keys, options, entropy, jca);
        return new CertificateAuthority(Credentials.of(keys.getPrivate(), List.of(root)), entropy, jca);
    }

    /** An authority that exists already. */
    public static CertificateAuthority of(Credentials credentials) {
        return of(credentials, SystemEntropy.INSTANCE, Jca.PLATFORM);
    }

    /** An authority that exists already, with randomness and providers of the caller's. */
    public static CertificateAuthority of(Credentials credentials, Entropy entropy, Jca jca) {
        return new CertificateAuthority(credentials, entropy, jca);
    }

    /** The authority's own certificate: what verifiers are to trust, if it is a root. */
    public X509Certificate certificate() {
        return credentials.chain().get(0);
    }

    /** The authority's key and certificates. */
    public Credentials credentials() {
        return credentials;
    }

    /** A certificate for {@code subjectKey} with the subject CN={@code name}. */
    public X509Certificate issue(String name, PublicKey subjectKey, CertificateOptions options) {
        return CertificateSigner.of(credentials, entropy, jca).sign(name, subjectKey, identifyingIssuer(options));
    }

    /** A fresh key with its certificate and this authority's chain, the root left out as peers have it. */
    public Credentials issue(String name, KeyAlgorithm algorithm, CertificateOptions options) {
        KeyPair keys = algorithm.generate(entropy, jca);
        List<X509Certificate> chain = new ArrayList<>();
        chain.add(issue(name, keys.getPublic(), options));
        for (X509Certificate issuer : credentials.chain()) {
            if (!CertificateChain.isSelfSigned(issuer)) {
                chain.add(issuer);
            }
        }
        return Credentials.of(keys.getPrivate(), chain);
    }

    /** An authority below this one, with a fresh key. */
    public CertificateAuthority issueAuthority(String name, KeyAlgorithm algorithm, CertificateOptions options) {
        return new CertificateAuthority(issue(name, algorithm, options), entropy, jca);
    }

    /** [RFC5280 §4.2.1.1] The issuer's key identifier, where its certificate has one. */
    private CertificateOptions identifyingIssuer(CertificateOptions options) {
        byte[] extension = certificate().getExtensionValue(CertificateExtension.SUBJECT_KEY_IDENTIFIER);
        if (extension == null) {
            return options;
        }
        try {
            byte[] value = DerReader.of(extension, "extension").octetString("extnValue");
            byte[] identifier = DerReader.of(value, "extension").octetString("SubjectKeyIdentifier");
            return options.with(CertificateExtension.authorityKeyIdentifier(identifier));
        } catch (DerException malformed) {
            throw new CredentialsException("the authority's certificate has a malformed key identifier: "
                    + malformed.getMessage(), malformed);
        }
    }

    @Override
    public String toString() {
        return "CertificateAuthority[" + certificate().getSubjectX500Principal() + "]";
    }
}
