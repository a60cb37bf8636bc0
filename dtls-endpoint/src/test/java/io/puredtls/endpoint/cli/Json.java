package io.puredtls.endpoint.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads one JSON text [RFC8259], strictly: objects as maps, arrays as lists, whole numbers as Long, others as Double. */
final class Json {
    private final String text;
    private int at;

    private Json(String text) {
        this.text = text;
    }

    @SuppressWarnings("unchecked")
    static Map<String, Object> object(String text) {
        Json json = new Json(text);
        Object value = json.value();
        if (json.at != text.length() || !(value instanceof Map)) {
            throw json.fault("an object was expected, and nothing after it");
        }
        return (Map<String, Object>) value;
    }

    private IllegalArgumentException fault(String what) {
        return new IllegalArgumentException(what + " at " + at + " of " + text);
    }

    private Object value() {
        char c = peek();
        if (c == '{') {
            return members();
        } else if (c == '[') {
            return elements();
        } else if (c == '"') {
            return string();
        }
        int start = at;
        while (at < text.length() && ",]}".indexOf(text.charAt(at)) < 0) {
            at++;
        }
        String word = text.substring(start, at);
        if (word.equals("null")) {
            return null;
        } else if (word.equals("true") || word.equals("false")) {
            return word.equals("true");
        } else if (word.matches("-?(0|[1-9][0-9]*)")) {
            return Long.valueOf(word);
        } else if (word.matches("-?(0|[1-9][0-9]*)\\.[0-9]+")) {
            return Double.valueOf(word);
        }
        throw fault("not a value: " + word);
    }

    private Map<String, Object> members() {
        Map<String, Object> members = new LinkedHashMap<>();
        expect('{');
        while (peek() != '}') {
            if (!members.isEmpty()) {
                expect(',');
            }
            String name = string();
            expect(':');
            if (members.containsKey(name)) {
                throw fault(name + " is there twice");
            }
            members.put(name, value());
        }
        expect('}');
        return members;
    }

    private List<Object> elements() {
        List<Object> elements = new ArrayList<>();
        expect('[');
        while (peek() != ']') {
            if (!elements.isEmpty()) {
                expect(',');
            }
            elements.add(value());
        }
        expect(']');
        return elements;
    }

    private String string() {
        expect('"');
        StringBuilder string = new StringBuilder();
        while (peek() != '"') {
            char c = text.charAt(at++);
            if (c < ' ') {
                throw fault("a control character in a string");
            }
            string.append(c == '\\' ? escaped() : c);
        }
        expect('"');
        return string.toString();
    }

    private char escaped() {
        char c = text.charAt(at++);
        return switch (c) {
            case '"', '\\', '/' -> c;
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> (char) Integer.parseInt(text.substring(at, at += 4), 16);
            default -> throw fault("not an escape: " + c);
        };
    }

    private char peek() {
        if (at >= text.length()) {
            throw fault("it ends too early");
        }
        return text.charAt(at);
    }

    private void expect(char c) {
        if (peek() != c) {
            throw fault(c + " was expected");
        }
        at++;
    }
}
