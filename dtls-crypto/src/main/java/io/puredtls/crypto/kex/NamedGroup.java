package io.puredtls.crypto.kex;

import io.puredtls.crypto.entropy.Entropy;
import io.puredtls.crypto.jca.Jca;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * [RFC8446 §4.2.7] A group for key exchange: a codepoint that survives being unknown.
 *
 * @param code the number on the wire, 0 to 65535
 */
public record NamedGroup(int code) {
    // [RFC9846 §9.1#3]
    public static final NamedGroup SECP256R1 = new NamedGroup(0x0017);
    public static final NamedGroup SECP384R1 = new NamedGroup(0x0018);
    public static final NamedGroup SECP521R1 = new NamedGroup(0x0019);
    public static final NamedGroup X25519 = new NamedGroup(0x001D);
    public static final NamedGroup X448 = new NamedGroup(0x001E);
    public static final NamedGroup SECP256R1MLKEM768 = new NamedGroup(0x11EB);
    public static final NamedGroup X25519MLKEM768 = new NamedGroup(0x11EC);
    public static final NamedGroup SECP384R1MLKEM1024 = new NamedGroup(0x11ED);

    /**
     * All groups that this library knows, in the order of preference: first what also withstands a quantum computer and
     * is common, then what is cheap. x25519 costs a third of secp256r1 or less; a share with ML-KEM fills a datagram.
     */
    // [RFC9846 §B.3.1.4#1]
    public static final List<NamedGroup> KNOWN = List.of(
            X25519MLKEM768, X25519, SECP256R1, SECP256R1MLKEM768, SECP384R1MLKEM1024, X448, SECP384R1, SECP521R1);

    /** The known groups that the running JDK, or the provider chosen, has; in the order of preference. */
    public static List<NamedGroup> available(Jca jca) {
        return KNOWN.stream().filter(group -> group.isAvailable(jca)).toList();
    }

    /** The known group of this name, without regard to case; also OpenSSL's P-256, P-384, P-521 and prime256v1. */
    public static Optional<NamedGroup> named(String name) {
        String plain = switch (name.toLowerCase(Locale.ROOT)) {
            case "p-256", "prime256v1" -> "secp256r1";
            case "p-384" -> "secp384r1";
            case "p-521" -> "secp521r1";
            default -> name;
        };
        return KNOWN.stream().filter(group -> group.toString().equalsIgnoreCase(plain)).findFirst();
    }

    /**
     * Whether DTLS 1.2 may use it. [RFC10024] Hybrid groups are for 1.3 alone: their security rests on its transcript,
     * and the shares do not fit into 1.2's messages. Nothing is said for an unknown group.
     */
    public boolean isForDtls12() {
        return KNOWN.contains(this) && HybridGroup.of(this).isEmpty();
    }

    /** Whether a key can be exchanged in it here. */
    public boolean isAvailable(Jca jca) {
        return switch (code) {
            case 0x0017, 0x0018, 0x0019 -> EcExchange.isAvailable(jca, toString());
            case 0x001D, 0x001E -> jca.has("KeyAgreement", toString().toUpperCase(Locale.ROOT));
            default -> HybridGroup.of(this).map(hybrid -> hybrid.isAvailable(jca)).orElse(false);
        };
    }

    /**
     * Begins an exchange with a fresh key pair: we speak first.
     *
     * @throws IllegalArgumentException if the group is unknown
     */
    public KeyExchange begin(Jca jca, Entropy entropy) {
        return switch (code) {
            case 0x0017, 0x0018, 0x0019 -> EcExchange.generate(this, jca, entropy);
            case 0x001D, 0x001E -> XdhExchange.generate(this, jca, entropy);
            default -> HybridExchange.generate(this, hybrid(), jca, entropy);
        };
    }

    /**
     * Answers the share of a peer that spoke first, which is lent. Gives our share and the secret.
     *
     * @throws IllegalShareException if the share fails a check of RFC 8446 §4.2.8.2, RFC 7748 §6 or RFC 10024
     * @throws IllegalArgumentException if the group is unknown
     */
    public Agreement answer(Jca jca, Entropy entropy, byte[] peerShare) throws IllegalShareException {
        Optional<HybridGroup> hybrid = HybridGroup.of(this);
        if (hybrid.isPresent()) {
            return HybridExchange.answer(hybrid.get(), jca, entropy, peerShare);
        }
        try (KeyExchange ours = begin(jca, entropy)) {
            return new Agreement(ours.share(), ours.agree(peerShare));
        }
    }

    private HybridGroup hybrid() {
        return HybridGroup.of(this).orElseThrow(() -> new IllegalArgumentException("no key exchange in " + this));
    }

    /** The RFC's name, or {@code unknown(0x…)}. */
    @Override
    public String toString() {
        return switch (code) {
            case 0x0017 -> "secp256r1";
            case 0x0018 -> "secp384r1";
            case 0x0019 -> "secp521r1";
            case 0x001D -> "x25519";
            case 0x001E -> "x448";
            case 0x11EB -> "SecP256r1MLKEM768";
            case 0x11EC -> "X25519MLKEM768";
            case 0x11ED -> "SecP384r1MLKEM1024";
            default -> String.format("unknown(0x%04x)", code);
        };
    }
}
