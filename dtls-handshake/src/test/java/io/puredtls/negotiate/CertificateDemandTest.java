package io.puredtls.negotiate;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.puredtls.alert.ProtocolException;
import io.puredtls.config.ServerConfig;
import io.puredtls.crypto.credentials.CertificateAuthority;
import io.puredtls.crypto.credentials.CertificateOptions;
import io.puredtls.crypto.credentials.Credentials;
import io.puredtls.crypto.credentials.KeyAlgorithm;
import io.puredtls.crypto.sign.SignatureScheme;
import io.puredtls.crypto.suite.CipherSuite;
import io.puredtls.extension.CertificateAuthorities;
import io.puredtls.extension.Extension;
import io.puredtls.extension.Extensions;
import io.puredtls.extension.SignatureAlgorithms;
import io.puredtls.extension.SignatureAlgorithmsCert;
import io.puredtls.wire.Bytes;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** [RFC9846 §4.5.1.2] Several credentials with keys of one kind, signed in different ways. */
class CertificateDemandTest {
    private static final Instant NOW = Instant.now();
    private static final CertificateOptions AUTHORITY = CertificateOptions.authority(NOW, NOW.plusSeconds(1000));
    private static final Credentials BY_EC = issued("ec", KeyAlgorithm.EC_P256);
    private static final Credentials BY_ED = issued("ed", KeyAlgorithm.ED25519);
    private static final Credentials BY_RSA = issued("rsa", KeyAlgorithm.RSA_2048);
    private static final Credentials BY_SHA1 = Credentials.of(BY_RSA.privateKey(), List.of(underSha1(BY_RSA.chain().get(0))));
    private static final SignatureScheme EC = SignatureScheme.ECDSA_SECP256R1_SHA256;
    private static final SignatureScheme ED = SignatureScheme.ED25519;
    private static final SignatureScheme RSA_SHA1 = new SignatureScheme(0x0201);

    private static Credentials issued(String name, KeyAlgorithm issuer) {
        Credentials all = CertificateAuthority.create(name, issuer, AUTHORITY)
                .issue("leaf", KeyAlgorithm.EC_P256, CertificateOptions.endEntity(NOW, NOW.plusSeconds(1000)));
        return Credentials.of(all.privateKey(), all.chain().subList(0, 1));
    }

