package io.puredtls.endpoint.cli;

import io.puredtls.endpoint.cli.DatagramSource.Datagram;
import io.puredtls.endpoint.cli.DatagramSource.Item;
import io.puredtls.endpoint.cli.DatagramSource.NotHex;
import io.puredtls.endpoint.cli.MessageAssembly.Whole;
import io.puredtls.endpoint.cli.OptionTable.Section;
import io.puredtls.endpoint.explain.CaptureFile;
import io.puredtls.endpoint.text.CountText;
import io.puredtls.endpoint.text.FileFault;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/** {@code inspect}: what is in datagrams, as far as one can see without keys. */
final class InspectVerb implements Verb {
    private static final String FILE = "FILE";
    private static final int LONGEST = 1 << 26; // bytes of input
    private static final OptionTable TABLE = new OptionTable("inspect", List.of("[" + FILE + "]"), List.of(
            Section.of("What is told", OutputOptions.JSON, OptionTable.HELP)));

    @Override
    public String summary() {
        return "decode datagrams from FILE or standard input, without keys";
    }

    @Override
    public String description() {
        return "Decodes DTLS 1.2 and 1.3 datagrams from FILE or standard input: records, handshake fragments, and every field of "
                + "plaintext messages, put together if they came in parts; what is encrypted is shown as it is. The input is one binary "
                + "datagram, or text: hexadecimal digits, one datagram a line (0x, spaces, colons and commas as you like), lines as "
                + "xxd, xxd -p and hexdump -C write them, or lines such as 'datagram = 16fefd…', 'c> 16fefd…' and 's> 16fefd…'. What "
                + "is malformed is shown as such, and the next datagram follows. Exit status: 0 something was decoded, 2 nothing was.";
    }

    @Override
    public OptionTable options() {
        return TABLE;
    }

    @Override
    public int run(Arguments given, Surroundings surroundings) throws UsageException {
        boolean json = given.has(OutputOptions.JSON);
        Dissection dissection = new Dissection();
        List<String> told = new ArrayList<>();
        List<String> faults = new ArrayList<>();
        boolean decoded = false;
        int number = 0;
        for (Item item : DatagramSource.in(content(given, surroundings))) {
            number++;
            if (item instanceof Datagram datagram) {
                Dissection.Read read = dissection.read(datagram, number);
                decoded |= read.isDtls();
                read.fields().stream().flatMap(Field::faults).findFirst().ifPresent(faults::add);
                told.add(json ? json(datagram, read) : words(datagram, read));
                read.completed().forEach(whole -> told.add(json ? json(whole, dissection) : words(whole, dissection)));
            } else if (item instanceof NotHex not) {
                faults.add("line " + not.line() + " is not hexadecimal: " + not.fault());
                told.add(notHex(number, faults.get(faults.size() - 1), json));
            }
        }
        if (!decoded) {
            throw new UsageException(FILE + " " + given.operands().stream().findFirst().orElse("-") + ": there is no DTLS datagram in it"
                    + faults.stream().findFirst().map(first -> ": " + first).orElse(""));
        }
        told.forEach(LineWriter.to(surroundings.out())::line);
        return ExitStatus.OK;
    }

    private static String notHex(int number, String what, boolean json) {
        return json ? event(number, 0, Optional.of(what)).objects("fields", List.of()).toString()
                : "datagram " + number + ": malformed: " + PeerText.shown(what) + "\n";
    }

    private static byte[] content(Arguments given, Surroundings surroundings) throws UsageException {
        Optional<String> name = given.operands().stream().findFirst().filter(file -> !file.equals("-"));
        try (InputStream in = name.isEmpty() ? surroundings.in()
                : Files.newInputStream(Arguments.existingFile(Option.value(FILE, FILE, "", ""), name.get()))) {
            byte[] content = in.readNBytes(LONGEST + 1);
            if (CaptureFile.isOfPackets(content)) {
                throw new UsageException(FILE + " " + name.orElse("-") + ": that is a file of captured packets, which explain --capture reads");
            }
            if (content.length > LONGEST || content.length > DatagramSource.LARGEST && !DatagramSource.isText(content)) {
                throw new UsageException(FILE + " " + name.orElse("-") + ": that is more than "
                        + (content.length > LONGEST ? "is read here, " + LONGEST + " bytes" : "a datagram has, and it is no text"));
            }
            return content;
        } catch (IOException unreadable) {
            throw new UsageException(FILE + " " + name.orElse("-") + ": it cannot be read: " + FileFault.of(unreadable));
        }
    }

    private static String words(Datagram datagram, Dissection.Read read) {
        return "datagram " + read.number() + ", " + CountText.bytes(datagram.bytes().length)
                + datagram.from().map(name -> ", from the " + PeerText.shown(name)).orElse("") + "\n"
                + new FieldListing(datagram.bytes()).of(read.fields());
    }

    private static String words(Whole whole, Dissection dissection) {
        Field message = message(whole, dissection);
        return message.name() + ", message_seq " + whole.messageSeq() + ", " + CountText.bytes(whole.body().length) + ", from datagrams "
                + String.join(", ", whole.datagrams().stream().map(Object::toString).toList()) + "\n"
                + new FieldListing(whole.body()).of(List.of(message));
    }

    private static Field message(Whole whole, Dissection dissection) {
        return dissection.message(whole.type(), whole.body(), 0, whole.body().length);
    }

    private static JsonObject event(int number, int bytes, Optional<String> malformed) {
        return JsonObject.event("datagram").number("number", number).number("bytes", bytes).text("malformed", malformed);
    }

    private static String json(Datagram datagram, Dissection.Read read) {
        byte[] bytes = datagram.bytes();
        JsonObject event = event(read.number(), bytes.length, read.fields().stream().flatMap(Field::faults).findFirst());
        datagram.from().ifPresent(name -> event.text("from", name));
        return event.objects("fields", read.fields().stream().map(field -> json(field, bytes)).toList()).toString();
    }

    private static String json(Whole whole, Dissection dissection) {
        Field message = message(whole, dissection);
        return JsonObject.event("handshake_message").text("type", message.name()).number("message_seq", whole.messageSeq())
                .number("bytes", whole.body().length).numbers("datagrams", whole.datagrams())
                .text("malformed", message.faults().findFirst()).objects("fields", List.of(json(message, whole.body()))).toString();
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
