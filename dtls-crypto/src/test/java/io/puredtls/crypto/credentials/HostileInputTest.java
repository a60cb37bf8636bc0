package io.puredtls.crypto.credentials;

import static io.puredtls.crypto.credentials.CredentialsFaultTest.assertSays;
import static io.puredtls.crypto.credentials.Vectors.secret;
import static io.puredtls.crypto.credentials.Vectors.text;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** Keys and certificates that were cut or changed: whatever happens within the JDK, one exception comes out. */
final class HostileInputTest {
    private static final List<PemBlock> GOLDEN = List.of(
            block("ec-p256.key.pem"), block("ec-p256.sec1.pem"), block("rsa.pkcs1.pem"), block("rsa-pss-sha384.key.pem"),
            block("ed25519.key.pem"), block("ed448.key.pem"), block("ec-p521.cert.pem"), block("rsa-pss-sha384.cert.pem"),
            block("ed25519.cert.pem"), block("ec-p256.trusted.pem"));

    private static PemBlock block(String file) {
        return PemFile.parse(text(file)).blocks().get(0);
    }

    @Provide
    Arbitrary<PemBlock> golden() {
        return Arbitraries.of(GOLDEN);
    }

    @Property(tries = 5000)
    void a_changed_byte_raises_the_declared_exception_or_none(
            @ForAll("golden") PemBlock block, @ForAll @IntRange(max = 3000) int place, @ForAll byte value) {
        byte[] changed = block.content().clone();
        changed[place % changed.length] = value;
        use(block.label(), changed);
    }

    @Property(tries = 500)
    void a_changed_byte_of_an_encrypted_key_raises_the_declared_exception_or_none(
            @ForAll @IntRange(max = 300) int place, @ForAll byte value) {
        PemBlock block = block("ec-p256.aes256-sha256.pem");
        byte[] changed = block.content().clone();
        changed[place % changed.length] = value;
        use(block.label(), changed);
    }

    @Example
    void every_prefix_raises_the_declared_exception_or_none() {
        for (PemBlock block : GOLDEN) {
            for (int length = 0; length < block.content().length; length++) {
                use(block.label(), Arrays.copyOf(block.content(), length));
            }
        }
    }

    /** The JDK reads the last byte of such a key without asking whether there is one. */
    @Example
    void an_ed25519_certificate_with_a_key_of_no_bytes_raises_the_declared_exception() {
        byte[] der = block("ed25519.cert.pem").content();
        String hex = HexFormat.of().formatHex(der);
        int keyLength = hex.indexOf("032100") / 2 + 1; // BIT STRING of 33 bytes, the first of which counts unused bits
        der[keyLength] = 1;
        assertSays("block 1 (CERTIFICATE, line 1) of PEM text is not an X.509 certificate: the JDK cannot read it: ",
                () -> Certificates.fromPem(PemBlock.armor("CERTIFICATE", der)));
    }

    private static void use(String label, byte[] der) {
        String pem = PemBlock.armor(label, der);
        try {
            if (label.endsWith("CERTIFICATE")) {
                Certificates.fromPem(pem);
                Credentials.of(new HardwareKey("EC"), Certificates.fromPem(pem)).isFor("a.example");
            } else {
                PrivateKeys.fromPem(pem, secret());
                Credentials.fromPem(text("ec-p256.cert.pem"), pem, secret());
            }
        } catch (CredentialsException refused) {
            return; // the one exception that is declared
        }
    }
}
