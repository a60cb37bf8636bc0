package io.puredtls.endpoint.cli;

import io.puredtls.alert.AlertDescription;
import io.puredtls.crypto.kex.NamedGroup;
import io.puredtls.crypto.sign.SignatureScheme;
import io.puredtls.crypto.suite.CipherSuite;
import io.puredtls.extension.ExtensionType;
import io.puredtls.message.HandshakeType;
import io.puredtls.record.ContentType;
import io.puredtls.record.ProtocolVersion;
import io.puredtls.srtp.SrtpProfile;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Locale;
import javax.security.auth.x500.X500Principal;

/** What the bytes of a field stand for, by the field's name. */
final class Meaning {
    private Meaning() {
    }

    /** In words; empty if the bytes say it all. */
    static String of(String name, byte[] data, int offset, int length) {
        if (length == 0) {
            return "empty";
        }
        int code = length <= 3 ? (int) number(data, offset, length) : -1;
        return switch (name) {
            case "type" -> ContentType.of(code).toString().toLowerCase(Locale.ROOT);
            case "version", "client_version", "server_version", "ProtocolVersion" -> new ProtocolVersion(code).toString();
            case "epoch", "sequence_number", "length", "message_seq", "fragment_offset", "fragment_length" ->
                    Long.toString(number(data, offset, length));
            case "msg_type" -> new HandshakeType(code).toString();
            case "CipherSuite", "cipher_suite" -> new CipherSuite(code).toString();
            case "extension_type" -> new ExtensionType(code).toString();
            case "SignatureScheme", "algorithm" -> new SignatureScheme(code).toString();
            case "NamedGroup", "namedcurve" -> new NamedGroup(code).toString();
            case "SRTPProtectionProfile" -> new SrtpProfile(code).toString();
            case "compression_method", "compression_methods" -> code == 0 ? "null" : "";
            case "curve_type" -> code == 3 ? "named_curve" : "";
            case "name_type" -> code == 0 ? "host_name" : "";
            case "level" -> code == 1 ? "warning" : code == 2 ? "fatal" : "";
            case "description" -> new AlertDescription(code).toString();
            case "HostName", "ProtocolName" -> text(data, offset, length);
            case "ASN.1Cert" -> certificate(data, offset, length);
            case "DistinguishedName" -> distinguishedName(data, offset, length);
            default -> "";
        };
    }

    private static long number(byte[] data, int offset, int length) {
        long value = 0;
        for (int i = 0; i < length; i++) {
            value = value << 8 | data[offset + i] & 0xFF;
        }
        return value;
    }

    private static String text(byte[] data, int offset, int length) {
        return PeerText.shown(new String(data, offset, length, StandardCharsets.UTF_8));
    }

    private static String certificate(byte[] data, int offset, int length) {
        try {
            X509Certificate certificate = (X509Certificate) CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(data, offset, length));
            return CertificateText.summary(certificate);
        } catch (CertificateException | RuntimeException unreadable) { // the JDK throws unchecked ones at some
            return "no certificate that this Java runtime can read";
        }
    }

    private static String distinguishedName(byte[] data, int offset, int length) {
        try {
            return PeerText.shown(new X500Principal(Arrays.copyOfRange(data, offset, offset + length)).getName());
        } catch (IllegalArgumentException unreadable) {
            return "no name that this Java runtime can read";
        }
    }
}
