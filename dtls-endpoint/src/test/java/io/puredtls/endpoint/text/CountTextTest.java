package io.puredtls.endpoint.text;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class CountTextTest {
    @Test
    void one_is_singular_and_everything_else_is_not() {
        assertEquals("1 byte", CountText.bytes(1));
        assertEquals("0 bytes", CountText.bytes(0));
        assertEquals("2 flights", CountText.of(2, "flight"));
    }
}
