package io.puredtls.dtls13;

/**
 * [RFC9147 §8] How far our keys are on their way to the next.
 *
 * @param own whether a KeyUpdate of ours is on its way: then nothing new may be said in this epoch until it has been acknowledged
 * @param owed whether the peer asked for one more meanwhile
 * @param asked whether we asked the peer to do the same, and it has not yet
 */
record KeyState(boolean own, boolean owed, boolean asked) {
    /** Nothing is on its way. */
    static final KeyState STEADY = new KeyState(false, false, false);

    /** A KeyUpdate of ours went. */
    KeyState sent(boolean asking) {
        return new KeyState(true, owed, asked || asking);
    }

    /** It was acknowledged. */
    KeyState acknowledged() {
        return new KeyState(false, false, asked);
    }

    /** The peer's came, and wants an answer that has to wait. */
    KeyState owing() {
        return new KeyState(own, true, asked);
    }

    /** The peer's came. */
    KeyState peerUpdated() {
        return new KeyState(own, owed, false);
    }
}
