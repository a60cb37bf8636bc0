package io.puredtls.endpoint.explain;

import io.puredtls.endpoint.explain.Association.Flight;
import io.puredtls.endpoint.explain.Part.Layout;
import io.puredtls.endpoint.explain.Part.Working;
import io.puredtls.endpoint.explain.Told.Content;
import io.puredtls.endpoint.explain.Told.Protection;
import io.puredtls.wire.Bytes;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * An explanation as one page of HTML, which is well-formed XML, needs no other file and no script. A field that is pointed
 * at shows its bytes, and the other way round.
 */
public final class HtmlPage {
    private static final int LINE = 16; // bytes a line, as page.css has it
    private static final int SHORT = 32; // bytes that are repeated beside a field's name
    /** How often a working of one kind is unfolded; later ones say the same with other numbers. */
    private static final int UNFOLDED = 2;

    private final Glossary glossary = new Glossary();
    private final Markup html = new Markup();
    private final Map<String, Integer> shown = new HashMap<>(); // workings by their title
    private int fields; // of the layout that is being written
    private int mostFields;

    private HtmlPage() {
    }

    /** The page. */
    public static String of(Explanation explanation) {
        HtmlPage page = new HtmlPage();
        page.body(explanation);
        return page.document(explanation);
    }

    private String document(Explanation explanation) {
        return "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\"/>\n"
                + "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>\n<title>" + Markup.escaped(explanation.title())
                + "</title>\n<style>\n" + style() + "</style>\n</head>\n<body>\n" + html + "</body>\n</html>\n";
    }

    /** What page.css says, and a rule for each number that a field has in its layout. */
    private String style() {
        StringBuilder rules = new StringBuilder(resource("page.css"));
        for (int i = 0; i < mostFields; i++) {
            rules.append(String.format(".l:has(.r%1$d:is(:hover,:focus)) .b%1$d{background:var(--mark);color:var(--on-mark);--stripe:transparent}"
                    + ".l:has(.b%1$d:hover) .r%1$d{background:var(--row)}\n", i));
        }
        return rules.toString();
    }

