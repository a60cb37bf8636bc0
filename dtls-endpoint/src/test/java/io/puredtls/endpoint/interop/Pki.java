package io.puredtls.endpoint.interop;

import io.puredtls.crypto.credentials.CertificateAuthority;
import io.puredtls.crypto.credentials.CertificateOptions;
import io.puredtls.crypto.credentials.Credentials;
import io.puredtls.crypto.credentials.KeyAlgorithm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPrivateKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/** An authority, what it has issued, and all of it as the PEM files that other stacks read. Not thread-safe. */
final class Pki {
    private static final Instant NOW = Instant.now();

    private final Path directory;
    private final CertificateAuthority root = CertificateAuthority.create("interop root", KeyAlgorithm.EC_P256, authority());
    private final Map<KeyAlgorithm, Credentials> servers = new EnumMap<>(KeyAlgorithm.class);
    private final Map<KeyAlgorithm, Credentials> clients = new EnumMap<>(KeyAlgorithm.class);
    private int files;

    /** Writes its files to {@code directory}. */
    Pki(Path directory) {
        this.directory = directory;
    }

    static CertificateOptions authority() {
        return CertificateOptions.authority(NOW.minus(Duration.ofDays(10)), NOW.plus(Duration.ofDays(10)));
    }

    static CertificateOptions endEntity(String... names) {
        return CertificateOptions.endEntity(NOW.minus(Duration.ofDays(5)), NOW.plus(Duration.ofDays(5))).names(names);
    }

    static CertificateOptions expired(String... names) {
        return CertificateOptions.endEntity(NOW.minus(Duration.ofDays(5)), NOW.minus(Duration.ofDays(1))).names(names);
    }

    CertificateAuthority root() {
        return root;
    }

    /** A server's credentials for localhost; the same for the same kind of key. */
    Credentials server(KeyAlgorithm algorithm) {
        return servers.computeIfAbsent(algorithm, key -> root.issue("server", key, endEntity("localhost", "127.0.0.1")));
    }

    /** A client's credentials; the same for the same kind of key. */
    Credentials client(KeyAlgorithm algorithm) {
        return clients.computeIfAbsent(algorithm, key -> root.issue("client", key, endEntity("client.example")));
    }

    /** The root as a file. */
    String rootFile() throws IOException {
        return file(root.certificate());
    }

    /** A certificate as a file. */
    String file(X509Certificate certificate) throws IOException {
        return write(pem(List.of(certificate)));
    }

    /** The options by which OpenSSL shows {@code credentials}; {@code suffix} is "" or "2". */
    List<String> identity(Credentials credentials, String suffix) throws IOException {
        String key = write("-----BEGIN PRIVATE KEY-----\n"
                + Base64.getMimeEncoder().encodeToString(credentials.privateKey().getEncoded()) + "\n-----END PRIVATE KEY-----\n");
        List<String> options = new ArrayList<>(List.of("-cert" + suffix, file(credentials.chain().get(0)), "-key" + suffix, key));
        if (credentials.chain().size() > 1 && suffix.isEmpty()) {
            options.addAll(List.of("-cert_chain", write(pem(credentials.chain().subList(1, credentials.chain().size())))));
        }
        return options;
    }

    /** [RFC5915 §3] A P-256 key with its public half: GnuTLS 3.7 reads none without, and Java writes none with it. */
    String wholeP256KeyFile(Credentials credentials) throws IOException {
        byte[] secret = ((ECPrivateKey) credentials.privateKey()).getS().toByteArray();
        byte[] info = credentials.chain().get(0).getPublicKey().getEncoded();
        HexFormat hex = HexFormat.of();
        String secretHex = "0".repeat(64) + hex.formatHex(secret);
        byte[] key = hex.parseHex("30770201010420" + secretHex.substring(secretHex.length() - 64)
                + "a00a06082a8648ce3d030107" + "a144034200" + hex.formatHex(info, info.length - 65, info.length));
        return write("-----BEGIN EC PRIVATE KEY-----\n" + Base64.getMimeEncoder().encodeToString(key) + "\n-----END EC PRIVATE KEY-----\n");
    }

    private static String pem(List<X509Certificate> certificates) {
        StringBuilder pem = new StringBuilder();
        try {
            for (X509Certificate each : certificates) {
                pem.append("-----BEGIN CERTIFICATE-----\n").append(Base64.getMimeEncoder().encodeToString(each.getEncoded()))
                        .append("\n-----END CERTIFICATE-----\n");
            }
        } catch (CertificateEncodingException impossible) {
            throw new AssertionError(impossible);
        }
        return pem.toString();
    }

    private String write(String pem) throws IOException {
        return Files.writeString(directory.resolve("file" + files++ + ".pem"), pem).toString();
    }
}
