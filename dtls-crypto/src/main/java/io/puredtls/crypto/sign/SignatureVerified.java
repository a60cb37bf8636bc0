package io.puredtls.crypto.sign;

/** Proof that a signature was checked and holds: only {@link Verifier} makes one, and states that need it demand one. */
public final class SignatureVerified {
    private final SignatureScheme scheme;

    SignatureVerified(SignatureScheme scheme) {
        this.scheme = scheme;
    }

    /** The scheme it was made with. */
    public SignatureScheme scheme() {
        return scheme;
    }
}
