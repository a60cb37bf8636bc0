package io.puredtls.endpoint.explain;

import io.puredtls.engine.HelloGate;
import io.puredtls.wire.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Captures in files: pcapng, classic pcap, or text. Text has a datagram a line, as in {@code c> 16fefd…} and {@code s> 16fefd…},
 * or blocks of {@code from = client} and {@code datagram = 16fefd…}; empty lines and comments, which begin with #, are
 * passed over.
 */
public final class CaptureFile {
    private static final Map<String, Sender> SENDERS = Map.of("client", Sender.CLIENT, "server", Sender.SERVER);

    /** What people may take for a capture, by how it begins. */
    private static final Map<String, String> OTHERS = Map.of(
            "1f8b", "compressed by gzip; it has to be unpacked first",
            "28b52ffd", "compressed by Zstandard; it has to be unpacked first",
            "a1b2cd34", "a pcap file of a kind that is not read here; editcap -F pcapng turns it into one that is",
            "34cdb2a1", "a pcap file of a kind that is not read here; editcap -F pcapng turns it into one that is",
            "736e6f6f70000000", "a snoop file; editcap -F pcapng turns it into one that is read here");
    /** The longest file that is read, in bytes. */
    public static final long MAX_FILE = 1 << 26;
    /** Each byte of a datagram becomes a hundred of what is told. */
    private static final int MAX_BYTES = 1 << 20;
    private static final int MAX_DATAGRAMS = 4096;

    private CaptureFile() {
    }

    /**
     * Reads a file.
     *
     * @throws CaptureException if it is no capture, or there is no ClientHello in it
     */
    public static Capture read(byte[] content) throws CaptureException {
        Capture capture = PcapFile.isPcap(content) ? PcapFile.read(content) : PcapngFile.isPcapng(content) ? PcapngFile.read(content) : text(content);
        boolean hello = capture.packets().stream().anyMatch(packet -> packet.from() == Sender.CLIENT
                && HelloGate.peekRandom(packet.datagram().toArray(), 0, packet.datagram().length()).isPresent());
        if (!hello) {
            throw new CaptureException("there is no ClientHello of DTLS in it, with which a handshake begins");
        }
        return bounded(capture);
    }

    /** Whether it is a file of packets, pcap or pcapng, which no text and no datagram is. */
    public static boolean isOfPackets(byte[] content) {
        return PcapFile.isPcap(content) || PcapngFile.isPcapng(content);
    }

    /** The beginning, where the handshake is, of what is too much to be told byte by byte. */
    private static Capture bounded(Capture capture) {
        List<Packet> packets = capture.packets();
        int count = 0;
        int bytes = 0;
        while (count < packets.size() && count < MAX_DATAGRAMS && bytes + packets.get(count).datagram().length() <= MAX_BYTES) {
            bytes += packets.get(count).datagram().length();
            count++;
        }
        if (count == packets.size()) {
            return capture;
        }
        List<String> remarks = new ArrayList<>(capture.remarks());
        remarks.add("Told of are the first " + Words.count(count, "datagram") + "; " + (packets.size() - count) + " follow.");
        return new Capture(packets.subList(0, count), capture.secrets(), remarks);
    }

    private static Capture text(byte[] content) throws CaptureException {
        for (Map.Entry<String, String> other : OTHERS.entrySet()) {
            byte[] magic = HexFormat.of().parseHex(other.getKey());
            if (content.length >= magic.length && Arrays.equals(magic, Arrays.copyOf(content, magic.length))) {
                throw new CaptureException("that is " + other.getValue());
            }
        }
        for (byte each : content) {
            if (each < ' ' && each != '\t' && each != '\r' && each != '\n') {
                throw new CaptureException("that is neither a pcap or pcapng file nor text with datagrams in hexadecimal");
            }
        }
        List<Packet> packets = new ArrayList<>();
        Map<String, String> names = new HashMap<>();
        int number = 0;
        for (String line : new String(content, StandardCharsets.US_ASCII).split("\r\n|\r|\n")) {
            number++;
            String text = line.strip();
            if (!text.isEmpty() && !text.startsWith("#")) {
                line(text, number, names, packets);
            }
        }
        return new Capture(packets, secrets(names, packets), List.of());
    }

    private static void line(String text, int number, Map<String, String> names, List<Packet> packets) throws CaptureException {
        if (text.startsWith("c>") || text.startsWith("s>")) {
            packets.add(new Packet(text.startsWith("c") ? Sender.CLIENT : Sender.SERVER, hex(text.substring(2), number)));
            return;
        }
        int equals = text.indexOf('=');
        String name = text.substring(0, Math.max(equals, 0)).strip();
        if (!name.matches("[A-Za-z0-9_-]+")) {
            throw new CaptureException("line " + number + " is neither c> HEX, s> HEX, NAME = VALUE nor a comment");
        }
        String value = text.substring(equals + 1).strip();
        if (name.equals("datagram")) {
            if (!SENDERS.containsKey(names.getOrDefault("from", ""))) {
                throw new CaptureException("line " + number + ": nothing says who sent it; wanted is from = client or from = server before it");
            }
            packets.add(new Packet(SENDERS.get(names.get("from")), hex(value, number)));
        }
        names.put(name, value);
    }

    private static Bytes hex(String digits, int line) throws CaptureException {
        try {
            return Bytes.of(HexFormat.of().parseHex(digits.replaceAll("[\\s:]", "")));
        } catch (IllegalArgumentException malformed) {
            throw new CaptureException("line " + line + " does not hold bytes in hexadecimal");
        }
    }

    /** What stands before the datagrams may say the master secret. */
    private static Secrets secrets(Map<String, String> names, List<Packet> packets) throws CaptureException {
        String master = names.getOrDefault("master_secret", "");
        for (Packet packet : packets) {
            byte[] data = packet.datagram().toArray();
            if (!master.isEmpty() && packet.from() == Sender.CLIENT && HelloGate.peekRandom(data, 0, data.length).isPresent()) {
                String random = HelloGate.peekRandom(data, 0, data.length).get();
                return Secrets.parse(List.of("CLIENT_RANDOM " + random + " " + master.toLowerCase(Locale.ROOT)));
            }
        }
        return Secrets.NONE;
    }
}
