package io.puredtls.endpoint.explain;

import io.puredtls.crypto.cbc.CbcAlgorithm;
import io.puredtls.crypto.cbc.CbcHmac;
import io.puredtls.crypto.cbc.CbcKeys;
import io.puredtls.crypto.cbc.MacHeader;
import io.puredtls.crypto.entropy.SystemEntropy;
import io.puredtls.crypto.jca.Jca;
import io.puredtls.crypto.secret.SecretBytes;
import io.puredtls.record.RecordView;
import io.puredtls.wire.Bytes;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** [RFC5246 §6.2.3.2] [RFC7366 §3] [RFC9146 §5.1] [RFC9146 §5.2] Records of DTLS 1.2 by CBC and a MAC, under keys that come from a master secret. */
final class CbcOpener12 implements Opener {
    private static final int IV = CbcAlgorithm.BLOCK_LENGTH;
    private static final Names NAMES = new Names("IV", "block-ciphered", "MAC");

    private final Protection12.ByCbc by;
    private final Optional<CbcKeys12> keys;

    /** Empty keys open nothing. */
    CbcOpener12(Protection12.ByCbc by, Optional<CbcKeys12> keys) {
        this.by = by;
        this.keys = keys;
    }

    /** A MAC that is encrypted is not to be seen. */
    @Override
    public int tagLength() {
        return by.encryptThenMac() ? by.cbc().macLength() : 0;
    }

    @Override
    public int explicitNonceLength() {
        return IV;
    }

    @Override
    public Names names() {
        return NAMES;
    }

    @Override
    public Optional<Opened> open(RecordView record, Sender from) {
        return record.isUnified() ? Optional.empty() : keys.flatMap(known -> open(record, from, known));
    }

    private Optional<Opened> open(RecordView record, Sender from, CbcKeys12 known) {
        byte[] data = record.datagram();
        MacHeader header = MacHeader.of(Opener12.additionalData(record, 0).toArray());
        byte[] fragment = Arrays.copyOfRange(data, record.payloadOffset(), record.end());
        byte[] closed = fragment.clone();
        int opened;
        try (CbcKeys own = new CbcKeys(SecretBytes.taking(known.macKey(from).toArray()), SecretBytes.taking(known.key(from).toArray()));
                CbcHmac hmac = hmac(own)) {
            opened = hmac.open(header, fragment, 0, fragment.length);
        }
        if (opened == CbcHmac.FORGED) {
            return Optional.empty();
        }
        Bytes iv = Bytes.of(closed, 0, IV);
        int macLength = by.cbc().macLength();
        Bytes mac = by.encryptThenMac() ? Bytes.of(closed, closed.length - macLength, macLength) : Bytes.of(fragment, IV + opened, macLength);
        Bytes text = Bytes.of(fragment, IV, opened);
        if (record.hasConnectionId()) {
            return Opened.ofInner(record.epoch(), record.sequence(), text, steps(from, known, iv, withConnectionId(from, known).gives(mac)));
        }
        int type = data[record.start()] & 0xFF;
        return Optional.of(new Opened(record.epoch(), record.sequence(), type, text, opened, steps(from, known, iv, mac(from, known).gives(mac))));
    }

    private CbcHmac hmac(CbcKeys own) {
        return by.encryptThenMac()
                ? by.cbc().encryptThenMac(Jca.PLATFORM, SystemEntropy.INSTANCE, own)
                : by.cbc().macThenEncrypt(Jca.PLATFORM, SystemEntropy.INSTANCE, own);
    }

    private List<Derivation> steps(Sender from, CbcKeys12 known, Bytes iv, Derivation proof) {
        String key = from + "_write_key";
        Derivation cipher = Derivation.of("block-ciphered", "RFC 5246 §6.2.3.2", "CBC-Decrypt(" + key + ", IV, ciphertext)").with(key, known.key(from))
                .with("IV", iv);
        Derivation mac = proof.remark(by.encryptThenMac() ? "as behind the ciphertext" : "as behind the content");
        return by.encryptThenMac()
                ? List.of(mac, cipher.remark("content + padding + padding_length, by " + by.cbc() + "; the content follows"))
                : List.of(cipher.remark("content + MAC + padding + padding_length, by " + by.cbc() + "; the content follows"), mac);
    }

    private Derivation mac(Sender from, CbcKeys12 known) {
        String key = from + "_write_MAC_key";
        Derivation mac = by.encryptThenMac()
                ? Derivation.of("MAC", "RFC 7366 §3", "HMAC(" + key + ", epoch + sequence_number + type + version + length of what follows + IV + ciphertext)")
                : Derivation.of("MAC", "RFC 5246 §6.2.3.1", "HMAC(" + key + ", epoch + sequence_number + type + version + length of content + content)");
        return mac.with(key, known.macKey(from));
    }

    private Derivation withConnectionId(Sender from, CbcKeys12 known) {
        String key = from + "_write_MAC_key";
        String header = "HMAC(" + key + ", 8 bytes FF + tls12_cid + length of cid + tls12_cid + version + epoch + sequence_number + cid + ";
        Derivation mac = by.encryptThenMac()
                ? Derivation.of("MAC", "RFC 9146 §5.2", header + "length of what follows + IV + ciphertext)")
                : Derivation.of("MAC", "RFC 9146 §5.1", header + "length of DTLSInnerPlaintext + DTLSInnerPlaintext)");
        return mac.with(key, known.macKey(from));
    }
}
