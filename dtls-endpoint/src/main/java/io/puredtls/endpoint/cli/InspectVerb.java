package io.puredtls.endpoint.cli;

import io.puredtls.endpoint.cli.DatagramSource.Datagram;
import io.puredtls.endpoint.cli.DatagramSource.Item;
import io.puredtls.endpoint.cli.DatagramSource.NotHex;
import io.puredtls.endpoint.cli.OptionTable.Section;
import io.puredtls.endpoint.text.FileFault;
import java.io.IOException;
import java.nio.file.Files;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/** {@code inspect}: what is in datagrams, as far as one can see without keys. */
final class InspectVerb implements Verb {
    private static final String FILE = "FILE";
    private static final OptionTable TABLE = new OptionTable("inspect", List.of("[" + FILE + "]"), List.of(
            Section.of("What is told", OutputOptions.JSON, OptionTable.HELP)));

    @Override
    public String summary() {
        return "decode datagrams from FILE or standard input, without keys";
    }

    @Override
    public String description() {
        return "Decodes DTLS 1.2 datagrams from FILE or standard input: records, handshake fragments, and every field of whole plaintext "
                + "messages. The input is hexadecimal, one datagram a line, spaces and colons as you like, or one binary datagram. "
                + "What is malformed is shown as such, and the next datagram follows.";
    }

    @Override
    public OptionTable options() {
        return TABLE;
    }

    @Override
    public int run(Arguments given, Surroundings surroundings) throws UsageException {
        LineWriter out = LineWriter.to(surroundings.out());
        int number = 0;
        for (Item item : DatagramSource.in(content(given, surroundings))) {
            number++;
            out.line(given.has(OutputOptions.JSON) ? json(item, number).toString() : words(item, number));
        }
        return ExitStatus.OK;
    }

    private static byte[] content(Arguments given, Surroundings surroundings) throws UsageException {
        Optional<String> name = given.operands().stream().findFirst().filter(file -> !file.equals("-"));
        try {
            if (name.isEmpty()) {
                return surroundings.in().readAllBytes();
            }
            return Files.readAllBytes(Arguments.existingFile(Option.value(FILE, FILE, "", ""), name.get()));
        } catch (IOException unreadable) {
            throw new UsageException(FILE + " " + name.orElse("-") + ": it cannot be read: " + FileFault.of(unreadable));
        }
    }

    private static String words(Item item, int number) {
        if (item instanceof NotHex not) {
            return "datagram " + number + ": malformed: line " + not.line() + " is not hexadecimal: " + PeerText.shown(not.fault()) + "\n";
        }
        byte[] bytes = ((Datagram) item).bytes();
        return "datagram " + number + ", " + bytes.length + (bytes.length == 1 ? " byte\n" : " bytes\n")
                + new FieldListing(bytes).of(DatagramReader.read(bytes));
    }

    private static JsonObject json(Item item, int number) {
        JsonObject event = JsonObject.event("datagram").number("number", number);
        if (item instanceof NotHex not) {
            return event.number("bytes", 0).text("malformed", "line " + not.line() + " is not hexadecimal: " + not.fault())
                    .objects("fields", List.of());
        }
        byte[] bytes = ((Datagram) item).bytes();
        List<Field> fields = DatagramReader.read(bytes);
        return event.number("bytes", bytes.length)
                .text("malformed", fields.stream().flatMap(Field::faults).findFirst())
                .objects("fields", fields.stream().map(field -> json(field, bytes)).toList());
    }

    private static JsonObject json(Field field, byte[] bytes) {
        JsonObject json = new JsonObject().text("name", field.name()).number("offset", field.offset()).number("length", field.length());
        if (field.parts().isEmpty()) {
            json.text("hex", HexFormat.of().formatHex(bytes, field.offset(), field.offset() + field.length()));
        }
        if (!field.meaning().isEmpty()) {
            json.text("meaning", field.meaning());
        }
        field.fault().ifPresent(fault -> json.text("malformed", fault));
        if (!field.parts().isEmpty()) {
            json.objects("parts", field.parts().stream().map(part -> json(part, bytes)).toList());
        }
        return json;
    }
}
