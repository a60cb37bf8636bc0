package io.puredtls.endpoint.cli;

import io.puredtls.alert.AlertDescription;
import io.puredtls.crypto.credentials.CertificateType;
import io.puredtls.extension.MaxFragmentLength;
import io.puredtls.endpoint.text.PublicKeyText;
import io.puredtls.message.HandshakeType;
import io.puredtls.record.ContentType;
import io.puredtls.record.ProtocolVersion;
import io.puredtls.srtp.SrtpProfile;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import javax.security.auth.x500.X500Principal;

/** What the bytes of a field stand for, by the field's name. */
final class Meaning {
    private static final List<String> POINT_FORMATS = List.of(
            "uncompressed", "ansiX962_compressed_prime", "ansiX962_compressed_char2");
    private static final List<String> PSK_MODES = List.of("psk_ke", "psk_dhe_ke");
    private static final List<String> COMPRESSIONS = List.of("none", "zlib", "brotli", "zstd");

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
            case "version", "client_version", "server_version", "legacy_version", "ProtocolVersion", "selected_version" ->
                    new ProtocolVersion(code).toString();
            case "epoch", "sequence_number", "length", "message_seq", "fragment_offset", "fragment_length", "RecordSizeLimit",
                    "selected_identity", "max_early_data_size", "ticket_lifetime", "obfuscated_ticket_age", "uncompressed_length" ->
                    Long.toUnsignedString(number(data, offset, length));
            case "status_type" -> code == 1 ? "ocsp" : "";
            case "MaxFragmentLength" -> new MaxFragmentLength(code).isAllowed() ? new MaxFragmentLength(code).length() + " bytes" : "";
            case "msg_type" -> new HandshakeType(code).toString();
            case "CipherSuite", "cipher_suite" -> IanaNames.cipherSuite(code);
            case "extension_type" -> IanaNames.extension(code);
            case "SignatureScheme", "algorithm" -> IanaNames.signatureScheme(code);
            case "NamedGroup", "namedcurve", "group", "selected_group" -> IanaNames.group(code);
            case "CertificateCompressionAlgorithm" -> each(data, offset + 1, 1, COMPRESSIONS);
            case "CertificateType", "client_certificate_type", "server_certificate_type" -> new CertificateType(code).toString();
            case "ke_modes" -> each(data, offset, length, PSK_MODES);
            case "ec_point_format_list" -> each(data, offset, length, POINT_FORMATS);
            case "SRTPProtectionProfile" -> new SrtpProfile(code).toString();
            case "compression_method", "compression_methods", "legacy_compression_method" -> code == 0 ? "null" : "";
            case "curve_type" -> code == 3 ? "named_curve" : "";
            case "name_type" -> code == 0 ? "host_name" : "";
            case "level" -> code == 1 ? "warning" : code == 2 ? "fatal" : "";
            case "description" -> new AlertDescription(code).toString();
            case "HostName", "ProtocolName" -> text(data, offset, length);
            case "ASN.1_subjectPublicKeyInfo" -> PublicKeyText.of(data, offset, length).orElse("no public key that this Java runtime can read");
            case "ASN.1Cert" -> certificate(data, offset, length);
            case "DistinguishedName" -> distinguishedName(data, offset, length);
            default -> "";
        };
    }

    /** One name for each byte. */
    private static String each(byte[] data, int offset, int length, List<String> names) {
        List<String> words = new ArrayList<>();
        for (int i = offset; i < offset + length; i++) {
            int code = data[i] & 0xFF;
            words.add(code < names.size() ? names.get(code) : "unknown(" + code + ")");
        }
        return String.join(", ", words);
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
