package io.puredtls.negotiate;

import io.puredtls.crypto.credentials.Credentials;
import io.puredtls.crypto.credentials.KeyAlgorithm;
import io.puredtls.crypto.credentials.SelfSigned;

/** Credentials of several kinds and names, made once. */
final class Keys {
    static final Credentials P256 = SelfSigned.ecdsaP256("a.test", "*.wild.test");
    static final Credentials P256_OF_B = SelfSigned.ecdsaP256("b.test");
    static final Credentials P384 = SelfSigned.builder(KeyAlgorithm.EC_P384).name("a.test").generate();
    static final Credentials P521 = SelfSigned.builder(KeyAlgorithm.EC_P521).name("a.test").generate();
    static final Credentials RSA = SelfSigned.builder(KeyAlgorithm.RSA_2048).name("a.test").generate();
    static final Credentials ED25519 = SelfSigned.ed25519("a.test");

    private Keys() {
    }
}
