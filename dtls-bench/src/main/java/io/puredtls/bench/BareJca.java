package io.puredtls.bench;

import java.security.GeneralSecurityException;
import java.security.Provider;
import java.util.Arrays;
import java.util.Optional;

/**
 * The twin: exactly the cipher calls of one record, in place and with held ciphers, and nothing else. What it costs is the
 * JCA's own. Those calls are {@code init}, {@code updateAAD}, {@code doFinal}, or what {@link BareCcm} says for CCM; and in
 * DTLS 1.3 the one that masks the record's number, after sealing and before opening.
 */
final class BareJca {
    private final Suite suite;
    private final BareAead aead;
    private final BareMask sealMask;
    private final BareMask openMask;
    private final byte[] sealNonce = new byte[12];
    private final byte[] openNonce = new byte[12];
    private long sealCounter;
    private long openCounter;

    BareJca(Suite suite) throws GeneralSecurityException {
        this(suite, Optional.empty());
    }

    /** With {@code provider}'s AES/GCM, if there is one, in place of the platform's. */
    BareJca(Suite suite, Optional<Provider> provider) throws GeneralSecurityException {
        byte[] key = new byte[suite.aead().keyLength()];
        Arrays.fill(key, (byte) 7);
        this.suite = suite;
        this.aead = BareAead.of(suite, key, provider);
        this.sealMask = BareMask.of(suite, key);
        this.openMask = BareMask.of(suite, key);
    }

    /** Seals so many bytes of content where a record of ours has them; gives the length of what is sealed. */
    int seal(byte[] record, int contentLength) throws GeneralSecurityException {
        put(sealNonce, sealCounter++);
        int sealed = aead.seal(sealNonce, record, suite.textOffset(), suite.textLength(contentLength));
        sealMask.mask(record, suite.textOffset());
        return sealed;
    }

    /** Opens what was sealed, in the same order; {@code length} is what {@link #seal} gave. */
    int open(byte[] record, int length) throws GeneralSecurityException {
        put(openNonce, openCounter++);
        openMask.mask(record, suite.textOffset());
        return aead.open(openNonce, record, suite.textOffset(), length);
    }

    private static void put(byte[] nonce, long counter) {
        for (int i = 11; i >= 4; i--) {
            nonce[i] = (byte) counter;
            counter >>>= 8;
        }
    }
}
