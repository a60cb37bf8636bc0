package io.puredtls.crypto.credentials;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.KeyStoreException;
import java.security.PrivateKey;
import java.security.UnrecoverableKeyException;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;

/** What {@link Credentials} asks of key stores, with faults as sentences. */
final class KeyStores {
    private KeyStores() {
    }

    static KeyStore pkcs12(Path file, char[] password) {
        byte[] bytes = PemFile.bytesOf(file);
        try {
            return pkcs12(bytes, password, file.toString());
        } finally {
            Arrays.fill(bytes, (byte) 0);
        }
    }

    static KeyStore pkcs12(byte[] bytes, char[] password, String name) {
        if (bytes.length > PemFile.LIMIT) {
            throw new CredentialsException(name + " is longer than " + PemFile.LIMIT + " bytes");
        }
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            // Without a password the JDK would skip the integrity check and find no certificates.
            store.load(new ByteArrayInputStream(bytes), Objects.requireNonNull(password, "password"));
            return store;
        } catch (IOException unreadable) {
            if (unreadable.getCause() instanceof UnrecoverableKeyException) {
                throw new CredentialsException("wrong password for " + name, unreadable);
            }
            throw new CredentialsException(name + " is not a readable PKCS#12 store: " + unreadable.getMessage(), unreadable);
        } catch (GeneralSecurityException | RuntimeException unreadable) { // what a provider throws at hostile DER is its own affair
            throw new CredentialsException(name + " is not a readable PKCS#12 store: " + unreadable.getMessage(), unreadable);
        }
    }

    static String firstKey(KeyStore store, String name) {
        for (String alias : aliases(store)) {
            if (isPrivateKey(store, alias)) {
                return alias;
            }
        }
        throw new CredentialsException(name + " holds no private key with a certificate, only the aliases " + aliases(store));
    }

    static PrivateKey privateKey(KeyStore store, String alias, char[] password) {
        if (!isPrivateKey(store, alias)) {
            throw new CredentialsException("the key store has no private key with a certificate under the alias \"" + alias
                    + "\"; its aliases are " + aliases(store));
        }
        try {
            Key key = store.getKey(alias, password);
            return (PrivateKey) key;
        } catch (UnrecoverableKeyException wrong) {
            throw new CredentialsException("wrong password for the key under the alias \"" + alias + "\"", wrong);
        } catch (GeneralSecurityException refused) {
            throw new CredentialsException("the key under the alias \"" + alias + "\" cannot be read: " + refused.getMessage(), refused);
        }
    }

    static List<X509Certificate> chain(KeyStore store, String alias) {
        List<X509Certificate> chain = new ArrayList<>();
        try {
            for (Certificate certificate : store.getCertificateChain(alias)) {
                if (!(certificate instanceof X509Certificate x509)) {
                    throw new CredentialsException("the alias \"" + alias + "\" has a certificate of type "
                            + certificate.getType() + ", which is not X.509");
                }
                chain.add(x509);
            }
        } catch (KeyStoreException unloaded) {
            throw notLoaded(unloaded);
        }
        return chain;
    }

    private static boolean isPrivateKey(KeyStore store, String alias) {
        try {
            return store.entryInstanceOf(alias, KeyStore.PrivateKeyEntry.class);
        } catch (KeyStoreException unloaded) {
            throw notLoaded(unloaded);
        }
    }

    private static List<String> aliases(KeyStore store) {
        try {
            return Collections.list(store.aliases());
        } catch (KeyStoreException unloaded) {
            throw notLoaded(unloaded);
        }
    }

    private static CredentialsException notLoaded(KeyStoreException unloaded) {
        return new CredentialsException("the key store has not been loaded", unloaded);
    }
}
