package io.puredtls.endpoint.explain;

import io.puredtls.crypto.aead.AeadAlgorithm;
import io.puredtls.crypto.hash.HashAlgorithm;
import io.puredtls.crypto.hash.Hkdf;
import io.puredtls.crypto.jca.Jca;
import io.puredtls.crypto.secret.SecretBytes;
import io.puredtls.crypto.suite.CipherSuite;
import io.puredtls.wire.Bytes;
import io.puredtls.wire.WireWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** [RFC9846 §7] The derivations of DTLS 1.3 under one suite, each with what goes in. Immutable. */
final class Schedule13 {
    private static final Jca JCA = Jca.PLATFORM;
    private static final String LADDER = "RFC 9846 §7.1";

    private final HashAlgorithm hash;
    private final AeadAlgorithm aead;

    Schedule13(CipherSuite suite) {
        this.hash = suite.hash();
        this.aead = suite.aead();
    }

    int hashLength() {
        return hash.length();
    }

    AeadAlgorithm aead() {
        return aead;
    }

    /** {@code HKDF-Extract(salt, ikm)}. */
    Bytes extract(Bytes salt, Bytes ikm) {
        try (SecretBytes input = SecretBytes.taking(ikm.toArray()); SecretBytes out = Hkdf.extract(JCA, hash, salt.toArray(), input)) {
            return Bytes.of(out.view());
        }
    }

    /** {@code HKDF-Expand-Label(secret, label, context, length)}. */
    Bytes expand(Bytes secret, String label, Bytes context, int length) {
        try (SecretBytes from = SecretBytes.taking(secret.toArray());
                SecretBytes out = Hkdf.expandLabel(JCA, hash, from, label, context.toArray(), length)) {
            return Bytes.of(out.view());
        }
    }

    /** [RFC9846 §7.1] [RFC9147 §5.9] What HKDF-Expand gets as its info, and what its three fields are. */
    static Value hkdfLabel(String label, String contextName, Bytes context, int length) {
        WireWriter out = new WireWriter();
        out.u16("length", length);
        out.opaque8("label", Bytes.of(("dtls13" + label).getBytes(StandardCharsets.US_ASCII)));
        out.opaque8("context", context);
        String words = "length " + length + ", label \"dtls13" + label + "\", context " + contextName;
        return new Value("HkdfLabel", Optional.of(out.toBytes()), words);
    }

    Bytes emptyHash() {
        return Bytes.of(hash.hash(JCA, new byte[0]));
    }

    Bytes zeros() {
        return Bytes.of(new byte[hash.length()]);
    }

    /** A named value expanded from a secret that is known, or not, without a context. */
    Derivation expanded(String name, String clause, Named secret, String label, int length) {
        return Derivation.of(name, clause, "HKDF-Expand-Label(" + secret.name + ", \"" + label + "\", \"\", " + length + ")")
                .with(hkdfLabel(label, "empty", Bytes.EMPTY, length))
                .gives(secret.bytes.map(known -> expand(known, label, Bytes.EMPTY, length)));
    }

    /** A secret: its name, and its bytes if they are known. */
    record Named(String name, Optional<Bytes> bytes) {
    }

    /** {@code Derive-Secret(secret, label, messages)}: the value out of the key log, if it is there. */
    Derivation derived(String name, String secret, String label, String messages, Bytes transcriptHash, Optional<Bytes> logged) {
        return Derivation.of(name, LADDER, "Derive-Secret(" + secret + ", \"" + label + "\", " + messages + ")")
                .with(hkdfLabel(label, "Transcript-Hash", transcriptHash, hash.length()))
                .gives(logged).remark(logged.isPresent() ? "from the key log" : "not in the key log");
    }

    /** From nothing, or a pre-shared key, to the secrets of the handshake. */
    List<Derivation> toHandshakeSecret(boolean psk) {
        Derivation early = Derivation.of("Early Secret", LADDER, psk ? "HKDF-Extract(0, PSK)" : "HKDF-Extract(0, 0)");
        Derivation derived = Derivation.of("(derived)", LADDER, "Derive-Secret(Early Secret, \"derived\", \"\")")
                .with(hkdfLabel("derived", "the hash of nothing", emptyHash(), hash.length()));
        Derivation secret = Derivation.of("Handshake Secret", LADDER, "HKDF-Extract((derived), (EC)DHE)");
        if (psk) {
            early = early.remark("the pre-shared key is not in the key log, nor is what comes of it");
        } else {
            Bytes extracted = extract(zeros(), zeros());
            Bytes salt = expand(extracted, "derived", emptyHash(), hash.length());
            early = early.with("salt and IKM", zeros()).gives(extracted).remark("without a pre-shared key always the same");
            derived = derived.gives(salt);
            secret = secret.with("salt", salt);
        }
        secret = secret.with("(EC)DHE", "what key_share and the other end's key_share agree on; only the two ends know it");
        return List.of(early, derived, secret);
    }

    /** The keys of one epoch in one direction. */
    List<Derivation> keys(Keys13 keys) {
        Named secret = new Named(keys.secretName(), Optional.of(keys.secret()));
        String owner = keys.from() + "_write_";
        List<Derivation> all = new ArrayList<>();
        all.add(expanded(owner + "key", "RFC 9846 §7.3", secret, "key", aead.keyLength()));
        all.add(expanded(owner + "iv", "RFC 9846 §7.3", secret, "iv", AeadAlgorithm.NONCE_LENGTH));
        all.add(expanded(owner + "sn_key", "RFC 9147 §4.2.3", secret, "sn", aead.keyLength()).remark("epoch " + keys.epoch()));
        return all;
    }

    /** [RFC9846 §4.5.3] What a Finished must say, under a secret that is known. */
    List<Derivation> verifyData(Named baseKey, String messages, Bytes transcriptHash, Bytes received) {
        Derivation key = expanded("finished_key", "RFC 9846 §4.5.3", baseKey, "finished", hash.length());
        Derivation data = Derivation.of("verify_data", "RFC 9846 §4.5.3", "HMAC(finished_key, Transcript-Hash(" + messages + "))");
        if (key.output().isEmpty()) {
            return List.of(key, data.with("Transcript-Hash", transcriptHash));
        }
        Bytes expected = hmac(key.output().get(), transcriptHash);
        return List.of(key, data.with("finished_key", key.output().get()).with("Transcript-Hash", transcriptHash).gives(expected)
                .remark(expected.equals(received) ? "as received" : "not what was received"));
    }

    private Bytes hmac(Bytes key, Bytes content) { // HKDF-Extract is an HMAC under its salt
        return extract(key, content);
    }
}
