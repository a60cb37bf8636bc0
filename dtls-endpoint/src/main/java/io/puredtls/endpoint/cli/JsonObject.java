package io.puredtls.endpoint.cli;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** One JSON object on one line, its members in the order in which they are added [RFC8259]. Not thread-safe. */
final class JsonObject {
    private final StringBuilder text = new StringBuilder();

    /** An object whose first member says what event it is. */
    static JsonObject event(String name) {
        return new JsonObject().text("event", name);
    }

    JsonObject text(String name, String value) {
        return member(name, quoted(value));
    }

    /** A text, or null if there is none. */
    JsonObject text(String name, Optional<String> value) {
        return member(name, value.map(JsonObject::quoted).orElse("null"));
    }

    JsonObject number(String name, long value) {
        return member(name, Long.toString(value));
    }

    /** Nanoseconds as milliseconds with one decimal. */
    JsonObject millis(String name, long nanos) {
        return member(name, String.format(Locale.ROOT, "%.1f", nanos / 1e6));
    }

    JsonObject truth(String name, boolean value) {
        return member(name, Boolean.toString(value));
    }

    JsonObject object(String name, JsonObject value) {
        return member(name, value.toString());
    }

    JsonObject numbers(String name, List<Integer> values) {
        return member(name, "[" + String.join(",", values.stream().map(Object::toString).toList()) + "]");
    }

    JsonObject objects(String name, List<JsonObject> values) {
        return member(name, "[" + String.join(",", values.stream().map(JsonObject::toString).toList()) + "]");
    }

    private JsonObject member(String name, String json) {
        text.append(text.isEmpty() ? "" : ",").append(quoted(name)).append(':').append(json);
        return this;
    }

    /** [RFC8259 §7] Quotes, backslashes and control characters are escaped; halves of surrogate pairs too, as UTF-8 has none. */
    private static String quoted(String value) {
        StringBuilder json = new StringBuilder("\"");
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            boolean paired = Character.isHighSurrogate(c) && i + 1 < value.length() && Character.isLowSurrogate(value.charAt(i + 1));
            if (c == '"' || c == '\\') {
                json.append('\\').append(c);
            } else if (paired) {
                json.append(c).append(value.charAt(++i));
            } else if (Character.isISOControl(c) || Character.isSurrogate(c)) {
                json.append(escape(c));
            } else {
                json.append(c);
            }
        }
        return json.append('"').toString();
    }

    private static String escape(char c) {
        return switch (c) {
            case '\n' -> "\\n";
            case '\r' -> "\\r";
            case '\t' -> "\\t";
            default -> String.format("\\u%04x", (int) c);
        };
    }

    @Override
    public String toString() {
        return "{" + text + "}";
    }
}
