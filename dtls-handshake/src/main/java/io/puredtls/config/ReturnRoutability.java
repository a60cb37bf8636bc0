package io.puredtls.config;

/** [RFC9853 §5] Whether, and how, a new address of the peer is checked before anything but a check is sent there. */
public enum ReturnRoutability {
    /** The check is neither offered nor answered: {@link PathPolicy} says what becomes of a new address. */
    NONE,
    /**
     * [RFC9853 §5.1] The peer is asked at the new address, and answers from there. The default: a device whose address was changed
     * by a NAT is heard again after one round trip. Somebody who sees the peer's records and can send copies of them faster than
     * they travel may place himself on the path; he cannot read or change anything.
     */
    BASIC,
    /**
     * [RFC9853 §5.2] The peer is asked at the old address first, and only if it does not answer from there, or says that it has
     * left, at the new one. Keeps that somebody off the path, and costs three round trips, or a second where none was measured,
     * whenever the old address is dead; what is sent meanwhile goes there, and is lost.
     */
    ENHANCED
}
