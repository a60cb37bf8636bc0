package io.puredtls.endpoint.explain;

import java.util.Optional;

/** Elements of HTML that are well-formed XML too. Whatever text comes in is escaped. */
final class Markup {
    private final StringBuilder text = new StringBuilder();

    static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\"", "&quot;");
    }

    Markup open(String element, String kind) {
        text.append('<').append(element);
        attribute("class", kind);
        text.append('>');
        return this;
    }

    Markup open(String element, String kind, String id) {
        text.append('<').append(element);
        attribute("id", id);
        attribute("class", kind);
        text.append('>');
        return this;
    }

    private void attribute(String name, String value) {
        if (!value.isEmpty()) {
            text.append(' ').append(name).append("=\"").append(escaped(value)).append('"');
        }
    }

    Markup close(String element) {
        text.append("</").append(element).append('>');
        if (!element.equals("span") && !element.equals("a")) {
            text.append('\n');
        }
        return this;
    }

    /** An element with text in it. */
    Markup element(String element, String kind, String content) {
        open(element, kind).text(content);
        text.append("</").append(element).append('>');
        return this;
    }

    Markup text(String content) {
        text.append(escaped(content));
        return this;
    }

    /** A link within the page. */
    Markup link(String target, String kind) {
        text.append("<a");
        attribute("href", target);
        attribute("class", kind);
        text.append('>');
        return this;
    }

    /** Something that can be folded, up to the end of {@code details}. */
    Markup fold(String kind, String title, boolean open) {
        text.append("<details");
        attribute("class", kind);
        attribute("open", open ? "open" : "");
        text.append('>');
        return element("summary", "", title);
    }

    /** A row that can be marked, up to the end of {@code div}. */
    Markup row(String kind, int depth, Optional<String> hint) {
        text.append("<div");
        attribute("class", kind);
        attribute("style", "--d:" + depth);
        attribute("tabindex", "0");
        attribute("title", hint.orElse(""));
        text.append('>');
        return this;
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
