package io.puredtls.endpoint.explain;

import io.puredtls.alert.AlertDescription;
import io.puredtls.crypto.credentials.CertificateType;
import io.puredtls.crypto.kex.NamedGroup;
import io.puredtls.crypto.sign.KeyKind;
import io.puredtls.crypto.sign.SignatureScheme;
import io.puredtls.crypto.suite.CipherSuite;
import io.puredtls.endpoint.text.PublicKeyText;
import io.puredtls.extension.ExtensionType;
import io.puredtls.extension.MaxFragmentLength;
import io.puredtls.message.HandshakeType;
import io.puredtls.message.HelloRetryRequest;
import io.puredtls.record.ProtocolVersion;
import io.puredtls.srtp.SrtpProfile;
import io.puredtls.wire.Bytes;
import java.io.ByteArrayInputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import javax.security.auth.x500.X500Principal;

/** What the bytes of a field stand for, by the field's name as a codec tells it. The same words on every Java runtime. */
final class Words {
    private Words() {
    }

    /** In words; empty if the bytes say it all. */
    static String of(String name, byte[] data, int offset, int length) {
        int code = length <= 3 ? (int) number(data, offset, length) : -1;
        return switch (name) {
            case "client_version", "server_version", "legacy_version", "version", "ProtocolVersion", "selected_version" ->
                    version(code);
            case "CipherSuite", "cipher_suite" -> grease(code, new CipherSuite(code).toString());
            case "NamedGroup", "namedcurve", "group", "selected_group" -> grease(code, new NamedGroup(code).toString());
            case "SignatureScheme", "algorithm" -> grease(code, new SignatureScheme(code).toString());
            case "extension_type" -> grease(code, new ExtensionType(code).toString());
            case "SRTPProtectionProfile" -> new SrtpProfile(code).toString();
            case "CertificateCompressionAlgorithm" -> code == 1 ? "zlib" : code == 2 ? "brotli" : code == 3 ? "zstd" : "";
            case "random" -> Bytes.of(data, offset, length).equals(HelloRetryRequest.RANDOM)
                    ? "the SHA-256 of \"HelloRetryRequest\": this ServerHello is one" : "";
            case "compression_methods", "compression_method", "legacy_compression_method" -> code == 0 ? "null, that is none" : "";
            case "ke_modes" -> pskModes(data, offset, length);
            case "name_type" -> code == 0 ? "host_name" : "";
            case "curve_type" -> code == 3 ? "named_curve" : "";
            case "request_update" -> code == 0 ? "update_not_requested" : code == 1 ? "update_requested" : "";
            case "ec_point_format_list" -> code == 0 ? "uncompressed" : "";
            case "level" -> code == 1 ? "warning" : code == 2 ? "fatal" : "";
            case "description" -> new AlertDescription(code).toString();
            case "HostName", "ProtocolName", "identity", "data" -> text(data, offset, length);
            case "CertificateType", "client_certificate_type", "server_certificate_type" -> new CertificateType(code).toString();
            case "ASN.1_subjectPublicKeyInfo" -> PublicKeyText.of(data, offset, length).orElse("");
            case "cert_data" -> PublicKeyText.of(data, offset, length).orElseGet(() -> certificate(data, offset, length));
            case "ASN.1Cert" -> certificate(data, offset, length);
            case "DistinguishedName" -> distinguishedName(data, offset, length);
            case "ticket_lifetime", "ticket_lifetime_hint" -> count(number(data, offset, length), "second");
            case "epoch", "sequence_number", "selected_identity", "RecordSizeLimit", "max_early_data_size", "uncompressed_length" ->
                    Long.toUnsignedString(number(data, offset, length));
            case "status_type" -> code == 1 ? "ocsp" : "";
            case "MaxFragmentLength" -> new MaxFragmentLength(code).isAllowed() ? count(new MaxFragmentLength(code).length(), "byte") : "";
            default -> "";
        };
    }

