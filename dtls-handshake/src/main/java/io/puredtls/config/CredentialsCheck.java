package io.puredtls.config;

import io.puredtls.crypto.credentials.CertificateType;
import io.puredtls.crypto.credentials.Credentials;
import io.puredtls.crypto.sign.SignatureScheme;
import io.puredtls.crypto.sign.Verifier;
import io.puredtls.crypto.suite.CipherSuite;
import io.puredtls.extension.CertificateAuthorities;
import io.puredtls.record.ProtocolVersion;
import io.puredtls.trust.TrustPolicy;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;

/** That configured keys, signature schemes and cipher suites go together in at least one of the configured versions. */
final class CredentialsCheck {
    private static final int MAX_ISSUERS = 65_535;

    private static final List<CertificateType> KNOWN_TYPES = List.of(CertificateType.X509, CertificateType.RAW_PUBLIC_KEY);

    private CredentialsCheck() {
    }

    /** [RFC7250 §4.1] The kinds that a policy judges, of those that there are. */
    static void someCanBeJudged(TrustPolicy trust) {
        List<CertificateType> types = trust.certificateTypes();
        if (types.isEmpty() || !KNOWN_TYPES.containsAll(types) || types.stream().distinct().count() != types.size()) {
            throw new ConfigException("a trust policy judges one of " + KNOWN_TYPES + " or both, each once, and not " + types);
        }
    }

    static void eachCanSign(List<Credentials> credentials, Settings settings) {
        for (Credentials each : credentials) {
            if (!canSignInDtls13(each, settings) && !canSignInDtls12(each, settings)) {
                throw new ConfigException("a key of kind " + each.keyKind() + " can sign by none of the configured schemes "
                        + settings.signatureSchemes() + " in " + settings.versions());
            }
        }
    }

    /** A server that speaks DTLS 1.2 alone needs suites that its keys can be used with; those of DTLS 1.3 fit any key. */
    static void eachHasSuite(List<Credentials> credentials, Settings settings) {
        List<CipherSuite> suites = settings.cipherSuites(suite -> !suite.isForDtls13());
        for (Credentials each : credentials) {
            if (!canSignInDtls13(each, settings)
                    && suites.stream().noneMatch(suite -> suite.keyExchange().accepts(each.keyKind()))) {
                throw new ConfigException("no configured cipher suite " + suites + " can be used with a key of kind " + each.keyKind());
            }
        }
    }

    private static boolean canSignInDtls13(Credentials credentials, Settings settings) {
        PublicKey key = credentials.publicKey();
        return settings.allows(ProtocolVersion.DTLS_1_3)
                && settings.signatureSchemesForDtls13().stream().anyMatch(scheme -> Verifier.fitsBoundToCurve(scheme, key));
    }

    private static boolean canSignInDtls12(Credentials credentials, Settings settings) {
        List<SignatureScheme> schemes = settings.signatureSchemesForDtls12();
        return settings.allows(ProtocolVersion.DTLS_1_2)
                && schemes.stream().anyMatch(scheme -> scheme.keyKind().equals(Optional.of(credentials.keyKind())));
    }

    /** [RFC9846 §4.3.4] The names of issuers fit the list that they are told in. */
    static void issuersFit(List<X509Certificate> issuers) {
        int length = CertificateAuthorities.namesOf(issuers).stream().mapToInt(name -> 2 + name.length()).sum();
        if (length > MAX_ISSUERS) {
            throw new ConfigException("the names of acceptableIssuers take " + length + " bytes, where " + MAX_ISSUERS + " fit");
        }
    }
}
