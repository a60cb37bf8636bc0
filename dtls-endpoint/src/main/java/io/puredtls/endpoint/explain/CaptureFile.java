package io.puredtls.endpoint.explain;

import io.puredtls.engine.HelloGate;
import io.puredtls.wire.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Captures in files: classic pcap, or text. Text has a datagram a line, as in {@code c> 16fefd…} and {@code s> 16fefd…},
 * or blocks of {@code from = client} and {@code datagram = 16fefd…}; empty lines and comments, which begin with #, are
 * passed over.
 */
public final class CaptureFile {
    private static final Map<String, Sender> SENDERS = Map.of("client", Sender.CLIENT, "server", Sender.SERVER);

    private CaptureFile() {
    }

    /**
     * Reads a file.
     *
     * @throws CaptureException if it is no capture, or there is no ClientHello in it
     */
    public static Capture read(byte[] content) throws CaptureException {
        Capture capture = PcapFile.isPcap(content) ? PcapFile.read(content) : text(content);
        boolean hello = capture.packets().stream().anyMatch(packet -> packet.from() == Sender.CLIENT
                && HelloGate.peekRandom(packet.datagram().toArray(), 0, packet.datagram().length()).isPresent());
        if (!hello) {
            throw new CaptureException("there is no ClientHello of DTLS in it, with which a handshake begins");
        }
        return capture;
    }

    private static Capture text(byte[] content) throws CaptureException {
        for (byte each : content) {
            if (each < ' ' && each != '\t' && each != '\r' && each != '\n') {
                throw new CaptureException("that is neither a pcap file nor text with datagrams in hexadecimal");
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
