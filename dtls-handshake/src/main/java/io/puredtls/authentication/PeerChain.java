package io.puredtls.authentication;

import static io.puredtls.alert.ProtocolException.violation;

import io.puredtls.alert.ProtocolException;
import io.puredtls.alert.Violation;
import io.puredtls.crypto.credentials.Certificates;
import io.puredtls.event.EngineEvent;
import io.puredtls.session.PeerIdentity;
import io.puredtls.trust.Expectation;
import io.puredtls.trust.Stapled;
import io.puredtls.trust.TrustPolicy;
import io.puredtls.trust.Verdict;
import io.puredtls.wire.Bytes;
import java.security.PublicKey;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;

/**
 * The certificates a peer sent, its own first; at least one.
 *
 * @param stapled what was shown along with its own
 */
public record PeerChain(List<X509Certificate> certificates, Stapled stapled) implements PeerCredentials {
    /** Far more than any path needs. */
    private static final int MAX_CERTIFICATES = 16;

    /** Copies the list. */
    public PeerChain {
        certificates = List.copyOf(certificates);
    }

    /** Reads the certificates of a message that has some, DER each. */
    public static PeerChain decode(List<Bytes> certificates) throws ProtocolException {
        if (certificates.size() > MAX_CERTIFICATES) {
            throw violation(Violation.CERTIFICATE_CHAIN_TOO_LONG,
                    "the peer sent " + certificates.size() + " certificates, where " + MAX_CERTIFICATES + " are allowed");
        }
        List<X509Certificate> chain = new ArrayList<>();
        for (Bytes der : certificates) {
            chain.add(decode(der, chain.size()));
        }
        return new PeerChain(chain, Stapled.NOTHING);
    }

    /** The same with what was shown along with it. */
    public PeerChain with(Stapled shown) {
        return new PeerChain(certificates, shown);
    }

    private static X509Certificate decode(Bytes der, int index) throws ProtocolException {
        try {
            return Certificates.fromDer(der.toArray());
        } catch (CertificateException unreadable) {
            throw violation(Violation.CERTIFICATE_UNREADABLE, "certificate " + index + " of the peer cannot be read: " + unreadable.getMessage());
        }
    }

    @Override
    public PublicKey publicKey() {
        return certificates.get(0).getPublicKey();
    }

    @Override
    public Verdict judge(TrustPolicy policy, Expectation expectation) {
        return policy.evaluate(certificates, expectation.with(stapled));
    }

    @Override
    public EngineEvent question(Expectation expectation) {
        return new EngineEvent.TrustAsked(certificates, expectation.with(stapled));
    }

    @Override
    public PeerIdentity identity(boolean verified) {
        return PeerIdentity.ofCertificates(certificates, verified);
    }
}
