package io.puredtls.message;

import io.puredtls.wire.Bytes;
import java.util.List;

/**
 * Golden bytes, a field per line: the bytes, those of a length first, then, two spaces apart, the field's name. A
 * vector's line has its length alone; what is in it follows. A field without bytes is a dash.
 */
public record Golden(String text) {
    /** The bytes. */
    public Bytes bytes() {
        StringBuilder hex = new StringBuilder();
        lines().forEach(line -> hex.append(line.split("  ")[0].replaceAll("[ -]", "")));
        return Bytes.ofHex(hex.toString());
    }

    /** The fields' names in their order. */
    public List<String> names() {
        return lines().stream().map(line -> line.substring(line.lastIndexOf("  ") + 2)).toList();
    }

    private List<String> lines() {
        return text.lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
    }
}
