package io.puredtls.engine;

import io.puredtls.crypto.entropy.Entropy;
import io.puredtls.crypto.jca.Jca;
import io.puredtls.crypto.secret.DestroyableKey;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.util.Arrays;
import javax.crypto.Mac;

/**
 * [RFC6347 §4.2.1] Makes and checks cookies: HMAC-SHA-256 over the peer's address and the hello without its cookie. Two
 * keys are live, so that a cookie made just before the key changes is good for a while. Not thread-safe.
 */
final class CookieKeys {
    /** The length of a cookie in bytes. */
    static final int COOKIE_LENGTH = 32;

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

    /** The cookie for a hello, whose content around the cookie field is two slices of {@code body}. */
    byte[] cookie(byte[] peer, byte[] body, int cookieStart, int cookieEnd, long now) {
        changeIfDue(now);
        return mac(current, peer, body, cookieStart, cookieEnd);
    }

    /** Whether {@code cookie} is one of ours for this peer and this hello. */
    boolean matches(byte[] cookie, byte[] peer, byte[] body, int cookieStart, int cookieEnd, long now) {
        changeIfDue(now);
        // [RFC6347 §4.2.1#15] the key before the current one is good for a while
        return MessageDigest.isEqual(cookie, mac(current, peer, body, cookieStart, cookieEnd))
                || MessageDigest.isEqual(cookie, mac(previous, peer, body, cookieStart, cookieEnd));
    }

    private static byte[] mac(Mac mac, byte[] peer, byte[] body, int cookieStart, int cookieEnd) {
        mac.update((byte) peer.length);
        mac.update(peer);
        // [RFC6347 §4.2.1#8] a hello that was changed needs another cookie
        mac.update(body, 0, cookieStart);
        mac.update(body, cookieEnd, body.length - cookieEnd);
        return mac.doFinal();
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
        init(previous, outdated);
        Arrays.fill(outdated, (byte) 0);
        currentKey = entropy.bytes(COOKIE_LENGTH);
        init(current, currentKey);
        changeAt = now + lifetime;
    }
}
