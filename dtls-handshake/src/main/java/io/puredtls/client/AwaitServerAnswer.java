package io.puredtls.client;

import static io.puredtls.alert.ProtocolException.violation;

import io.puredtls.alert.ProtocolException;
import io.puredtls.alert.Violation;
import io.puredtls.config.ClientConfig;
import io.puredtls.dtls12.client.ServerHelloReceived;
import io.puredtls.message.ClientHello;
import io.puredtls.message.HelloVerifyRequest;
import io.puredtls.message.ServerHello;
import io.puredtls.state.HandshakeContext;
import io.puredtls.state.HandshakeState;
import io.puredtls.state.Received;

/**
 * [RFC6347 §4.2.1] Our hello is out: the server asks for it again with a cookie, or chooses of it. Where the versions
 * part.
 *
 * @param cookies how many cookies we were given
 */
public record AwaitServerAnswer(ClientConfig config, ClientHello hello, int cookies) implements HandshakeState {
    /** A cookie may expire on its way; more than a few times is a server that goes in circles. */
    private static final int MAX_COOKIES = 4;

    /** Sends the first hello. */
    public static HandshakeState start(ClientConfig config, HandshakeContext context) {
        ClientHello hello = FirstHello.of(config);
        context.send(hello);
        return new AwaitServerAnswer(config, hello, 0);
    }

    @Override
    public HandshakeState on(Received received, HandshakeContext context) throws ProtocolException {
        if (received.message() instanceof HelloVerifyRequest request) {
            if (cookies == MAX_COOKIES) {
                throw violation(Violation.TOO_MANY_HELLO_VERIFY_REQUESTS, "the server asked for " + (cookies + 1) + " cookies");
            }
            // [RFC6347 §4.2.1#2] [RFC6347 §4.2.1#20] [RFC6347 §4.2.1#23] as often as it is asked for
            // [RFC6347 §4.2.1#5] [RFC6347 §4.2.1#6] server_version says nothing and is not looked at
            ClientHello again = hello.withCookie(request.cookie());
            context.transcript().restart(); // [RFC6347 §4.2.1#21] neither the first hello nor this request counts
            context.send(again);
            return new AwaitServerAnswer(config, again, cookies + 1);
        }
        if (received.message() instanceof ServerHello answer) {
            return ServerHelloReceived.enter(config, hello, answer, received, context);
        }
        throw context.unexpected(received, this);
    }

    @Override
    public int readEpoch() {
        return 0;
    }
}
