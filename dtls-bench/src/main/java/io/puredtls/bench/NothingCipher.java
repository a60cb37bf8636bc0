package io.puredtls.bench;

import java.security.AlgorithmParameters;
import java.security.Key;
import java.security.Provider;
import java.security.SecureRandom;
import java.security.spec.AlgorithmParameterSpec;
import javax.crypto.Cipher;
import javax.crypto.CipherSpi;

/** An AES/GCM that does nothing but say lengths: what a record costs with it is what it costs around its cipher. */
public final class NothingCipher extends CipherSpi {
    static final int TAG_LENGTH = 16;

    private boolean sealing;

    /** A provider that has it. */
    static Provider provider() {
        return new OfNothing();
    }

    private static final class OfNothing extends Provider {
        private static final long serialVersionUID = 1;

        OfNothing() {
            super("Nothing", "1", "ciphers that do nothing");
            put("Cipher.AES/GCM/NoPadding", NothingCipher.class.getName());
        }
    }

    /** For the JCA. */
    public NothingCipher() {
        // there is nothing to begin with
    }

    @Override
    protected void engineInit(int mode, Key key, AlgorithmParameterSpec nonce, SecureRandom random) {
        sealing = mode == Cipher.ENCRYPT_MODE;
    }

    @Override
    protected void engineUpdateAAD(byte[] data, int offset, int length) {
        // is not looked at
    }

    @Override
    protected int engineDoFinal(byte[] in, int inOffset, int length, byte[] out, int outOffset) {
        return sealing ? length + TAG_LENGTH : length - TAG_LENGTH;
    }

    @Override
    protected byte[] engineDoFinal(byte[] in, int offset, int length) {
        throw new UnsupportedOperationException();
    }

    @Override
    protected byte[] engineUpdate(byte[] in, int offset, int length) {
        throw new UnsupportedOperationException();
    }

    @Override
    protected int engineUpdate(byte[] in, int inOffset, int length, byte[] out, int outOffset) {
        throw new UnsupportedOperationException();
    }

    @Override
    protected void engineInit(int mode, Key key, SecureRandom random) {
        throw new UnsupportedOperationException();
    }

    @Override
    protected void engineInit(int mode, Key key, AlgorithmParameters parameters, SecureRandom random) {
        throw new UnsupportedOperationException();
    }

    @Override
    protected void engineSetMode(String mode) {
        throw new UnsupportedOperationException();
    }

    @Override
    protected void engineSetPadding(String padding) {
        throw new UnsupportedOperationException();
    }

    @Override
    protected int engineGetBlockSize() {
        return TAG_LENGTH;
    }

    @Override
    protected int engineGetOutputSize(int length) {
        return length + TAG_LENGTH;
    }

    @Override
    protected byte[] engineGetIV() {
        return null;
    }

    @Override
    protected AlgorithmParameters engineGetParameters() {
        return null;
    }
}
