package io.puredtls.trust;

import java.net.IDN;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** [RFC1123 §2.1] Host names as text. */
final class HostName {
    private static final int LONGEST = 253;
    private static final Pattern LABEL = Pattern.compile("[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?");
    /** What others would take for an IPv4 address, or for a part of one, however odd. */
    private static final Pattern NUMBER = Pattern.compile("[0-9]+|0x[0-9a-f]*");

    private HostName() {
    }

    /**
     * The ASCII form of {@code host} in lower case without trailing dot; empty if it is no host name. Underscores are
     * allowed, as many use them; a number as the last label is not, as it would be read as an IPv4 address elsewhere.
     */
    static Optional<String> in(String host) {
        String name;
        try {
            name = withoutTrailingDot(IDN.toASCII(host)).toLowerCase(Locale.ROOT);
        } catch (RuntimeException notInternational) {
            return Optional.empty(); // IllegalArgumentException, and others for some malformed Punycode
        }
        String[] labels = name.split("\\.", -1);
        for (String label : labels) {
            if (!LABEL.matcher(label).matches()) {
                return Optional.empty();
            }
        }
        boolean fits = name.length() <= LONGEST && !NUMBER.matcher(labels[labels.length - 1]).matches();
        return fits ? Optional.of(name) : Optional.empty();
    }

    /** A name without the dot that says it is complete. */
    static String withoutTrailingDot(String name) {
        return name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
    }
}
