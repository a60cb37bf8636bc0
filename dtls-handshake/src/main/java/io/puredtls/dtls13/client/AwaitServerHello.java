package io.puredtls.dtls13.client;

import static io.puredtls.alert.ProtocolException.violation;

import io.puredtls.alert.ProtocolException;
import io.puredtls.alert.Violation;
import io.puredtls.config.ClientConfig;
import io.puredtls.crypto.suite.CipherSuite;
import io.puredtls.message.HelloRetryRequest;
import io.puredtls.message.ServerHello;
import io.puredtls.state.HandshakeContext;
import io.puredtls.state.HandshakeState;
import io.puredtls.state.Received;

/** [RFC9846 §4.2.3] The second hello is out; the server may not ask again. Owns the offer. */
record AwaitServerHello(ClientConfig config, ClientOffer offer, CipherSuite suite) implements Client13State {
    @Override
    public HandshakeState on(Received received, HandshakeContext context) throws ProtocolException {
        if (received.message() instanceof HelloRetryRequest) {
            // [RFC9147 §5.1#21]
            throw violation(Violation.SECOND_RETRY_REQUEST, "the server asks for a third hello");
        }
        if (!(received.message() instanceof ServerHello answer)) {
            throw context.unexpected(received, this);
        }
        // [RFC9846 §4.2.4#12]
        if (!ServerHelloReceived13.isFor(answer)) {
            throw violation(Violation.CHOICE_CHANGED_AFTER_RETRY, "the version after a HelloRetryRequest is another");
        }
        // [RFC9846 §4.2.4#10]
        if (!answer.cipherSuite().equals(suite)) {
            throw violation(Violation.CHOICE_CHANGED_AFTER_RETRY, "the server chose " + answer.cipherSuite() + ", and before " + suite);
        }
        return ServerHelloReceived13.enter(config, offer, answer, received, context);
    }

    @Override
    public int readEpoch() {
        return 0;
    }

    @Override
    public void close() {
        offer.close();
    }
}
