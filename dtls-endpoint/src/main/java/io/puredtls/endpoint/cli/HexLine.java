package io.puredtls.endpoint.cli;

import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One line of a text that holds datagrams, in one of the forms in which people write bytes. */
sealed interface HexLine {
    /** An empty line, or a comment: what stands before it does not go on behind it. */
    record Break() implements HexLine {
    }

    /** Bytes, which may be those of a whole datagram; {@code digits} is how many hexadecimal digits there were. */
    record Digits(byte[] bytes, int digits) implements HexLine {
    }

    /** A whole datagram, as in {@code datagram = 16fe…} and {@code c> 16fe…}; by whom, if the line says that. */
    record Named(byte[] bytes, Optional<String> from) implements HexLine {
    }

    /** Who sent the next datagrams, as in {@code from = client}. */
    record Sender(String name) implements HexLine {
    }

    /** A line of a dump, as {@code xxd} and {@code hexdump -C} write them, from {@code offset} on; without bytes it is their end. */
    record Dump(long offset, byte[] bytes) implements HexLine {
    }

    /** A name and a value that are no datagram. */
    record Remark() implements HexLine {
    }

    /** None of these. */
    record Fault(String what) implements HexLine {
    }

    /** {@code 00000010: 16fe fd00 …  text}: behind two spaces stands what the bytes look like. */
    Pattern XXD = Pattern.compile("([0-9a-fA-F]{8,16}): ((?:[0-9a-fA-F]{2})+(?: (?:[0-9a-fA-F]{2})+)*)(?:\\s{2}.*)?");
    /** {@code 00000010  16 fe fd 00 …  |text|}. */
    Pattern HEXDUMP = Pattern.compile("([0-9a-fA-F]{8})((?: {1,2}[0-9a-fA-F]{2})+)\\s*\\|.*\\|");
    Pattern NAMED = Pattern.compile("([A-Za-z][A-Za-z0-9_.-]*)\\s+=\\s+(.*)");
    Pattern SAID = Pattern.compile("(c|s|client|server)>\\s*(.*)");

    static HexLine of(String text) {
        String line = text.strip();
        if (line.isEmpty() || line.startsWith("#")) {
            return new Break();
        }
        Matcher dump = XXD.matcher(line);
        if (dump.matches() || (dump = HEXDUMP.matcher(line)).matches()) {
            HexLine bytes = digits(dump.group(2));
            return bytes instanceof Digits found ? new Dump(Long.parseUnsignedLong(dump.group(1), 16), found.bytes) : bytes;
        }
        Matcher said = SAID.matcher(line);
        if (said.matches()) {
            String from = said.group(1).startsWith("c") ? "client" : "server";
            return digits(said.group(2)) instanceof Digits found ? new Named(found.bytes, Optional.of(from)) : digits(said.group(2));
        }
        Matcher named = NAMED.matcher(line);
        return named.matches() ? named(named.group(1), named.group(2)) : digits(line);
    }

    private static HexLine named(String name, String value) {
        if (name.equals("from")) {
            return new Sender(value);
        }
        HexLine bytes = digits(value);
        if (name.equals("datagram")) {
            return bytes instanceof Digits found ? new Named(found.bytes, Optional.empty()) : bytes;
        }
        return bytes instanceof Digits found && Framing.beginsInTheClear(found.bytes) ? new Named(found.bytes, Optional.empty()) : new Remark();
    }

    /** Digits with spaces, colons, commas and {@code 0x} between them as one likes. */
    private static HexLine digits(String text) {
        String digits = text.replaceAll("(?<![0-9a-fA-F])0[xX]", "").replaceAll("[\\s:,]", "");
        for (int i = 0; i < digits.length(); i++) {
            if (!HexFormat.isHexDigit(digits.charAt(i))) {
                return new Fault("'" + digits.charAt(i) + "' is no hexadecimal digit");
            }
        }
        if (digits.isEmpty()) {
            return new Fault("there is no hexadecimal digit");
        }
        return digits.length() % 2 == 0 ? new Digits(HexFormat.of().parseHex(digits), digits.length())
                : new Fault("an odd number of hexadecimal digits, " + digits.length());
    }
}
