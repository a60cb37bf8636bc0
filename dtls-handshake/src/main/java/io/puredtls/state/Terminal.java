package io.puredtls.state;

/** The association is over, closed or failed; everything is answered with silence. */
public record Terminal() implements HandshakeState {
    @Override
    public HandshakeState on(Received received, HandshakeContext context) {
        return this;
    }

    @Override
    public int readEpoch() {
        return -1;
    }

    @Override
    public boolean isWaitingForPeer() {
        return false;
    }
}
