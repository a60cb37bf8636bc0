package io.puredtls.dtls12.client;

import io.puredtls.crypto.schedule12.MasterSecret;
import io.puredtls.dtls12.Handshaking12;
import io.puredtls.dtls12.Keys12;
import io.puredtls.session.SessionInfo;
import io.puredtls.state.HandshakeContext;
import io.puredtls.state.HandshakeState;

/** [RFC5246 §7.4.9] How our flight ends, whatever it began with: ChangeCipherSpec Finished. */
final class FinalFlight {
    private FinalFlight() {
    }

    /** Takes {@code master}. */
    static HandshakeState send(Handshaking12 shared, SessionInfo info, MasterSecret master, Keepsake keepsake, HandshakeContext context) {
        try {
            Keys12 keys = shared.keys(master, context);
            shared.prove(master, keys.write(), context);
            return AwaitNewSessionTicket.ifPromised(shared, new AwaitChangeCipherSpec(shared, info, master, keys.read(), keepsake));
        } catch (RuntimeException failed) { // a provider may refuse
            master.close();
            throw failed;
        }
    }
}
