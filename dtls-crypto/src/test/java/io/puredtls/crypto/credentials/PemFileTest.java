package io.puredtls.crypto.credentials;

import static io.puredtls.crypto.credentials.CredentialsFaultTest.assertSays;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

final class PemFileTest {
    private static final String BLOCK = "-----BEGIN THING-----\nAAEC\n-----END THING-----\n";

    @Example
    void blocks_keep_label_place_and_content() {
        PemFile file = PemFile.parse("words\n" + BLOCK + "\n" + BLOCK.replace("THING", "OTHER").replace("AAEC", "/w=="));
        assertEquals(List.of("THING", "OTHER"), file.blocks().stream().map(PemBlock::label).toList());
        assertEquals(List.of(1, 2), file.blocks().stream().map(PemBlock::index).toList());
        assertEquals(List.of(2, 6), file.blocks().stream().map(PemBlock::line).toList());
        assertArrayEquals(new byte[] {0, 1, 2}, file.blocks().get(0).content());
        assertArrayEquals(new byte[] {-1}, file.blocks().get(1).content());
        assertEquals(Map.of(), file.blocks().get(0).headers());
    }

    @Example
    void headers_are_read() {
        PemFile file = PemFile.parse("-----BEGIN A-----\r\nProc-Type: 4,ENCRYPTED\r\nDEK-Info:X,1:2\r\n\r\nAAEC\r\n-----END A-----");
        assertEquals(Map.of("Proc-Type", "4,ENCRYPTED", "DEK-Info", "X,1:2"), file.blocks().get(0).headers());
        assertArrayEquals(new byte[] {0, 1, 2}, file.blocks().get(0).content());
    }

    @Example
    void a_block_may_be_empty_indented_or_without_last_newline() {
        assertEquals(0, PemFile.parse("-----BEGIN A-----\n-----END A-----").blocks().get(0).content().length);
        assertEquals(1, PemFile.parse(BLOCK.replace("\n", "\n\t ").strip()).blocks().size());
        assertEquals(3, PemFile.parse(BLOCK.replace("AAEC", "A\nA\n\nE\nC\n")).blocks().get(0).content().length);
    }

    @Example
    void closing_wipes_every_block() {
        PemFile file = PemFile.parse(BLOCK);
        byte[] content = file.blocks().get(0).content();
        assertNotEquals(0, content[2]);
        file.close();
        assertArrayEquals(new byte[3], content);
    }

    @Example
    void a_fault_is_named_by_its_line() {
        assertSays("PEM text, line 3: a character that is not Base64", () -> PemFile.parse(BLOCK.replace("AAEC", "AAEC\nA*EC")));
        assertSays("PEM text, line 5: the Base64 of this block (THING) is incomplete or padded wrongly",
                () -> PemFile.parse(BLOCK + "\n" + BLOCK.replace("AAEC", "AAECA")));
        assertSays("PEM text, line 2: the text ends within the block that begins on line 1 (THING): no END line",
                () -> PemFile.parse("-----BEGIN THING-----\nAAEC\n"));
        assertSays("PEM text, line 1: the text ends within the block", () -> PemFile.parse("-----BEGIN THING-----"));
        assertSays("PEM text, line 3: a BEGIN line within the block that begins on line 1 (THING)",
                () -> PemFile.parse("-----BEGIN THING-----\nAAEC\n" + BLOCK));
        assertSays("PEM text, line 2: an END line without its BEGIN", () -> PemFile.parse("AAEC\n-----END THING-----"));
        assertSays("PEM text, line 3: the block that begins on line 1 as THING ends as another",
                () -> PemFile.parse(BLOCK.replace("END THING", "END OTHER")));
        assertSays("PEM text, line 1: a BEGIN line without label or closing dashes", () -> PemFile.parse(BLOCK.replace("THING-----", "THING")));
        assertSays("PEM text, line 1: a BEGIN line without label or closing dashes", () -> PemFile.parse(BLOCK.replace("THING", "")));
        assertSays("PEM text, line 3: a END line without label or closing dashes", () -> PemFile.parse(BLOCK.replace("END THING--", "END THING")));
    }

    @Example
    void every_truncation_within_a_block_is_refused() {
        for (int length = "-----BEGIN T".length(); length < BLOCK.strip().length(); length++) {
            String cut = BLOCK.substring(0, length);
            assertThrows(CredentialsException.class, () -> PemFile.parse(cut), cut);
        }
    }

    @Example
    void as_many_blocks_as_fit_the_limit_are_read_in_one_pass() {
        String small = "-----BEGIN A-----\n-----END A-----\n";
        int count = PemFile.LIMIT / small.length();
        assertEquals(count, PemFile.parse(small.repeat(count)).blocks().size());
    }

    @Property
    void any_changed_character_is_read_or_refused(@ForAll @IntRange(max = 1000) int place, @ForAll char value) {
        StringBuilder text = new StringBuilder("before\n" + BLOCK + "H: v\n" + BLOCK);
        text.setCharAt(place % text.length(), value);
        readOrRefuse(text.toString());
    }

    @Property
    void what_is_armored_is_read_again(@ForAll @Size(max = 200) byte[] content) {
        PemFile file = PemFile.parse(PemBlock.armor("THING", content));
        assertArrayEquals(content, file.blocks().get(0).content());
    }

    private static void readOrRefuse(String text) {
        try {
            PemFile.parse(text).close();
        } catch (CredentialsException refused) {
            assertTrue(refused.getMessage().startsWith("PEM text, line "), refused.getMessage());
        }
    }
}
