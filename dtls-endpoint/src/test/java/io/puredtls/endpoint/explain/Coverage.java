package io.puredtls.endpoint.explain;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.puredtls.endpoint.explain.Part.Kind;
import io.puredtls.endpoint.explain.Part.Layout;
import io.puredtls.wire.Bytes;
import java.util.List;
import java.util.stream.Stream;

/** Whether every byte is in one leaf field, no less and no more. */
final class Coverage {
    private Coverage() {
    }

    static void check(Explanation explanation, List<Bytes> datagrams) {
        List<Told> told = explanation.associations().stream().flatMap(Association::datagrams).toList();
        assertEquals(datagrams.size(), told.size());
        for (int i = 0; i < told.size(); i++) {
            assertEquals(i + 1, told.get(i).number());
            checkDatagram(told.get(i), datagrams.get(i));
        }
    }

    private static void checkDatagram(Told told, Bytes datagram) {
        assertEquals(datagram.length(), told.length());
        int at = 0;
        for (Layout layout : layouts(told).toList()) {
            checkLayout(layout);
            if (layout.kind() == Kind.RECORD) {
                assertEquals(at, layout.base(), "where a record of datagram " + told.number() + " begins");
                assertEquals(datagram.slice(at, layout.bytes().length()), layout.bytes());
                at += layout.bytes().length();
            }
        }
        assertEquals(datagram.length(), at, "the records of datagram " + told.number());
    }

    static Stream<Layout> layouts(Told told) {
        return told.parts().stream().filter(Layout.class::isInstance).map(Layout.class::cast);
    }

    private static void checkLayout(Layout layout) {
        int at = layout.base();
        for (Field field : layout.fields()) {
            assertEquals(at, field.offset(), () -> field.toString());
            checkParts(field);
            at = field.end();
        }
        assertEquals(layout.base() + layout.bytes().length(), at, layout.title());
    }

    private static void checkParts(Field field) {
        assertEquals(true, field.length() > 0, () -> "an empty field " + field.name());
        if (field.isLeaf()) {
            return;
        }
        int at = field.offset();
        for (Field part : field.parts()) {
            assertEquals(at, part.offset(), () -> part + " in " + field);
            checkParts(part);
            at = part.end();
        }
        assertEquals(field.end(), at, field::toString);
    }
}
