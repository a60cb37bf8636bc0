package io.puredtls.engine;

import io.puredtls.crypto.entropy.Entropy;
import io.puredtls.crypto.jca.Jca;
import io.puredtls.crypto.secret.DestroyableKey;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Optional;
import javax.crypto.Mac;

/**
 * [RFC6347 §4.2.1] [RFC9147 §5.1] Makes and checks cookies: HMAC-SHA-256 over the peer's address and, in DTLS 1.2, the hello
 * without its cookie, in DTLS 1.3 what the server wants to be reminded of. Two
 * keys are live, so that a cookie made just before the key changes is good for a while. Not thread-safe.
 */
final class CookieKeys {
    /** The length of a cookie in bytes. */
    static final int COOKIE_LENGTH = 32;

    private static final byte FOR_DTLS_1_2 = 12;
    private static final byte FOR_DTLS_1_3 = 13;
    private static final String HMAC = "HmacSHA256";

    private final Entropy entropy;
    private final long lifetime;
    private final Mac current;
    private final Mac previous;
    private byte[] currentKey;
    private long changeAt;

    /** Keys that change every {@code lifetime} nanoseconds, beginning at {@code now}. */
    CookieKeys(Jca jca, Entropy entropy, long lifetime, long now) {
        this.entropy = entropy;
        this.lifetime = lifetime;
        this.current = jca.mac(HMAC);
        this.previous = jca.mac(HMAC);
        this.currentKey = entropy.bytes(COOKIE_LENGTH);
        this.changeAt = now + lifetime;
        init(current, currentKey);
        init(previous, entropy.bytes(COOKIE_LENGTH));
    }

    private static void init(Mac mac, byte[] key) {
        try {
            mac.init(DestroyableKey.copyOf(HMAC, key));
        } catch (InvalidKeyException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** The cookie for a hello of DTLS 1.2, whose content around the cookie field is two slices of {@code body}. */
    byte[] cookie(byte[] peer, byte[] body, int cookieStart, int cookieEnd, long now) {
        changeIfDue(now);
        return mac12(current, peer, body, cookieStart, cookieEnd);
    }

    /** Whether {@code cookie} is one of ours for this peer and this hello. */
    boolean matches(byte[] cookie, byte[] peer, byte[] body, int cookieStart, int cookieEnd, long now) {
        changeIfDue(now);
        // [RFC6347 §4.2.1#15] the key before the current one is good for a while
        return MessageDigest.isEqual(cookie, mac12(current, peer, body, cookieStart, cookieEnd))
                || MessageDigest.isEqual(cookie, mac12(previous, peer, body, cookieStart, cookieEnd));
    }

    private static byte[] mac12(Mac mac, byte[] peer, byte[] body, int cookieStart, int cookieEnd) {
        begin(mac, FOR_DTLS_1_2, peer);
        // [RFC6347 §4.2.1#8] a hello that was changed needs another cookie
        mac.update(body, 0, cookieStart);
        mac.update(body, cookieEnd, body.length - cookieEnd);
        return mac.doFinal();
    }

    /** A cookie of DTLS 1.3: {@code content}, for this peer alone. */
    byte[] seal(byte[] peer, byte[] content, long now) {
        changeIfDue(now);
        byte[] cookie = Arrays.copyOf(content, content.length + COOKIE_LENGTH);
        System.arraycopy(mac13(current, peer, content), 0, cookie, content.length, COOKIE_LENGTH);
        return cookie;
    }

    /** The content of a cookie of DTLS 1.3, if it is one of ours for this peer. */
    Optional<byte[]> open(byte[] peer, byte[] cookie, long now) {
        changeIfDue(now);
        if (cookie.length <= COOKIE_LENGTH) {
            return Optional.empty();
        }
        byte[] content = Arrays.copyOf(cookie, cookie.length - COOKIE_LENGTH);
        byte[] mac = Arrays.copyOfRange(cookie, content.length, cookie.length);
        // [RFC9147 §5.1#10] [RFC9147 §11#4]
        boolean ours = MessageDigest.isEqual(mac, mac13(current, peer, content)) || MessageDigest.isEqual(mac, mac13(previous, peer, content));
        return ours ? Optional.of(content) : Optional.empty();
    }

    private static byte[] mac13(Mac mac, byte[] peer, byte[] content) {
        begin(mac, FOR_DTLS_1_3, peer);
        mac.update(content);
        return mac.doFinal();
    }

    /** No cookie of one version is good in the other. */
    private static void begin(Mac mac, byte version, byte[] peer) {
        mac.update(version);
        mac.update((byte) peer.length);
        // [RFC9147 §11#3]
        mac.update(peer);
    }

    private void changeIfDue(long now) {
        if (now < changeAt) {
            return;
        }
        byte[] outdated = currentKey;
        if (now - changeAt >= lifetime) { // the one before has had its time as well
            Arrays.fill(outdated, (byte) 0);
            outdated = entropy.bytes(COOKIE_LENGTH);
        }
        // [RFC9147 §5.1#11]
        init(previous, outdated);
        Arrays.fill(outdated, (byte) 0);
        currentKey = entropy.bytes(COOKIE_LENGTH);
        init(current, currentKey);
        changeAt = now + lifetime;
    }
}
