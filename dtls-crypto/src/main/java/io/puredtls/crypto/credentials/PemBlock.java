package io.puredtls.crypto.credentials;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;

/**
 * One block of a PEM file [RFC7468 §2]: what stands between a BEGIN and an END line, decoded. It may hold a key;
 * {@link PemFile#close} wipes it. Prints its place and length alone.
 */
public final class PemBlock {
    private static final int LINE = 64;

    private final String file;
    private final String label;
    private final int index;
    private final int line;
    private final Map<String, String> headers;
    private final byte[] content;

    /** Takes {@code content}. */
    PemBlock(String file, String label, int index, int line, Map<String, String> headers, byte[] content) {
        this.file = file;
        this.label = label;
        this.index = index;
        this.line = line;
        this.headers = Map.copyOf(headers);
        this.content = content;
    }

    /** What the BEGIN line says the block is, as in {@code "CERTIFICATE"}. */
    public String label() {
        return label;
    }

    /** The block's place in its file, counted from 1. */
    public int index() {
        return index;
    }

    /** The line that the block begins on, counted from 1. */
    public int line() {
        return line;
    }

    /** The RFC 1421 headers that OpenSSL's old encrypted keys have; empty for RFC 7468 files. */
    public Map<String, String> headers() {
        return headers;
    }

    /** Lends the decoded bytes: valid until the file is closed, not to be changed. */
    public byte[] content() {
        return content;
    }

    /** The block as error sentences name it. */
    String where() {
        return "block " + index + " (" + label + ", line " + line + ") of " + file;
    }

    void wipe() {
        Arrays.fill(content, (byte) 0);
    }

    @Override
    public String toString() {
        return "PemBlock[" + where() + ", " + content.length + " bytes]";
    }

    /** {@code der}, which is lent, in PEM: lines of 64 characters and a newline at the end. */
    static String armor(String label, byte[] der) {
        byte[] encoded = Base64.getMimeEncoder(LINE, new byte[] {'\n'}).encode(der);
        try {
            return "-----BEGIN " + label + "-----\n" + new String(encoded, StandardCharsets.US_ASCII)
                    + "\n-----END " + label + "-----\n";
        } finally {
            Arrays.fill(encoded, (byte) 0);
        }
    }
}