    static String version(int code) {
        return grease(code, switch (code) {
            case 0xFEFF -> "DTLS 1.0";
            case 0xFEFD -> "DTLS 1.2";
            case 0xFEFC -> "DTLS 1.3";
            default -> new ProtocolVersion(code).toString();
        });
    }

    /** [RFC8701] Values that mean nothing, sent so that nobody comes to rely on knowing all. */
    private static String grease(int code, String name) {
        return (code & 0x0F0F) == 0x0A0A && code >>> 8 == (code & 0xFF) ? "GREASE" : name;
    }

    /** The message's name, with what is known of types that have none in this library. */
    static String message(int type) {
        return new HandshakeType(type).toString();
    }

    /** [RFC9147 §4] [RFC9146] [RFC9853] A content type, also one that this library has no name for. */
    static String contentType(int code) {
        return switch (code) {
            case 20 -> "change_cipher_spec";
            case 21 -> "alert";
            case 22 -> "handshake";
            case 23 -> "application_data";
            case 24 -> "heartbeat";
            case 25 -> "tls12_cid";
            case 26 -> "ack";
            case 27 -> "return_routability_check";
            default -> "unknown(" + code + ")";
        };
    }

    static String count(long number, String unit) {
        return number + " " + unit + (number == 1 ? "" : "s");
    }

    private static String pskModes(byte[] data, int offset, int length) {
        StringBuilder modes = new StringBuilder();
        for (int i = offset; i < offset + length; i++) {
            String mode = data[i] == 0 ? "psk_ke" : data[i] == 1 ? "psk_dhe_ke" : "unknown(" + (data[i] & 0xFF) + ")";
            modes.append(modes.isEmpty() ? "" : ", ").append(mode);
        }
        return modes.toString();
    }

    static long number(byte[] data, int offset, int length) {
        long value = 0;
        for (int i = 0; i < length; i++) {
            value = value << 8 | data[offset + i] & 0xFF;
        }
        return value;
    }

    /** Bytes that are printable text, in quotes; empty for others. */
    static String text(byte[] data, int offset, int length) {
        try {
            String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(data, offset, length)).toString();
            boolean plain = text.codePoints().allMatch(point -> point >= ' ' && point != 0x7F && Character.isDefined(point)
                    && Character.getType(point) != Character.CONTROL && Character.getType(point) != Character.FORMAT
                    && Character.getType(point) != Character.SURROGATE && Character.getType(point) != Character.LINE_SEPARATOR
                    && Character.getType(point) != Character.PARAGRAPH_SEPARATOR);
            return plain ? "\"" + text + "\"" : "";
        } catch (CharacterCodingException binary) {
            return "";
        }
    }

    /** The certificate, if this Java runtime can read it. */
    static Optional<X509Certificate> parse(byte[] data, int offset, int length) {
        try {
            return Optional.of((X509Certificate) CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(data, offset, length)));
        } catch (CertificateException | RuntimeException unreadable) { // the JDK throws unchecked ones at some
            return Optional.empty();
        }
    }

    private static String certificate(byte[] data, int offset, int length) {
        return parse(data, offset, length).map(certificate -> {
            String key = KeyKind.of(certificate.getPublicKey()).map(kind -> kind.toString().toLowerCase(Locale.ROOT) + " key, ").orElse("");
            String name = certificate.getSubjectX500Principal().getName();
            return printable(name) + ", " + key + "valid until " + certificate.getNotAfter().toInstant();
        }).orElse("no certificate that this Java runtime can read");
    }

    private static String distinguishedName(byte[] data, int offset, int length) {
        try {
            return printable(new X500Principal(Arrays.copyOfRange(data, offset, offset + length)).getName());
        } catch (IllegalArgumentException unreadable) {
            return "";
        }
    }

    private static String printable(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return text(bytes, 0, bytes.length).isEmpty() ? "(a name that cannot be printed)" : text;
    }
}
