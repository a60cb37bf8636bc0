package io.puredtls.session;

import io.puredtls.crypto.entropy.Entropy;
import io.puredtls.crypto.jca.Jca;
import io.puredtls.crypto.secret.DestroyableKey;
import io.puredtls.wire.Bytes;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;

/**
 * Keys that a server seals tickets with, so that it need not remember them: AES-256-GCM under a key that changes. A
 * ticket sealed under the key before is still good. Servers that shall know each other's tickets are given the same keys.
 * Thread-safe.
 */
public final class TicketKeys {
    /** The length of what one key is made of: 16 bytes of name and 32 of key. */
    public static final int KEY_MATERIAL = 48;
    /** The longest time between two keys: that of the longest ticket. */
    public static final Duration MAX_ROTATION = Duration.ofSeconds(Session.MAX_LIFETIME);

    private static final int NAME_LENGTH = 16;
    private static final int NONCE_LENGTH = 12;
    private static final int TAG_BITS = 128;

    private final Entropy entropy;
    private final Optional<Duration> rotation;
    private final AtomicReference<Ring> ring;

    private TicketKeys(Entropy entropy, Optional<Duration> rotation, Ring ring) {
        this.entropy = entropy;
        this.rotation = rotation;
        this.ring = new AtomicReference<>(ring);
    }

    /** One key. */
    private record Key(Bytes name, DestroyableKey secret) {
        static Key of(byte[] material) {
            if (material.length != KEY_MATERIAL) {
                throw new IllegalArgumentException("a ticket key is made of " + KEY_MATERIAL + " bytes, not " + material.length);
            }
            return new Key(
                    Bytes.of(material, 0, NAME_LENGTH), DestroyableKey.copyOf("AES", Arrays.copyOfRange(material, NAME_LENGTH, KEY_MATERIAL)));
        }
    }

    /** The newest first. */
    private record Ring(List<Key> keys, long madeAt) {
    }

    /**
     * Keys of this process alone, made when they are first needed and every {@code rotation} after that.
     *
     * @throws IllegalArgumentException if {@code rotation} is not from a second to seven days
     */
    public static TicketKeys rotating(Entropy entropy, Duration rotation) {
        if (rotation.compareTo(Duration.ofSeconds(1)) < 0 || rotation.compareTo(MAX_ROTATION) > 0) {
            throw new IllegalArgumentException("ticket keys change after 1 s to 7 days, not " + rotation);
        }
        return new TicketKeys(entropy, Optional.of(rotation), new Ring(List.of(), Long.MIN_VALUE));
    }

    /**
     * Keys that several servers share: 48 random bytes each, the one to seal with first. They change when
     * {@link #replace} is called. The arrays are lent.
     */
    public static TicketKeys shared(Entropy entropy, List<byte[]> materials) {
        TicketKeys keys = new TicketKeys(entropy, Optional.empty(), new Ring(List.of(), 0));
        keys.replace(materials);
        return keys;
    }

    /** Other keys for what {@link #shared} made, the one to seal with first; those that are not among them are forgotten. */
    public void replace(List<byte[]> materials) {
        if (materials.isEmpty()) {
            throw new IllegalArgumentException("no ticket key is given");
        }
        if (rotation.isPresent()) {
            throw new IllegalStateException("these keys change by themselves");
        }
        ring.set(new Ring(materials.stream().map(Key::of).toList(), 0));
    }

    private Ring ringAt(long now) {
        return ring.updateAndGet(current -> isDue(current, now) ? next(current, now) : current);
    }

    private boolean isDue(Ring current, long now) {
        return rotation.isPresent() && (current.keys.isEmpty() || now - current.madeAt >= rotation.get().toMillis());
    }

    /** The one before the newest is good for another rotation. */
    private Ring next(Ring current, long now) {
        Key fresh = Key.of(entropy.bytes(KEY_MATERIAL));
        return new Ring(Stream.concat(Stream.of(fresh), current.keys.stream()).limit(2).toList(), now);
    }

    /** [RFC5077 §5.2#1] [RFC5077 §5.7#2] [RFC5077 §5.8#1] Seals {@code content}, which is lent; {@code now} is milliseconds of the wall clock. */
    public byte[] seal(Jca jca, byte[] content, long now) {
        Key key = ringAt(now).keys.get(0);
        byte[] nonce = entropy.bytes(NONCE_LENGTH);
        try {
            Cipher cipher = cipher(jca, Cipher.ENCRYPT_MODE, key, nonce);
            byte[] sealed = new byte[NAME_LENGTH + NONCE_LENGTH + cipher.getOutputSize(content.length)];
            key.name.copyTo(sealed, 0);
            System.arraycopy(nonce, 0, sealed, NAME_LENGTH, NONCE_LENGTH);
            cipher.doFinal(content, 0, content.length, sealed, NAME_LENGTH + NONCE_LENGTH);
            return sealed;
        } catch (GeneralSecurityException refused) {
            throw new IllegalStateException("the JCA refuses to seal a ticket", refused);
        }
    }

    /** [RFC5077 §5.3#1] Opens a ticket, which is lent; empty if it was not sealed by one of these keys. */
    public Optional<byte[]> open(Jca jca, byte[] ticket, long now) {
        if (ticket.length < NAME_LENGTH + NONCE_LENGTH + TAG_BITS / 8) {
            return Optional.empty();
        }
        for (Key key : ringAt(now).keys) {
            if (key.name.equals(Bytes.of(ticket, 0, NAME_LENGTH))) {
                return open(jca, key, ticket);
            }
        }
        return Optional.empty();
    }

    private static Optional<byte[]> open(Jca jca, Key key, byte[] ticket) {
        try {
            Cipher cipher = cipher(jca, Cipher.DECRYPT_MODE, key, Arrays.copyOfRange(ticket, NAME_LENGTH, NAME_LENGTH + NONCE_LENGTH));
            return Optional.of(cipher.doFinal(ticket, NAME_LENGTH + NONCE_LENGTH, ticket.length - NAME_LENGTH - NONCE_LENGTH));
        } catch (AEADBadTagException forged) {
            return Optional.empty();
        } catch (GeneralSecurityException refused) {
            throw new IllegalStateException("the JCA refuses to open a ticket", refused);
        }
    }

    private static Cipher cipher(Jca jca, int mode, Key key, byte[] nonce) throws GeneralSecurityException {
        Cipher cipher = jca.cipher("AES/GCM/NoPadding");
        cipher.init(mode, key.secret, new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(key.name.toArray());
        return cipher;
    }

    /** How many keys there are. */
    @Override
    public String toString() {
        return "TicketKeys[" + Objects.requireNonNull(ring.get()).keys.size() + "]";
    }
}
