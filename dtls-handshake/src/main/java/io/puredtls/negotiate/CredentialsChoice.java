package io.puredtls.negotiate;

import io.puredtls.crypto.credentials.Credentials;
import io.puredtls.crypto.kex.NamedGroup;
import io.puredtls.crypto.sign.SignatureScheme;
import io.puredtls.crypto.sign.Verifier;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Credentials together with a scheme that they can sign by and the peer can check.
 */
public record CredentialsChoice(Credentials credentials, SignatureScheme scheme) {
    /**
     * The first of {@code candidates} that fits, in DTLS 1.2. A scheme whose curve is the key's own goes before others.
     *
     * @param allowed what else is asked of them
     * @param ours the schemes we make, in our order, which decides
     * @param peers the schemes the peer checks
     */
    public static Optional<CredentialsChoice> first(
            List<Credentials> candidates, Predicate<Credentials> allowed, List<SignatureScheme> ours, List<SignatureScheme> peers) {
        for (Credentials candidate : candidates) {
            if (allowed.test(candidate)) {
                List<SignatureScheme> fitting = ours.stream()
                        .filter(scheme -> peers.contains(scheme) && scheme.keyKind().equals(Optional.of(candidate.keyKind()))).toList();
                Optional<SignatureScheme> scheme = fitting.stream().filter(each -> isBound(each, candidate)).findFirst()
                        .or(() -> fitting.stream().findFirst());
                if (scheme.isPresent()) {
                    return Optional.of(new CredentialsChoice(candidate, scheme.get()));
                }
            }
        }
        return Optional.empty();
    }

    /** [RFC9846 §4.3.3] The same in DTLS 1.3, where a scheme with a curve goes with keys on that curve alone. */
    public static Optional<CredentialsChoice> firstBound(
            List<Credentials> candidates, Predicate<Credentials> allowed, List<SignatureScheme> ours, List<SignatureScheme> peers) {
        for (Credentials candidate : candidates) {
            if (allowed.test(candidate)) {
                for (SignatureScheme scheme : ours) {
                    // [RFC9846 §4.5.1.2#2]
                    if (peers.contains(scheme) && isBound(scheme, candidate)) {
                        return Optional.of(new CredentialsChoice(candidate, scheme));
                    }
                }
            }
        }
        return Optional.empty();
    }

    private static boolean isBound(SignatureScheme scheme, Credentials credentials) {
        return Verifier.fitsBoundToCurve(scheme, credentials.publicKey());
    }

    /** [RFC8422 §5.3] Whether the key, if it is on a curve, is on one that the client knows. */
    static boolean isOnKnownCurve(Credentials credentials, List<NamedGroup> known) {
        PublicKey key = credentials.publicKey();
        if (!(key instanceof ECPublicKey ec)) {
            return true;
        }
        return switch (ec.getParams().getCurve().getField().getFieldSize()) {
            case 256 -> known.contains(NamedGroup.SECP256R1);
            case 384 -> known.contains(NamedGroup.SECP384R1);
            case 521 -> known.contains(NamedGroup.SECP521R1);
            default -> false;
        };
    }
}
