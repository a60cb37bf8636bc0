package io.puredtls.client;

import static io.puredtls.alert.ProtocolException.violation;

import io.puredtls.alert.ProtocolException;
import io.puredtls.alert.Violation;
import io.puredtls.config.ClientConfig;
import io.puredtls.dtls12.client.ServerHelloReceived;
import io.puredtls.dtls13.client.ClientOffer;
import io.puredtls.dtls13.client.EarlyDataKeys;
import io.puredtls.dtls13.client.HelloRetry;
import io.puredtls.dtls13.client.ServerHelloReceived13;
import io.puredtls.extension.EarlyData;
import io.puredtls.message.ClientHello;
import io.puredtls.message.HelloRetryRequest;
import io.puredtls.message.HelloVerifyRequest;
import io.puredtls.message.ServerHello;
import io.puredtls.negotiate.ConnectionIds;
import io.puredtls.negotiate.DowngradeSentinel;
import io.puredtls.record.ProtocolVersion;
import io.puredtls.state.HandshakeContext;
import io.puredtls.state.HandshakeState;
import io.puredtls.state.Received;

/**
 * [RFC6347 §4.2.1] Our hello is out: the server asks for it again with a cookie, or chooses of it. Where the versions
 * part. Owns the offer.
 *
 * @param cookies how many cookies we were given
 */
public record AwaitServerAnswer(ClientConfig config, ClientOffer offer, int cookies) implements HandshakeState {
    /** A cookie may expire on its way; more than a few times is a server that goes in circles. */
    private static final int MAX_COOKIES = 4;

    /** Sends the first hello. */
    public static HandshakeState start(ClientConfig config, HandshakeContext context) {
        ClientOffer offer = FirstHello.of(config, context.transcript());
        // [RFC9846 §4.2.2#1]
        context.send(offer.hello());
        context.connectionIds().offer(ConnectionIds.offered(offer.hello()));
        EarlyDataKeys.install(config.settings(), offer, context);
        return new AwaitServerAnswer(config, offer, 0);
    }

    @Override
    public HandshakeState on(Received received, HandshakeContext context) throws ProtocolException {
        if (received.message() instanceof HelloVerifyRequest request) {
            if (!config.settings().allows(ProtocolVersion.DTLS_1_2)) {
                throw violation(Violation.UNEXPECTED_HANDSHAKE_MESSAGE,
                        "HelloVerifyRequest, as a server of " + ProtocolVersion.DTLS_1_2 + " sends it; we speak " + config.settings().versions());
            }
            // [RFC9147 §5.2#12]
            return sayAgain(request, context);
        }
        if (received.message() instanceof HelloRetryRequest request && mayBeDtls13()) {
            // [RFC9147 §5.1#18]
            return HelloRetry.answer(config, offer, request, received, context);
        }
        if (received.message() instanceof ServerHello answer) {
            return choose(answer, received, context);
        }
        throw context.unexpected(received, this);
    }

    /** [RFC9147 §5.2] Whoever asks by HelloVerifyRequest speaks an older version. */
    private boolean mayBeDtls13() {
        return cookies == 0 && config.settings().allows(ProtocolVersion.DTLS_1_3);
    }

    private HandshakeState sayAgain(HelloVerifyRequest request, HandshakeContext context) throws ProtocolException {
        if (cookies == MAX_COOKIES) {
            throw violation(Violation.TOO_MANY_HELLO_VERIFY_REQUESTS, "the server asked for " + (cookies + 1) + " cookies");
        }
        // [RFC6347 §4.2.1#2] [RFC6347 §4.2.1#20] [RFC6347 §4.2.1#23] as often as it is asked for
        // [RFC6347 §4.2.1#5] [RFC6347 §4.2.1#6] server_version says nothing and is not looked at
        requireNoEarlyData();
        ClientHello again = offer.hello().withCookie(request.cookie());
        context.transcript().restart(); // [RFC6347 §4.2.1#21] neither the first hello nor this request counts
        context.send(again);
        return new AwaitServerAnswer(config, new ClientOffer(again, offer.exchanges(), offer.keys()), cookies + 1);
    }

    private HandshakeState choose(ServerHello answer, Received received, HandshakeContext context) throws ProtocolException {
        // [RFC9846 §4.3.1#9]
        if (ServerHelloReceived13.isFor(answer) && config.settings().allows(ProtocolVersion.DTLS_1_3)) {
            if (!mayBeDtls13()) {
                throw violation(Violation.NO_COMMON_VERSION, "the server chose " + ProtocolVersion.DTLS_1_3 + " after a HelloVerifyRequest");
            }
            return ServerHelloReceived13.enter(config, offer, answer, received, context);
        }
        DowngradeSentinel.check(config.settings(), answer);
        // [RFC9846 §E.1#3]
        if (!config.settings().allows(ProtocolVersion.DTLS_1_2)) {
            throw violation(Violation.NO_COMMON_VERSION, "the server chose " + answer.serverVersion() + ", we speak " + config.settings().versions());
        }
        requireNoEarlyData();
        offer.close();
        return ServerHelloReceived.enter(config, offer.hello(), answer, received, context);
    }

    /** An older server takes the early data for rubbish; a connection of an older version would lose it without a word. */
    private void requireNoEarlyData() throws ProtocolException {
        // [RFC9846 §E.3#1]
        if (offer.hello().extensions().has(EarlyData.class)) {
            throw violation(Violation.OLDER_VERSION_AFTER_EARLY_DATA,
                    "the server speaks an older version, and early data was offered: connect again without it");
        }
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
