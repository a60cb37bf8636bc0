package io.puredtls.endpoint.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class JsonObjectTest {
    @Property
    void any_text_survives_and_stays_on_one_line(@ForAll String name, @ForAll String value) {
        String json = new JsonObject().text(name, value).toString();
        assertEquals(value, Json.object(json).get(name));
        assertTrue(json.chars().noneMatch(c -> c < ' '));
        assertEquals(json, new String(json.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8), "UTF-8 can say it");
    }

    @Test
    void members_come_in_the_order_in_which_they_were_added() {
        JsonObject json = JsonObject.event("x").number("n", -7).truth("t", true).millis("ms", 12_345_678)
                .text("none", Optional.empty()).object("o", new JsonObject()).objects("l", List.of(new JsonObject().number("a", 1)));
        assertEquals("{\"event\":\"x\",\"n\":-7,\"t\":true,\"ms\":12.3,\"none\":null,\"o\":{},\"l\":[{\"a\":1}]}", json.toString());
    }

    @Test
    void control_characters_are_escaped() {
        assertEquals("{\"a\":\"\\\"\\\\\\n\\r\\t\\u0000\\u001b\"}", new JsonObject().text("a", "\"\\\n\r\t\0\u001b").toString());
    }
}
