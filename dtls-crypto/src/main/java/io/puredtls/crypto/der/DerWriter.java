package io.puredtls.crypto.der;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.function.Consumer;

/**
 * Writes DER elements one after another. What it wrote may be a key: growing and {@link #close} wipe the buffer.
 * Not thread-safe.
 */
public final class DerWriter implements AutoCloseable {
    private static final DateTimeFormatter UTC_TIME = DateTimeFormatter.ofPattern("uuMMddHHmmss'Z'");
    private static final DateTimeFormatter GENERALIZED_TIME = DateTimeFormatter.ofPattern("uuuuMMddHHmmss'Z'");

    private byte[] buffer = new byte[256];
    private int length;

    /** Gives the bytes of what {@code content} writes; nothing else of it stays in memory. */
    public static byte[] encode(Consumer<DerWriter> content) {
        try (DerWriter out = new DerWriter()) {
            content.accept(out);
            return out.toByteArray();
        }
    }

    /** Gives a copy of what has been written. */
    public byte[] toByteArray() {
        return Arrays.copyOf(buffer, length);
    }

    /** A SEQUENCE of what {@code content} writes. */
    public DerWriter sequence(Consumer<DerWriter> content) {
        return constructed(DerTag.SEQUENCE, content);
    }

    /** A SET of the one element that {@code content} writes (more would need sorting). */
    public DerWriter setOfOne(Consumer<DerWriter> content) {
        return constructed(DerTag.SET, content);
    }

    /** An OCTET STRING that wraps the DER that {@code content} writes. */
    public DerWriter octetString(Consumer<DerWriter> content) {
        return constructed(DerTag.OCTET_STRING, content);
    }

    /** An element with {@code tag} whose content {@code content} writes. */
    public DerWriter constructed(int tag, Consumer<DerWriter> content) {
        append(tag);
        int start = length;
        content.accept(this);
        insertLength(start);
        return this;
    }

    /** BOOLEAN TRUE; FALSE is everywhere the default and so never written. [X.690 §11.1, §11.5] */
    public DerWriter booleanTrue() {
        return primitive(DerTag.BOOLEAN, new byte[] {(byte) 0xff});
    }

    /** An INTEGER. */
    public DerWriter integer(long value) {
        return integer(BigInteger.valueOf(value));
    }

    /** An INTEGER. */
    public DerWriter integer(BigInteger value) {
        return primitive(DerTag.INTEGER, value.toByteArray());
    }

    /** A NULL. */
    public DerWriter nullValue() {
        return primitive(DerTag.NULL, new byte[0]);
    }

    /** An OCTET STRING; {@code content} is lent. */
    public DerWriter octetString(byte[] content) {
        return primitive(DerTag.OCTET_STRING, content);
    }

    /** A BIT STRING of whole bytes; {@code content} is lent. */
    public DerWriter bitString(byte[] content) {
        return constructed(DerTag.BIT_STRING, out -> out.append(0).raw(content));
    }

    /** [X.690 §11.2.2] A BIT STRING of named bits, bit 0 the most significant, trailing zero bits left out. */
    public DerWriter namedBits(int... numbers) {
        int last = Arrays.stream(numbers).max().orElse(-1);
        byte[] content = new byte[1 + (last + 8) / 8];
        content[0] = (byte) (last < 0 ? 0 : 7 - last % 8);
        for (int number : numbers) {
            content[1 + number / 8] |= (byte) (0x80 >> number % 8);
        }
        return primitive(DerTag.BIT_STRING, content);
    }

    /** A UTF8String. */
    public DerWriter utf8String(String text) {
        return primitive(DerTag.UTF8_STRING, text.getBytes(StandardCharsets.UTF_8));
    }

    /** An OBJECT IDENTIFIER from its dotted form. */
    public DerWriter oid(String dotted) {
        String[] arcs = dotted.split("\\.");
        if (arcs.length < 2) {
            throw new IllegalArgumentException("an OBJECT IDENTIFIER has two arcs or more, this has not: " + dotted);
        }
        return constructed(DerTag.OID, out -> {
            out.arc(Math.addExact(Math.multiplyExact(Long.parseLong(arcs[0]), 40), Long.parseLong(arcs[1])));
            for (int i = 2; i < arcs.length; i++) {
                out.arc(Long.parseLong(arcs[i]));
            }
        });
    }

    private void arc(long value) {
        for (int shift = (63 - Long.numberOfLeadingZeros(value | 1)) / 7 * 7; shift > 0; shift -= 7) {
            append((int) (value >>> shift & 0x7f) | 0x80);
        }
        append((int) (value & 0x7f));
    }

    /** [RFC5280 §4.1.2.5] A Time in whole seconds: UTCTime through 2049, GeneralizedTime from 2050 on. */
    public DerWriter time(Instant instant) {
        ZonedDateTime utc = instant.atZone(ZoneOffset.UTC);
        if (utc.getYear() < 1950 || utc.getYear() > 9999) {
            throw new IllegalArgumentException("X.509 has no way to write the time " + instant);
        }
        return utc.getYear() < 2050
                ? primitive(DerTag.UTC_TIME, UTC_TIME.format(utc).getBytes(StandardCharsets.US_ASCII))
                : primitive(DerTag.GENERALIZED_TIME, GENERALIZED_TIME.format(utc).getBytes(StandardCharsets.US_ASCII));
    }

    /** An element with {@code tag} and {@code content}, which is lent. */
    public DerWriter primitive(int tag, byte[] content) {
        return constructed(tag, out -> out.raw(content));
    }

    /** Bytes that are DER already, lent. */
    public DerWriter raw(byte[] der) {
        reserve(der.length);
        System.arraycopy(der, 0, buffer, length, der.length);
        length += der.length;
        return this;
    }

    private DerWriter append(int octet) {
        reserve(1);
        buffer[length++] = (byte) octet;
        return this;
    }

    /** Moves the content written since {@code start} up and puts its length before it. */
    private void insertLength(int start) {
        int content = length - start;
        int octets = content < 0x80 ? 0 : (39 - Integer.numberOfLeadingZeros(content)) / 8;
        reserve(1 + octets);
        System.arraycopy(buffer, start, buffer, start + 1 + octets, content);
        length += 1 + octets;
        buffer[start] = (byte) (octets == 0 ? content : 0x80 | octets);
        for (int i = 0; i < octets; i++) {
            buffer[start + octets - i] = (byte) (content >>> 8 * i);
        }
    }

    private void reserve(int more) {
        if (more > buffer.length - length) {
            byte[] small = buffer;
            buffer = Arrays.copyOf(small, Math.max(2 * small.length, Math.addExact(length, more)));
            Arrays.fill(small, (byte) 0);
        }
    }

    /** Wipes what has been written. */
    @Override
    public void close() {
        Arrays.fill(buffer, (byte) 0);
        length = 0;
    }
}
