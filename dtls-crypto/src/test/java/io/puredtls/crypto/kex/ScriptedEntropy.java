package io.puredtls.crypto.kex;

import io.puredtls.crypto.entropy.Entropy;
import java.nio.ByteBuffer;

/** Gives the bytes that a published vector drew, in their order, and nothing more. */
final class ScriptedEntropy implements Entropy {
    private final ByteBuffer script;

    ScriptedEntropy(byte[] script) {
        this.script = ByteBuffer.wrap(script);
    }

    @Override
    public void fill(byte[] out) {
        script.get(out); // a BufferUnderflowException is a test that draws more than its vector
    }
}
