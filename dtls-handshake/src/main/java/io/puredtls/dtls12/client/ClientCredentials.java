package io.puredtls.dtls12.client;

import io.puredtls.config.ClientConfig;
import io.puredtls.crypto.credentials.CertificateType;
import io.puredtls.crypto.credentials.Credentials;
import io.puredtls.crypto.suite.KeyExchangeMethod;
import io.puredtls.message.CertificateRequest12;
import io.puredtls.negotiate.CredentialsChoice;
import io.puredtls.negotiate.IssuerHint;
import java.util.Optional;
import java.util.function.Predicate;

/** [RFC5246 §7.4.6] Which of its credentials a client shows to a server that asks. */
final class ClientCredentials {
    private ClientCredentials() {
    }

    /** The first of the type that was agreed on that the request allows; one that the named issuers vouch for is preferred, but not demanded. */
    static Optional<CredentialsChoice> choose(ClientConfig config, CertificateType type, CertificateRequest12 request) {
        Predicate<Credentials> allowed = each -> each.certificateType().equals(type) && isOfAllowedKind(each, request);
        Optional<CredentialsChoice> vouchedFor = first(config, allowed.and(each -> isVouchedFor(each, request)), request);
        return vouchedFor.isPresent() ? vouchedFor : first(config, allowed, request);
    }

    private static Optional<CredentialsChoice> first(ClientConfig config, Predicate<Credentials> allowed, CertificateRequest12 request) {
        return CredentialsChoice.first(config.credentials(), allowed, config.settings().signatureSchemesForDtls12(), request.schemes());
    }

    private static boolean isOfAllowedKind(Credentials credentials, CertificateRequest12 request) {
        int needed = KeyExchangeMethod.ECDHE_ECDSA.accepts(credentials.keyKind())
                ? CertificateRequest12.ECDSA_SIGN : CertificateRequest12.RSA_SIGN;
        for (int i = 0; i < request.certificateTypes().length(); i++) {
            if (request.certificateTypes().at(i) == needed) {
                return true;
            }
        }
        return false;
    }

    private static boolean isVouchedFor(Credentials credentials, CertificateRequest12 request) {
        return request.certificateAuthorities().isEmpty() || IssuerHint.vouchesFor(request.certificateAuthorities(), credentials);
    }
}
