package io.puredtls.dtls13;

/** [RFC9147 §8] Whether our keys are about to change. */
enum KeyState {
    /** They are not. */
    STEADY,
    /** A KeyUpdate is on its way: nothing new may be said in this epoch until it has been acknowledged. */
    CHANGING
}
