package io.puredtls.dtls13;

import static io.puredtls.alert.ProtocolException.violation;

import io.puredtls.alert.ProtocolException;
import io.puredtls.alert.Violation;
import io.puredtls.authentication.Staples;
import io.puredtls.config.ClientConfig;
import io.puredtls.config.ServerConfig;
import io.puredtls.config.Settings;
import io.puredtls.crypto.credentials.CertificateType;
import io.puredtls.crypto.credentials.Credentials;
import io.puredtls.extension.CertificateAuthorities;
import io.puredtls.extension.CompressCertificate;
import io.puredtls.extension.Extension;
import io.puredtls.extension.Extensions;
import io.puredtls.extension.SignatureAlgorithms;
import io.puredtls.message.CertificateRequest13;
import io.puredtls.negotiate.CertificateDemand;
import io.puredtls.negotiate.CredentialsChoice;
import io.puredtls.trust.Staple;
import io.puredtls.wire.Bytes;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * [RFC9846 §4.4.2] What a CertificateRequest asks for.
 *
 * @param demand of which certificates
 * @param staples what is to be shown along with them
 */
public record CertificateWish(Bytes context, CertificateDemand demand, Optional<CompressCertificate> compression, Set<Staple> staples) {
    /** Reads it; signature_algorithms must be there. */
    // [RFC9846 §4.4.2#6]
    public static CertificateWish of(CertificateRequest13 request) throws ProtocolException {
        // [RFC9846 §4.3.5#3]
        Misplaced.check(request.extensions(), "CertificateRequest");
        CertificateDemand demand = CertificateDemand.of(request.extensions()).orElseThrow(
                // [RFC9846 §4.4.2#5]
                () -> violation(Violation.MISSING_REQUIRED_EXTENSION, "CertificateRequest without signature_algorithms"));
        return new CertificateWish(request.certificateRequestContext(), demand, request.find(CompressCertificate.class),
                Staples.wanted(request.extensions()));
    }

    /** The request that asks for it. */
    public static CertificateRequest13 request(Bytes context, ServerConfig config) {
        Settings settings = config.settings();
        List<X509Certificate> issuers = config.acceptableIssuers();
        List<Extension> extensions = new ArrayList<>(Staples.wishes(config.clientTrust().staples()));
        extensions.add(new SignatureAlgorithms(settings.signatureSchemes()));
        // [RFC9846 §4.3.4#2]
        if (!issuers.isEmpty()) {
            extensions.add(new CertificateAuthorities(CertificateAuthorities.namesOf(issuers)));
        }
        Certificates13.offer(settings).ifPresent(extensions::add);
        return new CertificateRequest13(context, new Extensions(extensions));
    }

    /** The credentials, of the type that was agreed on, that fit best. */
    public Optional<CredentialsChoice> choose(ClientConfig config, CertificateType type) {
        List<Credentials> candidates = config.credentials().stream().filter(each -> each.certificateType().equals(type)).toList();
        return demand.choose(candidates, config.settings().signatureSchemesForDtls13());
    }
}
