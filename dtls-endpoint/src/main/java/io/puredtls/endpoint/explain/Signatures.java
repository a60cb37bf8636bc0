package io.puredtls.endpoint.explain;

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

/** The certificates' keys of both ends, and whether what they signed holds. Not thread-safe. */
final class Signatures {
    private final Map<Sender, PublicKey> keys = new EnumMap<>(Sender.class);

    /** Keeps the key of a certificate. */
    void certificate(Sender from, Bytes certificate) {
        Words.parse(certificate.toArray(), 0, certificate.length()).map(Certificate::getPublicKey).ifPresent(key -> keys.put(from, key));
    }

    /** In words, whether a signature holds. */
    String check(Sender from, SignatureScheme scheme, byte[] content, Bytes signature) {
        Optional<PublicKey> key = Optional.ofNullable(keys.get(from));
        if (key.isEmpty()) {
            return "not checked: there is no certificate with a key that this Java runtime can read";
        }
        try {
            Verifier.verify(Jca.PLATFORM, scheme, key.get(), content, signature.toArray());
            return "it verifies under the key of the " + from + "'s certificate";
        } catch (BadSignatureException wrong) {
            return "it does not verify under the key of the " + from + "'s certificate";
        } catch (RuntimeException missing) { // an algorithm that this runtime does not have
            return "not checked: this Java runtime does not have " + scheme;
        }
    }
}
