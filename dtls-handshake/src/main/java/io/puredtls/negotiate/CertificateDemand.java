package io.puredtls.negotiate;

import io.puredtls.crypto.credentials.Credentials;
import io.puredtls.crypto.sign.CertificateSignature;
import io.puredtls.crypto.sign.SignatureScheme;
import io.puredtls.extension.CertificateAuthorities;
import io.puredtls.extension.Extensions;
import io.puredtls.extension.SignatureAlgorithms;
import io.puredtls.extension.SignatureAlgorithmsCert;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * [RFC9846 §4.5.1.2] What a peer of DTLS 1.3 says about the certificates that it wants to be shown.
 *
 * @param schemes what it checks the handshake's signature by, which is a must
 * @param chainSchemes what it checks those in certificates by, which is a wish
 * @param authorities who should stand behind them, which is one as well
 */
public record CertificateDemand(
        List<SignatureScheme> schemes, List<SignatureScheme> chainSchemes, Optional<CertificateAuthorities> authorities) {
    /** What a ClientHello or a CertificateRequest demands; empty if it has no signature_algorithms. */
    public static Optional<CertificateDemand> of(Extensions extensions) {
        // [RFC9846 §4.3.3] one list for both, unless there are two
        return extensions.find(SignatureAlgorithms.class).map(SignatureAlgorithms::schemes).map(schemes -> new CertificateDemand(
                schemes, extensions.find(SignatureAlgorithmsCert.class).map(SignatureAlgorithmsCert::schemes).orElse(schemes),
                extensions.find(CertificateAuthorities.class)));
    }

    /**
     * The first credentials that can sign, by the order of {@code ours}. A chain that the peer can check goes before one that
     * it may not be able to, and after that those that the named issuers stand behind before others. SHA-1 is for those who
     * ask for it, and the last that they get of what they can check.
     */
    public Optional<CredentialsChoice> choose(List<Credentials> candidates, List<SignatureScheme> ours) {
        Predicate<Credentials> vouchedFor = each -> IssuerHint.vouchesFor(authorities, each);
        Predicate<Credentials> modern = each -> !CertificateSignature.usesSha1(each.chain());
        Predicate<Credentials> checkable = this::isCheckable;
        // [RFC9846 §4.5.1.2#6] [RFC9846 §4.5.1.2#7] [RFC9846 §4.3.3#14] [RFC9846 §4.5.1.2#8] [RFC9846 §4.5.1.2#3]
        return Stream.of(vouchedFor.and(checkable).and(modern), checkable.and(modern), vouchedFor.and(checkable), checkable, vouchedFor.and(modern), modern)
                .flatMap(wish -> CredentialsChoice.firstBound(candidates, wish, ours, schemes).stream())
                .findFirst();
    }

    /** Whether the peer can check all the signatures in these certificates. */
    boolean isCheckable(Credentials credentials) {
        return CertificateSignature.isBy(chainSchemes, credentials.chain());
    }
}
