package io.puredtls.endpoint.text;

/** Numbers of things. */
public final class CountText {
    private CountText() {
    }

    /** As in {@code 1 byte} and {@code 2 bytes}. */
    public static String of(long count, String noun) {
        return count + " " + noun + (count == 1 ? "" : "s");
    }

    /** Of bytes. */
    public static String bytes(long count) {
        return of(count, "byte");
    }
}
