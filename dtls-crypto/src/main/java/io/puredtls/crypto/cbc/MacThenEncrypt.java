package io.puredtls.crypto.cbc;

import io.puredtls.crypto.aead.AeadLimits;
import java.util.Arrays;

/**
 * [RFC5246 §6.2.3.2] The MAC is of the content, and where it stands is told by padding that nothing protects:
 *
 * <pre>
 *   IV (16) · AES-CBC( content · MAC( header with the length of the content · content ) · padding · padding_length )
 * </pre>
 *
 * <p>Whoever learns from a record that he made up whether its padding was right, or how long it was, can decrypt by asking
 * (Lucky Thirteen, AlFardan and Paterson 2013; DTLS makes it easy, as no record ends the association). So {@link #open} does the
 * same whatever was decrypted. Until the one last decision nothing branches on a decrypted byte, nothing is indexed by one, and
 * what is looked at and how often the hash is called depends on the record's length alone, which anybody sees:
 *
 * <ol>
 *   <li>the last 256 bytes, or as many as there may be, are compared with padding_length, those that it does not cover too;
 *   <li>if it is wrong, a padding_length of 0 is assumed [RFC5246 §6.2.3.2];
 *   <li>the MAC is computed for a length that is one of 256, by {@link HiddenLengthHmac};
 *   <li>the MAC received is copied out of all places where it could stand, and turned into place by steps that are all made;
 *   <li>all its bytes are compared, and the answer is one: right or {@link #FORGED}.
 * </ol>
 *
 * <p>What no Java program can promise is what a JVM makes of this. The operations used (int addition, shifts, logic) take the
 * same time for all values on the usual processors; that a compiler leaves them so is specified nowhere. AES is as constant as
 * its provider makes it. {@link AeadLimits#CBC_MAC_THEN_ENCRYPT} therefore also bounds how often may be asked.
 */
final class MacThenEncrypt implements CbcHmac {
    private final ExplicitIvCbc cbc;
    private final RecordMac mac;
    private final HiddenLengthHmac hidden;
    private final byte[] received;
    private final byte[] turned;

    /** Takes all three, of one MAC. */
    MacThenEncrypt(ExplicitIvCbc cbc, RecordMac mac, HiddenLengthHmac hidden) {
        this.cbc = cbc;
        this.mac = mac;
        this.hidden = hidden;
        this.received = new byte[mac.length()];
        this.turned = new byte[mac.length()];
    }

    @Override
    public AeadLimits limits() {
        return AeadLimits.CBC_MAC_THEN_ENCRYPT;
    }

    @Override
    public int mostAdded() {
        return ExplicitIvCbc.BLOCK + mac.length() + Padding.MOST_NEEDED;
    }

    @Override
    public int sealedLength(int length) {
        return ExplicitIvCbc.BLOCK + Padding.padded(length + mac.length());
    }

    @Override
    public int longestWithin(int sealedLength) {
        return Padding.longestWithin(sealedLength - ExplicitIvCbc.BLOCK) - mac.length();
    }

    @Override
    public int seal(MacHeader header, byte[] text, int offset, int length) {
        int at = offset + ExplicitIvCbc.BLOCK;
        mac.append(header, text, at, length);
        int padded = Padding.append(text, at, length + mac.length());
        cbc.encrypt(text, at, padded);
        return ExplicitIvCbc.BLOCK + padded;
    }

    @Override
    public int open(MacHeader header, byte[] text, int offset, int length) {
        int padded = length - ExplicitIvCbc.BLOCK;
        int longest = padded - mac.length() - 1; // of the content: with a padding_length of 0
        if (longest < 0 || padded % ExplicitIvCbc.BLOCK != 0) {
            return FORGED; // as anybody sees
        }
        int at = offset + ExplicitIvCbc.BLOCK;
        cbc.decrypt(text, at, padded);
        int right = Padding.isRight(text, at, padded, longest);
        int content = longest - (text[at + padded - 1] & 0xFF & right);
        header.textLength(content);
        byte[] expected = hidden.mac(header, text, at, content, longest);
        copyMac(text, at, content, longest);
        int difference = ~right;
        for (int i = 0; i < expected.length; i++) {
            difference |= expected[i] ^ received[i];
        }
        return difference == 0 ? content : FORGED;
    }

    /**
     * Copies what stands at {@code start}, which is hidden, from all places where it could: each byte goes to the next place of
     * {@code received}, round and round, and what came in turned is turned back.
     */
    private void copyMac(byte[] text, int offset, int start, int longest) {
        Arrays.fill(received, (byte) 0);
        int turn = 0;
        int place = 0;
        for (int i = Math.max(0, longest - Padding.MOST), end = longest + received.length; i < end; i++) {
            int isOfMac = Mask.notLess(i, start) & Mask.less(i, start + received.length);
            turn |= place & Mask.equal(i, start);
            received[place] |= (byte) (text[offset + i] & isOfMac);
            place = place + 1 == received.length ? 0 : place + 1;
        }
        for (int step = 1; step < received.length; step <<= 1) {
            turnBack(step, -(turn & 1));
            turn >>= 1;
        }
    }

    /** Turns what was received by so many places, or by none, as {@code wanted} says. */
    private void turnBack(int step, int wanted) {
        for (int i = 0; i < received.length; i++) {
            int from = i + step < received.length ? i + step : i + step - received.length;
            turned[i] = (byte) (received[from] & wanted | received[i] & ~wanted);
        }
        System.arraycopy(turned, 0, received, 0, received.length);
    }

    @Override
    public void close() {
        cbc.close();
        mac.close();
        hidden.close();
        Arrays.fill(received, (byte) 0);
        Arrays.fill(turned, (byte) 0);
    }
}