    /** The same with sha1WithRSAEncryption for sha256WithRSAEncryption; the signature is wrong then. */
    private static X509Certificate underSha1(X509Certificate certificate) {
        try {
            String der = new String(certificate.getEncoded(), StandardCharsets.ISO_8859_1);
            String changed = der.replace("\u002a\u0086\u0048\u0086\u00f7\r\u0001\u0001\u000b", "\u002a\u0086\u0048\u0086\u00f7\r\u0001\u0001\u0005");
            return (X509Certificate) CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(changed.getBytes(StandardCharsets.ISO_8859_1)));
        } catch (CertificateException broken) {
            throw new AssertionError(broken);
        }
    }

    private static Optional<Credentials> chosen(List<Extension> demand, Credentials... candidates) {
        return CertificateDemand.of(new Extensions(demand)).orElseThrow().choose(List.of(candidates), List.of(EC, ED))
                .map(CredentialsChoice::credentials);
    }

    private static List<Extension> demand(List<SignatureScheme> schemes, List<SignatureScheme> chain, Credentials... ofIssuers) {
        List<Extension> list = new ArrayList<>(List.of(new SignatureAlgorithms(schemes)));
        if (!chain.isEmpty()) {
            list.add(new SignatureAlgorithmsCert(chain));
        }
        if (ofIssuers.length > 0) {
            list.add(new CertificateAuthorities(Stream.of(ofIssuers).map(each -> Bytes.of(
                    each.chain().get(0).getIssuerX500Principal().getEncoded())).toList()));
        }
        return list;
    }

    @Test
    // [RFC9846 §4.5.1.2#6]
    void a_chain_that_the_peer_can_check_goes_first() {
        assertEquals(Optional.of(BY_ED), chosen(demand(List.of(EC), List.of(ED)), BY_EC, BY_ED));
        assertEquals(Optional.of(BY_EC), chosen(demand(List.of(EC), List.of(EC)), BY_ED, BY_EC));
        assertEquals(Optional.of(BY_EC), chosen(demand(List.of(EC, ED), List.of(EC, ED)), BY_EC, BY_ED));
    }

    /** [RFC9846 §4.3.3] signature_algorithms stands for both. */
    @Test
    // [RFC9846 §4.5.1.2#6]
    void where_nothing_is_said_about_chains_the_other_list_counts() {
        assertEquals(Optional.of(BY_EC), chosen(demand(List.of(EC), List.of()), BY_ED, BY_EC));
        assertEquals(Optional.of(BY_ED), chosen(demand(List.of(EC, ED), List.of()), BY_ED, BY_EC));
    }

    @Test
    // [RFC9846 §4.5.1.2#7]
    void if_there_is_none_another_one_is_better_than_nothing() {
        assertEquals(Optional.of(BY_ED), chosen(demand(List.of(EC), List.of(SignatureScheme.ED448)), BY_ED, BY_EC));
        assertEquals(Optional.empty(), chosen(demand(List.of(ED), List.of(EC)), BY_EC), "it cannot sign");
    }

    @Test
    void issuers_count_after_that() {
        assertEquals(Optional.of(BY_EC), chosen(demand(List.of(EC), List.of(EC, ED), BY_EC), BY_ED, BY_EC));
        assertEquals(Optional.of(BY_ED), chosen(demand(List.of(EC), List.of(ED), BY_EC), BY_EC, BY_ED));
        assertEquals(Optional.of(BY_EC), chosen(demand(List.of(EC), List.of(SignatureScheme.ED448), BY_EC), BY_ED, BY_EC));
        assertEquals(Optional.of(BY_ED), chosen(demand(List.of(EC), List.of(EC, ED), BY_RSA), BY_ED, BY_EC));
    }

    @Test
    // [RFC9846 §4.3.3#14] [RFC9846 §4.5.1.2#8]
    void sha1_is_for_those_who_ask_for_it() {
        assertEquals(Optional.empty(), chosen(demand(List.of(EC), List.of(EC)), BY_SHA1));
        assertEquals(Optional.of(BY_ED), chosen(demand(List.of(EC), List.of(EC)), BY_SHA1, BY_ED));
        assertEquals(Optional.of(BY_SHA1), chosen(demand(List.of(EC), List.of(RSA_SHA1)), BY_ED, BY_SHA1));
        assertEquals(Optional.of(BY_ED), chosen(demand(List.of(EC), List.of(RSA_SHA1, ED)), BY_SHA1, BY_ED), "it can be done without");
        assertEquals(Optional.of(BY_ED), chosen(demand(List.of(EC), List.of(RSA_SHA1, ED), BY_SHA1), BY_SHA1, BY_ED), "whoever else issued it");
    }

    @Test
    // [RFC9846 §4.3.3#4]
    void the_older_version_chooses_by_what_is_said_about_chains_as_well() throws ProtocolException {
        ServerConfig server = ServerConfig.identity(BY_EC, BY_ED).build();
        for (Credentials wanted : List.of(BY_EC, BY_ED)) {
            Offer offer = Offer.MODERN.suites(CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256)
                    .with(new SignatureAlgorithmsCert(List.of(wanted == BY_ED ? ED : EC)));
            assertEquals(wanted, shown(offer, server));
        }
        Offer neither = Offer.MODERN.with(new SignatureAlgorithmsCert(List.of(SignatureScheme.ED448)));
        assertEquals(BY_EC, shown(neither, server));
    }

    private static Credentials shown(Offer offer, ServerConfig server) throws ProtocolException {
        return ((Chosen12.Exchange.Signed) ServerNegotiation12.choose(offer.hello(), server).exchange()).own().credentials();
    }

    @Test
    void without_signature_algorithms_there_is_no_demand() {
        assertEquals(Optional.empty(), CertificateDemand.of(new Extensions(List.of(new SignatureAlgorithmsCert(List.of(EC))))));
    }
}
