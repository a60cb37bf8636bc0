package io.puredtls.crypto.credentials;

import java.security.PrivateKey;

/** A key like a smart card's: it has an algorithm and nothing else to show, and no provider here can use it. */
final class HardwareKey implements PrivateKey {
    private static final long serialVersionUID = 1;

    private final String algorithm;

    HardwareKey(String algorithm) {
        this.algorithm = algorithm;
    }

    @Override
    public String getAlgorithm() {
        return algorithm;
    }

    @Override
    public String getFormat() {
        return null;
    }

    @Override
    public byte[] getEncoded() {
        return null;
    }
}
