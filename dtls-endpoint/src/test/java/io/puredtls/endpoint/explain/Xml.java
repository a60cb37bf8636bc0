package io.puredtls.endpoint.explain;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Reads XML as strictly as XML wants to be read, as far as pages use it: a document type, elements, attributes, text and the
 * predefined entities. The module reads java.base alone, which has no parser.
 */
final class Xml {
    private static final Pattern DOCTYPE = Pattern.compile("<!DOCTYPE html>\\s*");
    private static final Pattern OPEN = Pattern.compile("<([a-z][a-z0-9]*)((?:\\s+[a-z][a-z-]*=\"[^\"<]*\")*)\\s*(/?)>");
    private static final Pattern ATTRIBUTE = Pattern.compile("([a-z][a-z-]*)=\"([^\"<]*)\"");
    private static final Pattern CLOSE = Pattern.compile("</([a-z][a-z0-9]*)>");
    private static final Pattern TEXT = Pattern.compile("[^<]+");
    private static final Pattern STRAY = Pattern.compile("&(?!(?:amp|lt|gt|quot);)|]]>|[\\x00-\\x08\\x0B\\x0C\\x0E-\\x1F\\uFFFE\\uFFFF]");

    private final String text;
    private int at;

    private Xml(String text) {
        this.text = text;
    }

    /** An element; {@code text} is all of the text in it. */
    record Element(String name, Map<String, String> attributes, List<Element> children, String text) {
        Stream<Element> all() {
            return Stream.concat(Stream.of(this), children.stream().flatMap(Element::all));
        }

        Stream<Element> named(String wanted) {
            return all().filter(each -> each.name.equals(wanted));
        }

        String attribute(String wanted) {
            return attributes.getOrDefault(wanted, "");
        }
    }

    /** The root of a document. */
    static Element parse(String document) {
        Xml xml = new Xml(document);
        xml.expect(DOCTYPE, "a document type");
        Element root = xml.element();
        if (!document.substring(xml.at).isBlank()) {
            throw xml.fault("something behind the root");
        }
        return root;
    }

    private Element element() {
        Matcher open = expect(OPEN, "an element");
        Map<String, String> attributes = new LinkedHashMap<>();
        Matcher attribute = ATTRIBUTE.matcher(open.group(2));
        while (attribute.find()) {
            if (attributes.put(attribute.group(1), plain(attribute.group(2))) != null) {
                throw fault("the attribute " + attribute.group(1) + " twice");
            }
        }
        List<Element> children = new ArrayList<>();
        StringBuilder content = new StringBuilder();
        while (open.group(3).isEmpty() && !text.startsWith("</", at)) {
            if (text.startsWith("<", at)) {
                Element child = element();
                children.add(child);
                content.append(child.text);
            } else {
                content.append(plain(expect(TEXT, "text or the end of " + open.group(1)).group()));
            }
        }
        if (open.group(3).isEmpty() && !expect(CLOSE, "an end").group(1).equals(open.group(1))) {
            throw fault("another end than that of " + open.group(1));
        }
        return new Element(open.group(1), attributes, children, content.toString());
    }

    private String plain(String escaped) {
        if (STRAY.matcher(escaped).find()) {
            throw fault("what must be escaped in " + escaped);
        }
        return escaped.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&");
    }

    private Matcher expect(Pattern pattern, String what) {
        Matcher matcher = pattern.matcher(text).region(at, text.length());
        if (!matcher.lookingAt()) {
            throw fault("not " + what);
        }
        at = matcher.end();
        return matcher;
    }

    private IllegalStateException fault(String what) {
        return new IllegalStateException(what + " at " + at + ": " + text.substring(Math.max(0, at - 60), Math.min(text.length(), at + 60)));
    }
}
