package io.puredtls.endpoint.cli;

/** What the process says when it ends. */
final class ExitStatus {
    /** All went well. */
    static final int OK = 0;
    /** The handshake failed, was refused or took too long; a message could not be sent; the server cannot bind. */
    static final int FAILED = 1;
    /** It was asked for in a way that is not understood. */
    static final int USAGE = 2;
    /** The handshake completed, but the session then failed or the peer vanished. */
    static final int LOST = 3;

    private ExitStatus() {
    }
}
