package io.puredtls.endpoint.explain;

import io.puredtls.crypto.credentials.CredentialsException;
import io.puredtls.crypto.credentials.RawPublicKey;
import io.puredtls.crypto.jca.Jca;
import io.puredtls.crypto.sign.BadSignatureException;
import io.puredtls.crypto.sign.SignatureScheme;
import io.puredtls.crypto.sign.Verifier;
import io.puredtls.wire.Bytes;
import java.security.PublicKey;
import java.security.cert.Certificate;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/** The keys that both ends show, in certificates or without, and whether what they signed holds. Not thread-safe. */
final class Signatures {
    private final Map<Sender, Shown> shown = new EnumMap<>(Sender.class);

    /** @param kind what the key came in */
    private record Shown(PublicKey key, String kind) {
    }

    /** Keeps the key of a certificate, or of what stands in its place: a raw public key. */
    void certificate(Sender from, Bytes certificate) {
        byte[] der = certificate.toArray();
        Words.parse(der, 0, der.length).map(Certificate::getPublicKey).map(key -> new Shown(key, "certificate"))
                .or(() -> rawPublicKey(der)).ifPresent(key -> shown.put(from, key));
    }

    /** [RFC7250 §3] */
    private static Optional<Shown> rawPublicKey(byte[] der) {
        try {
            return Optional.of(new Shown(RawPublicKey.fromDer(der).publicKey(), "raw public key"));
        } catch (CredentialsException neither) {
            return Optional.empty();
        }
    }

    /** In words, whether a signature holds. */
    String check(Sender from, SignatureScheme scheme, byte[] content, Bytes signature) {
        Optional<Shown> key = Optional.ofNullable(shown.get(from));
        if (key.isEmpty()) {
            return "not checked: there is no certificate with a key that this Java runtime can read";
        }
        try {
            Verifier.verify(Jca.PLATFORM, scheme, key.get().key, content, signature.toArray());
            return "it verifies under the key of the " + from + "'s " + key.get().kind;
        } catch (BadSignatureException wrong) {
            return "it does not verify under the key of the " + from + "'s " + key.get().kind;
        } catch (RuntimeException missing) { // an algorithm that this runtime does not have
            return "not checked: this Java runtime does not have " + scheme;
        }
    }
}