    private static String resource(String name) {
        try (InputStream in = HtmlPage.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private void body(Explanation explanation) {
        html.open("header", "").element("h1", "", explanation.title());
        glossary.first("page").ifPresent(sentence -> html.element("p", "lead", sentence));
        html.element("p", "hint", "Point at a field to see its bytes, or at bytes to see their field; a click keeps the field marked.");
        explanation.remarks().forEach(remark -> html.element("p", "remark", remark));
        html.close("header").open("main", "");
        explanation.associations().forEach(this::association);
        html.close("main");
    }

    private void association(Association association) {
        html.open("section", "association").element("h2", "", association.title()).open("dl", "facts");
        association.facts().forEach(fact -> html.open("div", "").element("dt", "", fact.name()).element("dd", "", fact.text()).close("div"));
        html.close("dl");
        ladder(association);
        association.flights().forEach(this::flight);
        html.close("section");
    }

    private void ladder(Association association) {
        html.open("nav", "ladder").element("span", "end", "client").element("span", "end right", "server").open("ol", "rungs");
        for (Flight flight : association.flights()) {
            html.open("li", "flight " + flight.from()).element("span", "which", "flight " + flight.number()).open("ol", "");
            for (Told told : flight.datagrams()) {
                html.open("li", "rung").link("#d" + told.number(), "arrow");
                html.element("span", "number", Integer.toString(told.number()));
                told.contents().forEach(content -> html.element("span", chip(content.protection()), content.words()));
                html.element("span", "size", told.length() + " B").close("a").close("li");
            }
            html.close("ol").close("li");
        }
        html.close("ol").open("p", "legend");
        association.datagrams().flatMap(told -> told.contents().stream()).map(Content::protection).distinct().sorted()
                .forEach(protection -> html.element("span", chip(protection), protection.toString()));
        html.close("p").close("nav");
    }

    private static String chip(Protection protection) {
        return "chip " + protection.name().toLowerCase(Locale.ROOT);
    }

    private void flight(Flight flight) {
        html.open("section", "flight " + flight.from());
        html.element("h3", "", "Flight " + flight.number() + " · " + flight.from() + " → " + flight.from().peer());
        flight.datagrams().forEach(this::datagram);
        html.close("section");
    }

    private void datagram(Told told) {
        html.open("article", "datagram " + told.from(), "d" + told.number()).open("h4", "");
        html.element("span", "number", Integer.toString(told.number()));
        told.contents().forEach(content -> html.element("span", chip(content.protection()), content.words()));
        html.element("span", "size", Words.count(told.length(), "byte")).close("h4");
        for (Part part : told.parts()) {
            if (part instanceof Layout layout) {
                layout(layout);
            } else if (part instanceof Working working) {
                working(working);
            }
        }
        html.close("article");
    }

    private void layout(Layout layout) {
        html.fold("part " + layout.kind().toString().toLowerCase(Locale.ROOT), layout.title(), true).open("div", "l");
        html.open("div", "hex").open("pre", "gutter");
        StringBuilder offsets = new StringBuilder();
        for (int at = 0; at < layout.bytes().length(); at += LINE) {
            offsets.append(layout.base() + at).append('\n');
        }
        html.text(offsets.toString()).close("pre").open("p", "bytes");
        fields = 0;
        layout.fields().forEach(field -> bytes(field, layout));
        html.close("p").close("div").open("div", "rows");
        mostFields = Math.max(mostFields, fields);
        fields = 0;
        layout.fields().forEach(field -> row(field, layout, 0));
        html.close("div").close("div").close("details");
    }

    private void bytes(Field field, Layout layout) {
        html.open("span", (field.isLeaf() ? "leaf " : "") + "b" + fields++);
        if (field.isLeaf()) {
            html.text(hex(layout.bytes().slice(field.offset() - layout.base(), field.length())));
        }
        boolean first = true;
        for (Field part : field.parts()) {
            html.text(first ? "" : " ");
            first = false;
            bytes(part, layout);
        }
        html.close("span");
        if (layout.fields().contains(field)) {
            html.text(" ");
        }
    }

    private static String hex(Bytes bytes) {
        StringBuilder text = new StringBuilder(3 * bytes.length());
        for (int i = 0; i < bytes.length(); i++) {
            text.append(i == 0 ? "" : " ").append(String.format("%02x", bytes.at(i)));
        }
        return text.toString();
    }

    private void row(Field field, Layout layout, int depth) {
        Optional<String> sentence = Glossary.sentence(field.key());
        html.row("row r" + fields++ + (field.isLeaf() ? "" : " group"), depth, sentence);
        html.element("span", "at", Integer.toString(field.offset())).element("span", "name", field.name());
        if (field.isLeaf() && field.length() <= SHORT) {
            html.element("code", "value", hex(layout.bytes().slice(field.offset() - layout.base(), field.length())));
        }
        if (!field.meaning().isEmpty()) {
            html.element("span", "meaning", field.meaning());
        }
        field.fault().ifPresent(fault -> html.element("span", "fault", fault));
        glossary.first(field.key()).ifPresent(text -> html.element("span", "sentence", text));
        html.close("div");
        field.parts().forEach(part -> row(part, layout, depth + 1));
    }

    private void working(Working working) {
        String kind = working.title().startsWith("The transcript after") ? "transcript" : "working";
        boolean open = kind.equals("transcript") || shown.merge(working.title(), 1, Integer::sum) <= UNFOLDED;
        html.fold("part " + kind, working.title(), open);
        html.open("div", "steps");
        working.steps().forEach(this::step);
        html.close("div").close("details");
    }

    private void step(Derivation step) {
        html.open("div", "step").open("p", "head").element("span", "name", step.name()).element("span", "clause", step.clause()).close("p");
        glossary.first(step.key()).ifPresent(text -> html.element("p", "sentence", text));
        if (!step.formula().isEmpty()) {
            html.element("code", "formula", step.formula());
        }
        if (!step.inputs().isEmpty()) {
            html.open("dl", "inputs");
            step.inputs().forEach(this::input);
            html.close("dl");
        }
        step.output().ifPresent(output -> html.element("code", "output", hex(output)));
        if (!step.remark().isEmpty()) {
            html.element("p", "remark", step.remark());
        }
        html.close("div");
    }

    private void input(Value input) {
        html.element("dt", "", input.name()).open("dd", "");
        input.bytes().ifPresent(bytes -> html.element("code", "", bytes.isEmpty() ? "(empty)" : hex(bytes)));
        if (!input.text().isEmpty()) {
            html.element("span", "words", input.text());
        }
        html.close("dd");
    }
}
