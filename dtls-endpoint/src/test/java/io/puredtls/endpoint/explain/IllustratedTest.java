package io.puredtls.endpoint.explain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.puredtls.crypto.kex.NamedGroup;
import io.puredtls.crypto.suite.CipherSuite;
import io.puredtls.endpoint.explain.LiveHandshake.Extra;
import io.puredtls.record.ProtocolVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The illustrated handshakes among the documents are what {@code explain} says today; -Dupdate=true writes them anew. */
class IllustratedTest {
    private static final Path DOCS = Path.of("..", "docs");

    @Test
    void dtls13() throws IOException {
        check("illustrated-dtls13.md", "A DTLS 1.3 handshake, byte by byte", new LiveHandshake.Options(ProtocolVersion.DTLS_1_3,
                List.of(CipherSuite.TLS_AES_128_GCM_SHA256), List.of(NamedGroup.X25519), Set.of(Extra.RETRY, Extra.KEY_UPDATE), 1));
    }

    @Test
    void dtls12() throws IOException {
        check("illustrated-dtls12.md", "A DTLS 1.2 handshake, byte by byte", new LiveHandshake.Options(ProtocolVersion.DTLS_1_2,
                List.of(CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256), List.of(NamedGroup.X25519), Set.of(Extra.RETRY), 1));
    }

    private static void check(String name, String title, LiveHandshake.Options options) throws IOException {
        String text = TextPage.of(Explainer.explain(title, LiveHandshake.run(options), Secrets.NONE));
        Path file = DOCS.resolve(name);
        if (Boolean.getBoolean("update")) {
            Files.writeString(file, text);
        }
        assertTrue(Files.exists(file), name + " is missing; -Dupdate=true writes it");
        assertEquals(Files.readString(file), text, name + " is not what explain says; -Dupdate=true writes it anew");
    }
}
