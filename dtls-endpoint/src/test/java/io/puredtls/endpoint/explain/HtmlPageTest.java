package io.puredtls.endpoint.explain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.puredtls.endpoint.explain.LiveHandshake.Extra;
import io.puredtls.record.ProtocolVersion;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class HtmlPageTest {
    static Stream<Explanation> explanations() throws Exception {
        Capture all = LiveHandshake.run(new LiveHandshake.Options(
                ProtocolVersion.DTLS_1_3, List.of(), List.of(), EnumSet.allOf(Extra.class), 1));
        return Stream.of(Explainer.explain("1.3 <&> \"all\"", all, Secrets.NONE), Captures.explain("wolfssl-dtls13/pha.txt"),
                Captures.explain("openssl-dtls12-handshake/rsa-p256.txt"), Explainer.explain("closed", Captures.read("pion-dtls13/cid.txt"), Secrets.NONE));
    }

    @ParameterizedTest
    @MethodSource("explanations")
    void the_page_is_well_formed_and_its_links_lead_somewhere(Explanation explanation) {
        Xml.Element page = Xml.parse(HtmlPage.of(explanation));
        Set<String> ids = new HashSet<>();
        page.all().map(each -> each.attribute("id")).filter(id -> !id.isEmpty()).forEach(id -> assertTrue(ids.add(id), () -> id + " is there twice"));
        page.all().map(each -> each.attribute("href")).filter(href -> !href.isEmpty())
                .forEach(href -> assertTrue(href.startsWith("#") && ids.contains(href.substring(1)), href));
        assertEquals(explanation.title(), page.named("h1").findFirst().orElseThrow().text());
        assertEquals(explanation.associations().stream().flatMap(Association::datagrams).count(), page.named("article").count());
    }

    @ParameterizedTest
    @MethodSource("explanations")
    void the_page_needs_nothing_else_and_runs_nothing(Explanation explanation) {
        String page = HtmlPage.of(explanation).toLowerCase(Locale.ROOT);
        for (String reference : List.of("http:", "https:", "//", " src=", "url(", "@import", "<link", "<script", "<img", "<iframe", "javascript:")) {
            assertFalse(page.contains(reference), reference);
        }
    }

    /** Field and bytes find each other by a number, which must be the same in both trees. */
    @ParameterizedTest
    @MethodSource("explanations")
    void every_row_has_its_bytes(Explanation explanation) {
        List<Xml.Element> layouts = Xml.parse(HtmlPage.of(explanation)).all().filter(each -> each.attribute("class").equals("l")).toList();
        assertFalse(layouts.isEmpty());
        for (Xml.Element layout : layouts) {
            List<String> bytes = layout.named("p").findFirst().orElseThrow().named("span").map(each -> each.attribute("class")).toList();
            List<String> rows = layout.named("div").map(each -> each.attribute("class")).filter(kind -> kind.startsWith("row ")).toList();
            assertEquals(rows.size(), bytes.size());
            for (int i = 0; i < rows.size(); i++) {
                boolean leaf = bytes.get(i).equals("leaf b" + i);
                assertTrue(leaf || bytes.get(i).equals("b" + i), bytes.get(i));
                assertEquals("row r" + i + (leaf ? "" : " group"), rows.get(i));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("explanations")
    void every_byte_of_every_datagram_stands_there(Explanation explanation) throws Exception {
        Xml.Element page = Xml.parse(HtmlPage.of(explanation));
        List<Told> told = explanation.associations().stream().flatMap(Association::datagrams).toList();
        List<Xml.Element> articles = page.named("article").toList();
        for (int i = 0; i < told.size(); i++) {
            int bytes = articles.get(i).named("details").filter(part -> part.attribute("class").equals("part record"))
                    .flatMap(part -> part.all().filter(each -> each.attribute("class").equals("bytes")))
                    .mapToInt(each -> each.text().strip().split("\\s+").length).sum();
            assertEquals(told.get(i).length(), bytes, "datagram " + (i + 1));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"<p>", "<p></q>", "<p a=\"1\" a=\"2\"/>", "<p>&nbsp;</p>", "<p a=b/>", "<p><br></p>", "<p/>x", "x"})
    void what_is_not_well_formed_is_noticed(String document) {
        assertThrows(IllegalStateException.class, () -> Xml.parse("<!DOCTYPE html>" + document));
    }
}
