package io.puredtls.crypto.der;

/** The identifier octets used here, all of the one-byte form. [X.690 §8.1.2] */
public final class DerTag {
    /** BOOLEAN. */
    public static final int BOOLEAN = 0x01;
    /** INTEGER. */
    public static final int INTEGER = 0x02;
    /** BIT STRING. */
    public static final int BIT_STRING = 0x03;
    /** OCTET STRING. */
    public static final int OCTET_STRING = 0x04;
    /** NULL. */
    public static final int NULL = 0x05;
    /** OBJECT IDENTIFIER. */
    public static final int OID = 0x06;
    /** UTF8String. */
    public static final int UTF8_STRING = 0x0c;
    /** UTCTime. */
    public static final int UTC_TIME = 0x17;
    /** GeneralizedTime. */
    public static final int GENERALIZED_TIME = 0x18;
    /** SEQUENCE and SEQUENCE OF. */
    public static final int SEQUENCE = 0x30;
    /** SET and SET OF. */
    public static final int SET = 0x31;

    private DerTag() {
    }

    /** The context-specific tag [number] of a primitive value, number 0 to 30. */
    public static int context(int number) {
        if (number < 0 || number > 30) {
            throw new IllegalArgumentException("tag number " + number + " needs more than one byte");
        }
        return 0x80 | number;
    }

    /** The context-specific tag [number] of a constructed value, number 0 to 30. */
    public static int contextConstructed(int number) {
        return context(number) | 0x20;
    }
}
