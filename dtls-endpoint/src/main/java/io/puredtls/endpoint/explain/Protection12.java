package io.puredtls.endpoint.explain;

import io.puredtls.crypto.aead.AeadAlgorithm;
import io.puredtls.crypto.cbc.CbcAlgorithm;
import io.puredtls.crypto.suite.CipherSuite;
import io.puredtls.crypto.suite.RecordCipher;
import io.puredtls.wire.Bytes;
import java.util.List;
import java.util.Optional;

/** [RFC5246 §6.2.3] What a suite of DTLS 1.2 takes from the key block, and what opens records under it. */
sealed interface Protection12 {
    /** How many bytes it takes. */
    int keyBlockLength();

    /** What is cut from them, in their order. */
    List<Derivation> cut(Bytes keyBlock);

    /** What opens records; without a key block it opens none. */
    Opener opener(Optional<Bytes> keyBlock);

    /** That of a suite, where encrypt_then_mac was agreed on or not. */
    static Protection12 of(CipherSuite suite, boolean encryptThenMac) {
        return suite.cipher() instanceof RecordCipher.Cbc cbc ? new ByCbc(cbc.algorithm(), encryptThenMac) : new ByAead(suite.aead());
    }

    private static Derivation piece(String name, String where, Bytes value) {
        return Derivation.of(name, "RFC 5246 §6.3", where).gives(value);
    }

    private static String first(Bytes value) {
        return "the first " + value.length() + " bytes of key_block";
    }

    private static String next(Bytes value) {
        return "the next " + value.length() + " bytes";
    }

    /** [RFC5246 §6.2.3.3] */
    record ByAead(AeadAlgorithm aead) implements Protection12 {
        @Override
        public int keyBlockLength() {
            return Keys12.blockLength(aead);
        }

        @Override
        public List<Derivation> cut(Bytes keyBlock) {
            Keys12 keys = new Keys12(aead, keyBlock);
            return List.of(
                    piece("client_write_key", first(keys.key(Sender.CLIENT)), keys.key(Sender.CLIENT)),
                    piece("server_write_key", next(keys.key(Sender.SERVER)), keys.key(Sender.SERVER)),
                    piece("client_write_IV", next(keys.iv(Sender.CLIENT)), keys.iv(Sender.CLIENT)),
                    piece("server_write_IV", next(keys.iv(Sender.SERVER)), keys.iv(Sender.SERVER)));
        }

        @Override
        public Opener opener(Optional<Bytes> keyBlock) {
            return new Opener12(aead, keyBlock.map(block -> new Keys12(aead, block)));
        }
    }

    /** [RFC5246 §6.2.3.2] [RFC7366 §3] */
    record ByCbc(CbcAlgorithm cbc, boolean encryptThenMac) implements Protection12 {
        @Override
        public int keyBlockLength() {
            return CbcKeys12.blockLength(cbc);
        }

        @Override
        public List<Derivation> cut(Bytes keyBlock) {
            CbcKeys12 keys = new CbcKeys12(cbc, keyBlock);
            return List.of(
                    piece("client_write_MAC_key", first(keys.macKey(Sender.CLIENT)), keys.macKey(Sender.CLIENT)),
                    piece("server_write_MAC_key", next(keys.macKey(Sender.SERVER)), keys.macKey(Sender.SERVER)),
                    piece("client_write_key", next(keys.key(Sender.CLIENT)), keys.key(Sender.CLIENT)),
                    piece("server_write_key", next(keys.key(Sender.SERVER)), keys.key(Sender.SERVER)));
        }

        @Override
        public Opener opener(Optional<Bytes> keyBlock) {
            return new CbcOpener12(this, keyBlock.map(block -> new CbcKeys12(cbc, block)));
        }
    }
}
