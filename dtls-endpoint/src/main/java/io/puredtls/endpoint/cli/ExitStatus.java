package io.puredtls.endpoint.cli;

/** What the process says when it ends. */
final class ExitStatus {
    /** All went well. */
    static final int OK = 0;
    /** The handshake failed, was refused or took too long; the server cannot bind; nothing could be done. */
    static final int FAILED = 1;
    /** It was asked for in a way that is not understood. */
    static final int USAGE = 2;
    /** The handshake completed, but the session then failed or the peer vanished. */
    static final int LOST = 3;

    private ExitStatus() {
    }
}
