package io.puredtls.crypto.cbc;

/**
 * Answers without a branch: all ones for yes, 0 for no, to be combined by {@code &} and {@code |}. What is compared is not
 * negative.
 */
final class Mask {
    private Mask() {
        // none
    }

    static int less(int a, int b) {
        return a - b >> 31;
    }

    static int notLess(int a, int b) {
        return ~less(a, b);
    }

    static int equal(int a, int b) {
        int difference = a ^ b;
        return ~((difference | -difference) >> 31);
    }
}
