package io.puredtls.endpoint.cli;

import io.puredtls.crypto.kex.NamedGroup;
import io.puredtls.crypto.sign.SignatureScheme;
import io.puredtls.crypto.suite.CipherSuite;
import io.puredtls.extension.ExtensionType;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Names of codepoints as IANA registered them, also of those that this library does not speak. Read once, from a resource. */
final class IanaNames {
    private static final String RESOURCE = "iana.txt";
    private static final Map<String, String> NAMES = read();
    /** [RFC5246 §7.4.1.4.1] What the two bytes of a scheme were before they were one number. */
    private static final List<String> HASHES = List.of("none", "md5", "sha1", "sha224", "sha256", "sha384", "sha512");
    private static final List<String> SIGNATURES = List.of("anonymous", "rsa", "dsa", "ecdsa");

    private IanaNames() {
    }

    private static Map<String, String> read() {
        Map<String, String> names = new HashMap<>();
        try (InputStream in = IanaNames.class.getResourceAsStream(RESOURCE);
                BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.US_ASCII))) {
            lines.lines().filter(line -> !line.isEmpty() && !line.startsWith("#")).forEach(line -> {
                int name = line.lastIndexOf(' ');
                names.put(line.substring(0, name), line.substring(name + 1));
            });
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
        return names;
    }

    private static String name(String kind, int code, Object otherwise) {
        String registered = NAMES.get(String.format("%s %04x", kind, code));
        if (registered != null) {
            return registered;
        }
        // [RFC8701] a number that means nothing, so that nobody takes unknown numbers for an error
        boolean grease = (code & 0x0F0F) == 0x0A0A && code >>> 8 == (code & 0xFF);
        return grease ? "GREASE" : otherwise.toString();
    }

    static String cipherSuite(int code) {
        return name("suite", code, new CipherSuite(code));
    }

    static String extension(int code) {
        return name("extension", code, new ExtensionType(code));
    }

    static String group(int code) {
        return name("group", code, new NamedGroup(code));
    }

    static String signatureScheme(int code) {
        int hash = code >>> 8;
        int signature = code & 0xFF;
        boolean pair = hash < HASHES.size() && signature < SIGNATURES.size();
        return name("signature", code, pair ? HASHES.get(hash) + " with " + SIGNATURES.get(signature) : new SignatureScheme(code));
    }

    /** How many there are. */
    static int size() {
        return NAMES.size();
    }
}
