package io.puredtls.crypto.credentials;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Walks the lines of a PEM text once. Lines of Base64 never become Strings: they may be a key. */
final class PemParser {
    private static final String BEGIN = "-----BEGIN ";
    private static final String END = "-----END ";
    private static final String DASHES = "-----";

    private final byte[] text;
    private final String name;
    private final byte[] base64;
    private int next;
    private int lineStart;
    private int lineEnd;
    private int lineNumber;

    PemParser(byte[] text, String name) {
        this.text = text;
        this.name = name;
        this.base64 = new byte[text.length];
    }

    List<PemBlock> blocks() {
        List<PemBlock> blocks = new ArrayList<>();
        try {
            while (nextLine()) {
                if (lineBegins(BEGIN)) {
                    blocks.add(block(blocks.size() + 1));
                } else if (lineBegins(END)) {
                    throw fault("an END line without its BEGIN");
                }
            }
            return List.copyOf(blocks);
        } catch (CredentialsException malformed) {
            blocks.forEach(PemBlock::wipe);
            throw malformed;
        } finally {
            Arrays.fill(base64, (byte) 0);
        }
    }

    private PemBlock block(int index) {
        int beginLine = lineNumber;
        String label = label(BEGIN);
        int length = 0;
        Map<String, String> headers = headers(label, beginLine);
        while (!lineBegins(END)) {
            for (int i = lineStart; i < lineEnd; i++) {
                base64[length++] = base64Character(text[i]);
            }
            lineInBlock(label, beginLine);
        }
        if (!label(END).equals(label)) {
            throw fault("the block that begins on line " + beginLine + " as " + label + " ends as another");
        }
        return new PemBlock(name, label, index, beginLine, headers, decode(length, label, beginLine));
    }

    /** [RFC1421 §4.4] Lines with a colon, then an empty one. Leaves the first line after them as the current one. */
    private Map<String, String> headers(String label, int beginLine) {
        Map<String, String> headers = new LinkedHashMap<>();
        lineInBlock(label, beginLine);
        for (int colon = colon(); colon >= 0; colon = colon()) {
            headers.put(slice(lineStart, colon).strip(), slice(colon + 1, lineEnd).strip());
            lineInBlock(label, beginLine);
        }
        return headers;
    }

    private int colon() {
        for (int i = lineStart; i < lineEnd; i++) {
            if (text[i] == ':') {
                return i;
            }
        }
        return -1;
    }

    private void lineInBlock(String label, int beginLine) {
        if (!nextLine()) {
            throw fault("the text ends within the block that begins on line " + beginLine + " (" + label + "): no END line");
        }
        if (lineBegins(BEGIN)) {
            throw fault("a BEGIN line within the block that begins on line " + beginLine + " (" + label + ")");
        }
    }

    private byte base64Character(byte c) {
        if (c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '+' || c == '/' || c == '=') {
            return c;
        }
        throw fault("a character that is not Base64");
    }

    private byte[] decode(int length, String label, int beginLine) {
        byte[] exact = Arrays.copyOf(base64, length);
        try {
            return Base64.getDecoder().decode(exact);
        } catch (IllegalArgumentException malformed) {
            throw new CredentialsException(name + ", line " + beginLine + ": the Base64 of this block (" + label
                    + ") is incomplete or padded wrongly", malformed);
        } finally {
            Arrays.fill(exact, (byte) 0);
        }
    }

    private String label(String keyword) {
        String line = slice(lineStart, lineEnd);
        if (!line.endsWith(DASHES) || line.length() <= keyword.length() + DASHES.length()) {
            throw fault("a " + keyword.substring(DASHES.length()).strip() + " line without label or closing dashes");
        }
        return line.substring(keyword.length(), line.length() - DASHES.length());
    }

    /** Steps to the next line, without its surrounding blanks. */
    private boolean nextLine() {
        if (next == text.length) {
            return false;
        }
        lineNumber++;
        lineStart = next;
        while (next < text.length && text[next] != '\n' && text[next] != '\r') {
            next++;
        }
        lineEnd = next;
        if (next < text.length) {
            next += text[next] == '\r' && next + 1 < text.length && text[next + 1] == '\n' ? 2 : 1;
        }
        while (lineStart < lineEnd && isBlank(text[lineStart])) {
            lineStart++;
        }
        while (lineStart < lineEnd && isBlank(text[lineEnd - 1])) {
            lineEnd--;
        }
        return true;
    }

    private static boolean isBlank(byte c) {
        return c == ' ' || c == '\t';
    }

    private boolean lineBegins(String keyword) {
        if (lineEnd - lineStart < keyword.length()) {
            return false;
        }
        for (int i = 0; i < keyword.length(); i++) {
            if (text[lineStart + i] != keyword.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private String slice(int from, int to) {
        return new String(text, from, to - from, StandardCharsets.UTF_8);
    }

    private CredentialsException fault(String what) {
        return new CredentialsException(name + ", line " + lineNumber + ": " + what);
    }
}
