package io.puredtls.dtls12.client;

import io.puredtls.alert.ProtocolException;
import io.puredtls.dtls12.Handshaking12;
import io.puredtls.dtls12.Promise;
import io.puredtls.message.NewSessionTicket12;
import io.puredtls.state.HandshakeContext;
import io.puredtls.state.HandshakeState;
import io.puredtls.state.Received;

/** [RFC5077 §3.3] The server gives the ticket that it promised. Owns what the next state owns. */
record AwaitNewSessionTicket(BeforeChangeCipherSpec next) implements Client12State {
    /** Only a server that promised a ticket gives one, and it always does. */
    static HandshakeState ifPromised(Handshaking12 shared, BeforeChangeCipherSpec next) {
        // [RFC5077 §3.3#1] [RFC5077 §3.3#2]
        return shared.promise() instanceof Promise.Ticket ? new AwaitNewSessionTicket(next) : next;
    }

    @Override
    public HandshakeState on(Received received, HandshakeContext context) throws ProtocolException {
        if (!(received.message() instanceof NewSessionTicket12 ticket)) {
            throw context.unexpected(received, this);
        }
        // [RFC5077 §3.3#3] both Finished cover it
        context.accept(received);
        return next.with(ticket);
    }

    @Override
    public void close() {
        next.close();
    }
}
