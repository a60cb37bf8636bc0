package io.puredtls.crypto.sign;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.puredtls.crypto.credentials.Certificates;
import io.puredtls.crypto.credentials.CertificateAuthority;
import io.puredtls.crypto.credentials.CertificateOptions;
import io.puredtls.crypto.credentials.KeyAlgorithm;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Certificates that OpenSSL signed, by the names that TLS has for it. */
class CertificateSignatureTest {
    private static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");

    private static X509Certificate foreign(String name) throws Exception {
        return Certificates.fromPem(Path.of("..", "testvectors", "credentials", name + ".cert.pem")).get(0);
    }

    @ParameterizedTest
    @CsvSource({
        "leaf, ecdsa_secp256r1_sha256", "ec-p256, ecdsa_secp384r1_sha384", "ed25519, ed25519", "ed448, ed448",
        "rsa, rsa_pkcs1_sha384", "rsa-pss, rsa_pss_rsae_sha384 rsa_pss_pss_sha384"})
    void a_signature_has_the_schemes_that_stand_for_it(String name, String schemes) throws Exception {
        assertEquals(schemes, String.join(" ", CertificateSignature.schemes(foreign(name)).stream().map(Object::toString).toList()));
    }

    @Test
    void who_signed_for_itself_does_not_count() throws Exception {
        assertTrue(CertificateSignature.isBy(List.of(), List.of(foreign("rsa"))));
        assertFalse(CertificateSignature.isBy(List.of(), List.of(foreign("leaf"))));
        assertTrue(CertificateSignature.isBy(CertificateSignature.schemes(foreign("leaf")), List.of(foreign("leaf"), foreign("rsa"))));
    }

    @Test
    void sha1_is_noticed() throws Exception {
        CertificateOptions options = CertificateOptions.authority(NOW, NOW.plusSeconds(1000));
        X509Certificate issued = CertificateAuthority.create("root", KeyAlgorithm.RSA_2048, options).issueAuthority("below", KeyAlgorithm.EC_P256, options).certificate();
        assertFalse(CertificateSignature.usesSha1(List.of(issued)));
        X509Certificate old = underSha1(issued);
        assertTrue(CertificateSignature.usesSha1(List.of(issued, old)));
        assertEquals(List.of(new SignatureScheme(0x0201)), CertificateSignature.schemes(old));
    }

    /** The same with sha1WithRSAEncryption for sha256WithRSAEncryption; the signature is wrong then. */
    private static X509Certificate underSha1(X509Certificate certificate) throws Exception {
        String der = new String(certificate.getEncoded(), StandardCharsets.ISO_8859_1);
        String changed = der.replace("\u002a\u0086\u0048\u0086\u00f7\r\u0001\u0001\u000b", "\u002a\u0086\u0048\u0086\u00f7\r\u0001\u0001\u0005");
        return (X509Certificate) CertificateFactory.getInstance("X.509")
                .generateCertificate(new ByteArrayInputStream(changed.getBytes(StandardCharsets.ISO_8859_1)));
    }
}
