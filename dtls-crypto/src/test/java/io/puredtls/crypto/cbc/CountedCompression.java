package io.puredtls.crypto.cbc;

/** Counts the blocks that another one takes. */
final class CountedCompression implements Compression {
    private final Compression counted;
    int blocks;

    CountedCompression(Compression counted) {
        this.counted = counted;
    }

    @Override
    public int blockLength() {
        return counted.blockLength();
    }

    @Override
    public int stateLength() {
        return counted.stateLength();
    }

    @Override
    public int lengthFieldLength() {
        return counted.lengthFieldLength();
    }

    @Override
    public void begin() {
        counted.begin();
    }

    @Override
    public void compress(byte[] block) {
        blocks++;
        counted.compress(block);
    }

    @Override
    public void store(byte[] state) {
        counted.store(state);
    }

    @Override
    public void load(byte[] state) {
        counted.load(state);
    }

    @Override
    public void wipe() {
        counted.wipe();
    }
}
