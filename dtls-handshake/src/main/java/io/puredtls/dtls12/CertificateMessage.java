package io.puredtls.dtls12;

import io.puredtls.authentication.EncodedChain;
import io.puredtls.crypto.credentials.Credentials;
import io.puredtls.message.Certificate12;

/** Our credentials as a Certificate message. */
public final class CertificateMessage {
    private CertificateMessage() {
    }

    /** The chain of {@code credentials}, in its order. */
    public static Certificate12 of(Credentials credentials) {
        return new Certificate12(EncodedChain.of(credentials));
    }
}
