package io.puredtls.trust;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.puredtls.alert.Violation;
import io.puredtls.crypto.credentials.CertificateAuthority;
import io.puredtls.crypto.credentials.CertificateOptions;
import io.puredtls.crypto.credentials.Credentials;
import io.puredtls.crypto.credentials.KeyAlgorithm;
import io.puredtls.crypto.credentials.SelfSigned;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/** Certificates for these tests, around one fixed moment. */
final class Pki {
    static final Instant NOW = Instant.parse("2031-05-06T07:08:09Z");
    static final Instant BEFORE = NOW.minus(Duration.ofDays(10));
    static final Instant AFTER = NOW.plus(Duration.ofDays(10));
    static final Expectation SERVER = new Expectation(Purpose.SERVER_AUTHENTICATION, new ReferenceIdentity.None(), NOW);
    static final Expectation CLIENT = new Expectation(Purpose.CLIENT_AUTHENTICATION, new ReferenceIdentity.None(), NOW);
    static final CertificateOptions ENTITY = CertificateOptions.endEntity(BEFORE, AFTER).names("a.example.org");
    static final CertificateOptions AUTHORITY = CertificateOptions.authority(BEFORE, AFTER);
    static final CertificateOptions EXPIRED = CertificateOptions.endEntity(BEFORE, NOW.minusSeconds(1));
    static final CertificateOptions EXPIRED_AUTHORITY = CertificateOptions.authority(BEFORE, NOW.minusSeconds(1));
    static final CertificateOptions FUTURE = CertificateOptions.endEntity(NOW.plusSeconds(1), AFTER);
    static final CertificateOptions FUTURE_AUTHORITY = CertificateOptions.authority(NOW.plusSeconds(1), AFTER);

    /** The value of a subjectAltName extension with the IPv6 address ::ffff:10.0.0.1, which the JDK shows as 10.0.0.1. */
    static final byte[] EMBEDDED_ADDRESS = der(0x30, der(0x87, new byte[10], new byte[] {-1, -1, 10, 0, 0, 1}));

    private Pki() {
    }

    static CertificateAuthority root(String name, CertificateOptions options) {
        return CertificateAuthority.create(name, KeyAlgorithm.EC_P256, options);
    }

    static CertificateAuthority below(CertificateAuthority above, String name, CertificateOptions options) {
        return above.issueAuthority(name, KeyAlgorithm.EC_P256, options);
    }

    static List<X509Certificate> leaf(CertificateAuthority above, CertificateOptions options) {
        return leaf(above, "leaf", options);
    }

    /** Not by way of {@link Credentials}, which refuses some of what is to be judged here. */
    static List<X509Certificate> leaf(CertificateAuthority above, String name, CertificateOptions options) {
        List<X509Certificate> chain = new ArrayList<>();
        chain.add(above.issue(name, KeyAlgorithm.EC_P256.generate().getPublic(), options));
        above.credentials().chain().stream()
                .filter(each -> !each.getSubjectX500Principal().equals(each.getIssuerX500Principal()))
                .forEach(chain::add);
        return List.copyOf(chain);
    }

    static X509Certificate selfSigned(String name) {
        return SelfSigned.builder(KeyAlgorithm.EC_P256).name(name).validity(BEFORE, AFTER).generate().chain().get(0);
    }

    /** An authority with another's name and key, and the certificate given. */
    static CertificateAuthority again(KeyPair keys, X509Certificate certificate) {
        return CertificateAuthority.of(Credentials.of(keys.getPrivate(), List.of(certificate)));
    }

    static void assertTrusted(Verdict verdict) {
        assertEquals(new Verdict.Trusted(), verdict);
    }

    /** Refused for {@code expected}, in one line that has all of {@code said}. */
    static void assertRefused(Violation expected, Verdict verdict, String... said) {
        Verdict.Untrusted untrusted = assertInstanceOf(Verdict.Untrusted.class, verdict);
        assertEquals(expected, untrusted.violation(), untrusted.reason());
        for (String each : said) {
            assertTrue(untrusted.reason().contains(each), untrusted.reason() + " lacks " + each);
        }
        assertTrue(untrusted.reason().chars().allMatch(each -> each >= ' ' && each < 0x7f), untrusted.reason());
        assertTrue(untrusted.reason().length() < 1000, untrusted.reason());
    }

