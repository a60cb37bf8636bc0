package io.puredtls.endpoint.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PeerTextTest {
    @Test
    void what_is_not_utf8_is_no_text() {
        assertEquals(Optional.empty(), PeerText.of(new byte[] {'a', (byte) 0xFF}));
        assertEquals(Optional.of("é"), PeerText.of("é".getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void a_peer_cannot_speak_to_the_terminal() {
        String shown = PeerText.shown("\u001b[2J\r\nforged\u202e\u2028\u009b");
        assertEquals("\\u001b[2J\\u000d\\u000aforged\\u202e\\u2028\\u009b", shown);
        assertFalse(shown.contains("\n"));
    }
}
