package io.puredtls.endpoint.explain;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What a vector's elements are called that consist of several fields: readers tell of the fields alone. */
final class Structures {
    /** By the vector's name: the elements' name, and the field that each begins with. */
    private static final Map<String, Element> ELEMENTS = Map.of(
            "extensions", new Element("Extension", "extension_type"),
            "client_shares", new Element("KeyShareEntry", "group"),
            "identities", new Element("PskIdentity", "length of identity"),
            "certificate_list", new Element("CertificateEntry", "length of cert_data"),
            "server_name_list", new Element("ServerName", "name_type"),
            "record_numbers", new Element("RecordNumber", "epoch"));

    private Structures() {
    }

    private record Element(String name, String first) {
    }

    /** The parts of the vector {@code name}, those of one element put together. */
    static List<Field> grouped(String name, List<Field> parts) {
        Element element = ELEMENTS.get(name);
        if (element == null) {
            return parts;
        }
        List<Field> grouped = new ArrayList<>();
        List<Field> current = new ArrayList<>();
        for (Field part : parts) {
            if (part.name().equals(element.first)) {
                flush(element, current, grouped);
            }
            if (current.isEmpty() && !part.name().equals(element.first)) {
                grouped.add(part); // the vector's length
            } else {
                current.add(part);
            }
        }
        flush(element, current, grouped);
        return grouped;
    }

    private static void flush(Element element, List<Field> current, List<Field> grouped) {
        if (!current.isEmpty()) {
            boolean isExtension = element.name.equals("Extension");
            String what = isExtension ? current.get(0).meaning() : "";
            List<Field> parts = isExtension ? withoutShell(current) : current;
            grouped.add(Field.of(element.name, isExtension ? "extension " + what : element.name, what, parts));
            current.clear();
        }
    }

    /** extension_data is a shell around what an extension consists of. */
    private static List<Field> withoutShell(List<Field> parts) {
        return parts.stream().flatMap(part -> part.isLeaf() ? Stream.of(part) : part.parts().stream()).toList();
    }
}
