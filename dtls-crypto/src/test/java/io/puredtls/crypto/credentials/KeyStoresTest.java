package io.puredtls.crypto.credentials;

import static io.puredtls.crypto.credentials.CredentialsFaultTest.assertSays;
import static io.puredtls.crypto.credentials.Vectors.bytes;
import static io.puredtls.crypto.credentials.Vectors.path;
import static io.puredtls.crypto.credentials.Vectors.secret;
import static io.puredtls.crypto.credentials.Vectors.text;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class KeyStoresTest {
    private static final List<X509Certificate> CHAIN =
            Certificates.fromPem(text("leaf.cert.pem") + text("intermediate.cert.pem") + text("root.cert.pem"));

    @ParameterizedTest
    @ValueSource(strings = {"leaf.p12", "leaf.3des.p12"})
    void a_store_that_openssl_wrote_is_read(String file) {
        assertEquals(CHAIN, Credentials.fromPkcs12(path(file), secret()).chain());
        assertEquals(CHAIN, Credentials.fromPkcs12(bytes(file), secret()).chain());
        assertEquals(CHAIN, Credentials.fromPkcs12(path(file), "server", secret()).chain());
        assertEquals(CHAIN, Credentials.fromPkcs12(bytes(file), "server", secret()).chain());
    }

    @Test
    void a_wrong_password_is_called_that() {
        char[] wrong = "wrong".toCharArray();
        assertSays("wrong password for PKCS#12 data", () -> Credentials.fromPkcs12(bytes("leaf.p12"), wrong));
        assertSays("wrong password for " + path("leaf.p12"), () -> Credentials.fromPkcs12(path("leaf.p12"), wrong));
        assertSays("wrong password for PKCS#12 data", () -> Credentials.fromPkcs12(bytes("leaf.3des.p12"), wrong));
    }

    @Test
    void an_unknown_alias_is_named_beside_the_known_ones() {
        assertSays("the key store has no private key with a certificate under the alias \"client\"; its aliases are [server",
                () -> Credentials.fromPkcs12(path("leaf.p12"), "client", secret()));
    }

    @Test
    void a_store_without_key_is_called_that() {
        assertSays("PKCS#12 data holds no private key with a certificate, only the aliases [",
                () -> Credentials.fromPkcs12(bytes("certificates-only.p12"), secret()));
    }

    @Test
    void bytes_that_are_no_store_are_called_that() {
        assertSays("PKCS#12 data is not a readable PKCS#12 store: ", () -> Credentials.fromPkcs12(new byte[] {1, 2, 3}, secret()));
        assertSays(path("leaf.key.pem") + " is not a readable PKCS#12 store: ", () -> Credentials.fromPkcs12(path("leaf.key.pem"), secret()));
        assertSays("PKCS#12 data is longer than 1048576 bytes", () -> Credentials.fromPkcs12(new byte[PemFile.LIMIT + 1], secret()));
    }

    @Test
    void no_truncation_or_change_of_a_store_raises_anything_else() {
        byte[] store = bytes("leaf.p12");
        for (int i = 0; i < store.length; i += 7) {
            readOrRefuse(Arrays.copyOf(store, i));
            byte[] changed = store.clone();
            changed[i] ^= 0x55;
            readOrRefuse(changed);
        }
    }

    private static void readOrRefuse(byte[] store) {
        try {
            Credentials.fromPkcs12(store, secret());
        } catch (CredentialsException refused) {
            return; // the one exception that is declared
        }
    }

    @Test
    void one_of_several_keys_is_read_by_its_alias() throws Exception {
        CertificateAuthority ca = CertificateAuthority.create("ca", KeyAlgorithm.ED25519, Vectors.authority());
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setCertificateEntry("root", ca.certificate());
        for (String alias : List.of("first", "second")) {
            Credentials one = ca.issue(alias, KeyAlgorithm.EC_P256, Vectors.endEntity());
            store.setKeyEntry(alias, one.privateKey(), secret(), one.chain().toArray(new X509Certificate[0]));
        }
        assertEquals("CN=second", subject(Credentials.fromKeyStore(store, "second", secret())));
        assertSays("wrong password for the key under the alias \"second\"",
                () -> Credentials.fromKeyStore(store, "second", "wrong".toCharArray()));
        assertSays("no private key with a certificate under the alias \"root\"", () -> Credentials.fromKeyStore(store, "root", secret()));

        ByteArrayOutputStream written = new ByteArrayOutputStream();
        store.store(written, secret());
        assertEquals("CN=first", subject(Credentials.fromPkcs12(written.toByteArray(), "first", secret())));
        assertEquals("CN=first", subject(Credentials.fromPkcs12(written.toByteArray(), secret())), "the first key entry");
    }

    @Test
    void a_store_that_was_never_loaded_is_called_that() throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        assertSays("the key store has not been loaded", () -> Credentials.fromKeyStore(store, "any", secret()));
    }

    private static String subject(Credentials credentials) {
        return credentials.chain().get(0).getSubjectX500Principal().toString();
    }
}
