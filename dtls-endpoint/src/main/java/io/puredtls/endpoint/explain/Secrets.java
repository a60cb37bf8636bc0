package io.puredtls.endpoint.explain;

import io.puredtls.wire.Bytes;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** [RFC9850] What a key log knows: secrets by the random of their ClientHello and their label. Immutable. */
public final class Secrets {
    /** Nothing is known. */
    public static final Secrets NONE = new Secrets(Map.of());

    private final Map<String, Bytes> known;

    private Secrets(Map<String, Bytes> known) {
        this.known = Map.copyOf(known);
    }

    /**
     * Reads lines as {@code LABEL client_random secret}; empty ones and comments, which begin with #, are passed over.
     *
     * @throws CaptureException if a line is none of these
     */
    public static Secrets parse(List<String> lines) throws CaptureException {
        Map<String, Bytes> known = new HashMap<>();
        int number = 0;
        for (String line : lines) {
            number++;
            String[] words = line.strip().split("\\s+");
            if (line.isBlank() || line.startsWith("#")) {
                continue;
            }
            if (words.length != 3) {
                throw new CaptureException("line " + number + " is not LABEL RANDOM SECRET");
            }
            known.put(key(words[0], words[1]), hex(words[2], number));
            hex(words[1], number);
        }
        return new Secrets(known);
    }

    private static Bytes hex(String digits, int line) throws CaptureException {
        try {
            return Bytes.of(HexFormat.of().parseHex(digits));
        } catch (IllegalArgumentException malformed) {
            throw new CaptureException("line " + line + " is not hexadecimal: " + digits);
        }
    }

    private static String key(String label, String random) {
        return label + " " + random.toLowerCase(Locale.ROOT);
    }

    /** The secret with this label of the handshake whose ClientHello has {@code random}. */
    Optional<Bytes> find(String label, Bytes random) {
        return Optional.ofNullable(known.get(key(label, random.hex())));
    }

    /** These and, where they say nothing, those. */
    public Secrets or(Secrets others) {
        Map<String, Bytes> all = new HashMap<>(others.known);
        all.putAll(known);
        return new Secrets(all);
    }
}
