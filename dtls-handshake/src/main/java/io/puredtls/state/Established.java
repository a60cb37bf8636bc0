package io.puredtls.state;

import io.puredtls.crypto.secret.SecretBytes;
import io.puredtls.session.SessionInfo;

/** A state after the handshake: application data flows. */
public interface Established extends HandshakeState {
    /** What was agreed on. */
    SessionInfo info();

    /** [RFC5705] Gives exported keying material without a context. */
    SecretBytes export(String label, int length);

    /** [RFC5705] Gives exported keying material with {@code context}, which may be empty. */
    SecretBytes export(String label, byte[] context, int length);
}
