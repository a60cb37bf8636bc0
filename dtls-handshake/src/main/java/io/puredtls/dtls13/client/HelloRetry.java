package io.puredtls.dtls13.client;

import static io.puredtls.alert.ProtocolException.violation;

import io.puredtls.alert.ProtocolException;
import io.puredtls.alert.Violation;
import io.puredtls.config.ClientConfig;
import io.puredtls.config.Settings;
import io.puredtls.crypto.kex.KeyExchange;
import io.puredtls.crypto.kex.NamedGroup;
import io.puredtls.extension.Cookie;
import io.puredtls.extension.Extension;
import io.puredtls.extension.ExtensionType;
import io.puredtls.extension.Extensions;
import io.puredtls.extension.KeyShareEntry;
import io.puredtls.extension.KeyShares;
import io.puredtls.extension.SelectedGroup;
import io.puredtls.extension.SelectedVersion;
import io.puredtls.extension.UnknownExtension;
import io.puredtls.message.ClientHello;
import io.puredtls.message.HelloRetryRequest;
import io.puredtls.record.ProtocolVersion;
import io.puredtls.state.HandshakeContext;
import io.puredtls.state.HandshakeState;
import io.puredtls.state.Received;
import io.puredtls.transcript.TranscriptFraming;
import io.puredtls.wire.Bytes;
import java.util.List;
import java.util.Optional;

/** [RFC9846 §4.2.4] The server asks for another hello: with its cookie, with a share in its group, or with both. */
public final class HelloRetry {
    private HelloRetry() {
    }

    /** Checks what it asks against {@code offer}, which it takes, and sends the second hello. */
    public static HandshakeState answer(
            ClientConfig config, ClientOffer offer, HelloRetryRequest request, Received received, HandshakeContext context)
            throws ProtocolException {
        check(offer.hello(), request);
        Settings settings = config.settings();
        Optional<NamedGroup> group = request.find(SelectedGroup.class).map(SelectedGroup::group);
        Optional<Cookie> cookie = request.find(Cookie.class);
        if (group.isPresent()) {
            checkGroup(offer, group.get(), settings);
        } else if (cookie.isEmpty()) {
            // [RFC9846 §4.2.4#5]
            throw violation(Violation.RETRY_WITHOUT_CHANGE, "the server asks for the same hello again");
        }
        context.endEarlyData();
        context.expectAcknowledgements();
        context.transcript().begin(settings.jca(), request.cipherSuite().hash(), TranscriptFraming.DTLS13);
        // [RFC9147 §5.1#8]
        context.transcript().replaceByMessageHash();
        context.accept(received);
        ClientOffer second = secondOffer(config, offer, request, cookie, group, context);
        // [RFC9846 §4.2.4#7]
        context.send(second.hello());
        return new AwaitServerHello(config, second, request.cipherSuite());
    }

    private static void check(ClientHello hello, HelloRetryRequest request) throws ProtocolException {
        for (Extension extension : request.extensions().list()) {
            boolean mayCome = extension instanceof Cookie || hello.extensions().has(extension.type());
            if (!mayCome) {
                throw violation(Violation.UNSOLICITED_EXTENSION, "HelloRetryRequest has " + extension.type() + ", which was not offered");
            }
            if (extension instanceof UnknownExtension) {
                throw violation(Violation.MISPLACED_EXTENSION, extension.type() + " in a HelloRetryRequest");
            }
        }
        Optional<ProtocolVersion> selected = request.find(SelectedVersion.class).map(SelectedVersion::version);
        // [RFC9846 §4.3.1#11]
        if (!selected.equals(Optional.of(ProtocolVersion.DTLS_1_3))) {
            throw violation(Violation.ILLEGAL_SELECTED_VERSION, "supported_versions of the HelloRetryRequest "
                    + selected.map(version -> "says " + version).orElse("is missing"));
        }
        // [RFC9846 §4.2.4#4]
        if (!request.legacyVersion().equals(ProtocolVersion.DTLS_1_2)) {
            throw violation(Violation.WRONG_LEGACY_VERSION, "legacy_version of the HelloRetryRequest is " + request.legacyVersion());
        }
        // [RFC9147 §5#5]
        if (request.legacyCompressionMethod() != 0 || !request.legacySessionIdEcho().isEmpty()) {
            throw violation(Violation.ILLEGAL_RETRY_REQUEST, "a HelloRetryRequest with compression method "
                    + request.legacyCompressionMethod() + ", session id " + request.legacySessionIdEcho());
        }
        // [RFC9846 §4.2.4#8]
        if (!request.cipherSuite().isForDtls13() || !request.cipherSuite().isKnown() || !hello.cipherSuites().contains(request.cipherSuite())) {
            throw violation(Violation.UNOFFERED_CIPHER_SUITE, "the server chose " + request.cipherSuite());
        }
    }

    /** [RFC9846 §4.3.8] One that was offered, and in which there is no share yet. */
    private static void checkGroup(ClientOffer offer, NamedGroup group, Settings settings) throws ProtocolException {
        // [RFC9846 §4.3.8#10]
        if (!settings.groups().contains(group)) {
            throw violation(Violation.UNOFFERED_GROUP, "the server asks for a share in " + group + ", we offered " + settings.groups());
        }
        // [RFC9846 §4.3.8#10]
        if (offer.in(group).isPresent()) {
            throw violation(Violation.RETRY_WITHOUT_CHANGE, "the server asks for a share in " + group + ", which it has");
        }
    }

    private static ClientOffer secondOffer(
            ClientConfig config, ClientOffer offer, HelloRetryRequest request, Optional<Cookie> cookie, Optional<NamedGroup> group,
            HandshakeContext context) {
        Settings settings = config.settings();
        List<KeyExchange> exchanges = offer.exchanges();
        // [RFC9846 §4.2.2#2] [RFC9846 §4.2.2#3] [RFC9846 §4.3.10#6]
        Extensions extensions = offer.hello().extensions().without(ExtensionType.EARLY_DATA).without(ExtensionType.PRE_SHARED_KEY);
        if (group.isPresent()) {
            offer.close();
            KeyExchange exchange = group.get().begin(settings.jca(), settings.entropy());
            exchanges = List.of(exchange);
            // [RFC9846 §4.3.8#11]
            extensions = extensions.with(new KeyShares(List.of(new KeyShareEntry(group.get(), Bytes.of(exchange.share())))));
        }
        if (cookie.isPresent()) { // first of all, so that a server can check it in the first fragment
            // [RFC9147 §5.1#2] [RFC9846 §4.3.2#1]
            extensions = extensions.with(cookie.get());
        }
        // [RFC9846 §4.2.4] a key for another hash can be of no use any more
        // [RFC9846 §4.2.4#11]
        List<OfferedKey> keys = offer.keys().stream().filter(key -> key.hash() == request.cipherSuite().hash()).toList();
        ClientHello hello = Binders.append(
                // [RFC9147 §5.1#6]
                // [RFC9846 §4.2.2#4]
                offer.hello().withExtensions(extensions), renewed(keys, settings), settings.jca(), context.transcript());
        return new ClientOffer(hello, exchanges, keys);
    }

    private static List<OfferedKey> renewed(List<OfferedKey> keys, Settings settings) {
        return keys.stream().map(key -> key.session().map(session -> OfferedKey.of(session, settings.clock().millis())).orElse(key)).toList();
    }
}