    static X509Certificate certificate(byte[] der) throws CertificateException {
        return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
    }

    /** The same with its signature's last bit changed. */
    static X509Certificate damaged(X509Certificate certificate) {
        try {
            byte[] der = certificate.getEncoded();
            der[der.length - 1] ^= 1;
            return certificate(der);
        } catch (GeneralSecurityException broken) {
            throw new AssertionError(broken);
        }
    }

    /** The same with its authority key identifier under an OID that nobody knows; the signature is wrong then. */
    static X509Certificate withoutIssuerKey(X509Certificate certificate) {
        return hiding("\u0006\u0003\u0055\u001d\u0023", certificate);
    }

    /** The same with its subject key identifier under an OID that nobody knows; the signature is wrong then. */
    static X509Certificate withoutSubjectKey(X509Certificate certificate) {
        return hiding("\u0006\u0003\u0055\u001d\u000e", certificate);
    }

    private static X509Certificate hiding(String oid, X509Certificate certificate) {
        try {
            byte[] der = certificate.getEncoded();
            der[new String(der, StandardCharsets.ISO_8859_1).indexOf(oid) + oid.length() - 1] = 0x7f;
            return certificate(der);
        } catch (GeneralSecurityException broken) {
            throw new AssertionError(broken);
        }
    }

    /** The same with an empty subject; the signature is wrong then. All lengths in it take three octets. */
    static X509Certificate withoutSubject(X509Certificate certificate) throws GeneralSecurityException {
        String text = new String(certificate.getTBSCertificate(), StandardCharsets.ISO_8859_1);
        String subject = new String(certificate.getSubjectX500Principal().getEncoded(), StandardCharsets.ISO_8859_1);
        String body = text.substring(4).replace(subject, "0\u0000");
        byte[] algorithm = HexFormat.of().parseHex("300a06082a8648ce3d040302");
        byte[] tbs = der(0x30, body.getBytes(StandardCharsets.ISO_8859_1));
        return certificate(der(0x30, tbs, algorithm, der(0x03, new byte[1], certificate.getSignature())));
    }

    /** The same with a signature by another algorithm of the issuer's RSA key; {@code oid} is the last byte of its name in PKCS #1. */
    static X509Certificate resigned(X509Certificate certificate, PrivateKey issuer, int oid, String algorithm) throws GeneralSecurityException {
        byte[] tbs = certificate.getTBSCertificate();
        String pkcs1 = "\u0030\r\u0006\t\u002a\u0086\u0048\u0086\u00f7\r\u0001\u0001";
        int name = new String(tbs, StandardCharsets.ISO_8859_1).indexOf(pkcs1) + pkcs1.length();
        tbs[name] = (byte) oid;
        Signature signature = Signature.getInstance(algorithm);
        signature.initSign(issuer);
        signature.update(tbs);
        byte[] identifier = Arrays.copyOfRange(tbs, name - pkcs1.length(), name + 3);
        return certificate(der(0x30, tbs, identifier, der(0x03, new byte[1], signature.sign())));
    }

    /** A DER element. */
    static byte[] der(int tag, byte[]... contents) {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        for (byte[] each : contents) {
            content.writeBytes(each);
        }
        ByteArrayOutputStream element = new ByteArrayOutputStream();
        element.write(tag);
        if (content.size() > 0x7f) {
            element.write(0x82);
            element.write(content.size() >> 8);
        }
        element.write(content.size());
        element.writeBytes(content.toByteArray());
        return element.toByteArray();
    }

    /** The value of a subjectAltName extension with these dNSNames, whatever they are. */
    static byte[] dnsNames(String... names) {
        byte[][] all = new byte[names.length][];
        for (int i = 0; i < names.length; i++) {
            all[i] = der(0x82, names[i].getBytes(StandardCharsets.ISO_8859_1));
        }
        return der(0x30, all);
    }
}
