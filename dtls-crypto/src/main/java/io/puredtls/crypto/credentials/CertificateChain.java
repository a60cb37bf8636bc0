package io.puredtls.crypto.credentials;

import io.puredtls.crypto.sign.EcCurve;
import io.puredtls.crypto.sign.KeyKind;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECKey;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Puts certificates in the order that a Certificate message wants: the key's own, then each one's issuer. [RFC8446 §4.4.2] */
final class CertificateChain {
    private CertificateChain() {
    }

    static List<X509Certificate> of(PrivateKey key, KeyKind kind, Collection<X509Certificate> certificates) {
        Set<X509Certificate> remaining = new LinkedHashSet<>(certificates);
        X509Certificate leaf = leaf(key, kind, remaining);
        List<X509Certificate> chain = new ArrayList<>();
        // [RFC9846 §4.5.1#11]
        for (X509Certificate next = leaf; next != null; next = issuer(next, remaining)) {
            chain.add(next);
            remaining.remove(next);
        }
        if (!remaining.isEmpty()) {
            throw new CredentialsException("these certificates have no place in the chain of "
                    + leaf.getSubjectX500Principal() + ": " + subjects(remaining));
        }
        return List.copyOf(chain);
    }

    private static X509Certificate leaf(PrivateKey key, KeyKind kind, Collection<X509Certificate> certificates) {
        if (certificates.isEmpty()) {
            throw new CredentialsException("a private key alone is not enough: no certificate was given");
        }
        KeyProof proof = KeyProof.by(key, kind);
        X509Certificate leaf = certificates.stream()
                .filter(certificate -> proof.fits(certificate.getPublicKey()))
                .findFirst()
                .orElseThrow(() -> new CredentialsException("the " + kind + " private key does not belong to "
                        + (certificates.size() == 1 ? "certificate " : "any of the certificates ") + subjects(certificates)));
        demandCurve(leaf.getPublicKey(), leaf);
        return leaf;
    }

    private static void demandCurve(PublicKey key, X509Certificate leaf) {
        if (key instanceof ECKey ec && EcCurve.of(ec.getParams()).isEmpty()) {
            throw new CredentialsException("certificate " + leaf.getSubjectX500Principal()
                    + " has a key on a curve other than P-256, P-384 and P-521");
        }
    }

    /** The issuer of {@code certificate} among {@code candidates}; null after the last one. */
    private static X509Certificate issuer(X509Certificate certificate, Collection<X509Certificate> candidates) {
        List<X509Certificate> named = candidates.stream()
                .filter(candidate -> candidate.getSubjectX500Principal().equals(certificate.getIssuerX500Principal()))
                .toList();
        // An authority that changed its key has two certificates of one name; the signature tells which.
        return named.stream().filter(candidate -> signed(candidate, certificate)).findFirst()
                .orElse(named.isEmpty() ? null : named.get(0));
    }

    private static boolean signed(X509Certificate issuer, X509Certificate certificate) {
        try {
            certificate.verify(issuer.getPublicKey());
            return true;
        } catch (GeneralSecurityException | RuntimeException notByThisKey) {
            return false;
        }
    }

    /** Names alone do not tell: an authority that changed its key vouches for the new one under the same name. */
    static boolean isSelfSigned(X509Certificate certificate) {
        return certificate.getSubjectX500Principal().equals(certificate.getIssuerX500Principal()) && signed(certificate, certificate);
    }

    private static String subjects(Collection<X509Certificate> certificates) {
        return certificates.stream()
                .map(certificate -> certificate.getSubjectX500Principal().toString())
                .collect(Collectors.joining("; "));
    }
}
