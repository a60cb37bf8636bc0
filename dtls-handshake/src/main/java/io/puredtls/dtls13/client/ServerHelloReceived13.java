package io.puredtls.dtls13.client;

import static io.puredtls.alert.ProtocolException.violation;

import io.puredtls.alert.ProtocolException;
import io.puredtls.alert.Violation;
import io.puredtls.config.ClientConfig;
import io.puredtls.config.PskExchange;
import io.puredtls.config.Settings;
import io.puredtls.crypto.kex.IllegalShareException;
import io.puredtls.crypto.kex.KeyExchange;
import io.puredtls.crypto.kex.NamedGroup;
import io.puredtls.crypto.schedule13.EarlySecret;
import io.puredtls.crypto.schedule13.HandshakeSecret;
import io.puredtls.crypto.secret.SecretBytes;
import io.puredtls.crypto.suite.CipherSuite;
import io.puredtls.dtls13.HandshakeKeys;
import io.puredtls.dtls13.Handshaking13;
import io.puredtls.extension.Extension;
import io.puredtls.extension.KeyShareEntry;
import io.puredtls.extension.RequestedConnectionId;
import io.puredtls.extension.Rrc;
import io.puredtls.extension.SelectedPsk;
import io.puredtls.extension.SelectedVersion;
import io.puredtls.extension.ServerKeyShare;
import io.puredtls.message.ClientHello;
import io.puredtls.message.ServerHello;
import io.puredtls.negotiate.ConnectionIds;
import io.puredtls.record.ProtocolVersion;
import io.puredtls.state.HandshakeContext;
import io.puredtls.state.HandshakeState;
import io.puredtls.state.Received;
import io.puredtls.state.Role;
import io.puredtls.transcript.TranscriptFraming;
import java.util.Optional;

/** The way from the version-neutral beginning into DTLS 1.3: a ServerHello that chose it. */
public final class ServerHelloReceived13 {
    private ServerHelloReceived13() {
    }

    /** [RFC9846 §4.3.1] Whether it is one of DTLS 1.3: whatever its extension says, older ones have none. */
    public static boolean isFor(ServerHello answer) {
        // [RFC9846 §4.3.1#10]
        return answer.extensions().has(SelectedVersion.class);
    }

    /** Checks the server's choice against {@code offer}, which it takes, and makes the handshake's keys. */
    public static HandshakeState enter(
            ClientConfig config, ClientOffer offer, ServerHello answer, Received received, HandshakeContext context)
            throws ProtocolException {
        check(offer.hello(), answer);
        Optional<ConnectionIds> ids = ConnectionIds.answered(offer.hello(), answer, config.settings());
        Optional<OfferedKey> key = chosenKey(offer, answer);
        Optional<ServerKeyShare> share = answer.find(ServerKeyShare.class);
        // [RFC9846 §4.3.11#11]
        if (share.isEmpty() && (key.isEmpty() || config.pskExchange() == PskExchange.WITH_DHE)) {
            throw violation(Violation.ILLEGAL_SERVER_HELLO, "the ServerHello has no key_share");
        }
        Handshaking13 shared = new Handshaking13(Role.CLIENT, answer.cipherSuite(), offer.hello().random());
        HandshakeSecret secret = agree(config.settings(), offer, answer.cipherSuite(), key, share);
        try {
            context.expectAcknowledgements();
            if (!context.transcript().hasBegun()) {
                context.transcript().begin(config.settings().jca(), answer.cipherSuite().hash(), TranscriptFraming.DTLS13);
            }
            context.accept(received);
            context.connectionIds().agree(ids, false);
            HandshakeKeys keys = HandshakeKeys.install(shared, secret, context);
            offer.close();
            Optional<NamedGroup> group = share.map(each -> each.serverShare().group());
            return new AwaitEncryptedExtensions(new ClientHandshake13(config, shared, offer.hello(), group, key), secret, keys);
        } catch (RuntimeException failed) {
            secret.close();
            throw failed;
        }
    }

    private static void check(ClientHello hello, ServerHello answer) throws ProtocolException {
        ProtocolVersion selected = answer.find(SelectedVersion.class).orElseThrow().version();
        // [RFC9846 §4.3.1#11]
        if (!selected.equals(ProtocolVersion.DTLS_1_3)) {
            throw violation(Violation.ILLEGAL_SELECTED_VERSION, "supported_versions of the ServerHello says " + selected);
        }
        // [RFC9846 §4.2.3#2]
        if (!answer.serverVersion().equals(ProtocolVersion.DTLS_1_2)) {
            throw violation(Violation.WRONG_LEGACY_VERSION, "legacy_version of the ServerHello is " + answer.serverVersion());
        }
        // [RFC9147 §5#5] [RFC9147 §5#6]
        if (!answer.sessionId().isEmpty()
                // [RFC9846 §4.2.3#8]
                || answer.compressionMethod() != 0) {
            throw violation(Violation.ILLEGAL_SERVER_HELLO, "a ServerHello with session id " + answer.sessionId() + ", compression method " + answer.compressionMethod());
        }
        // [RFC9846 §4.2.3#6]
        if (!answer.cipherSuite().isForDtls13() || !answer.cipherSuite().isKnown() || !hello.cipherSuites().contains(answer.cipherSuite())) {
            throw violation(Violation.UNOFFERED_CIPHER_SUITE, "the server chose " + answer.cipherSuite());
        }
        for (Extension extension : answer.extensions().list()) {
            // [RFC9846 §4.3#4]
            if (!hello.extensions().has(extension.type())) {
                throw violation(Violation.UNSOLICITED_EXTENSION, "the server answered " + extension.type() + ", which was not offered");
            }
            boolean belongs = extension instanceof SelectedVersion || extension instanceof ServerKeyShare || extension instanceof SelectedPsk
                    || extension instanceof RequestedConnectionId || extension instanceof Rrc;
            // [RFC9846 §4.3#5]
            if (!belongs) {
                throw violation(Violation.MISPLACED_EXTENSION, extension.type() + " in a ServerHello");
            }
        }
    }

    /** [RFC9846 §4.3.11] One that was offered, and that goes with the suite. */
    private static Optional<OfferedKey> chosenKey(ClientOffer offer, ServerHello answer) throws ProtocolException {
        Optional<SelectedPsk> selected = answer.find(SelectedPsk.class);
        if (selected.isEmpty()) {
            return Optional.empty();
        }
        int index = selected.get().selectedIdentity();
        // [RFC9846 §4.3.11#11]
        if (index >= offer.keys().size()) {
            throw violation(Violation.ILLEGAL_PSK_CHOICE, "the server chose pre-shared key " + index + " of " + offer.keys().size());
        }
        OfferedKey key = offer.keys().get(index);
        // [RFC9846 §4.3.11#11]
        if (key.hash() != answer.cipherSuite().hash()) {
            throw violation(Violation.ILLEGAL_PSK_CHOICE, "the server chose a key for " + key.hash() + " with " + answer.cipherSuite());
        }
        return Optional.of(key);
    }

    private static HandshakeSecret agree(
            Settings settings, ClientOffer offer, CipherSuite suite, Optional<OfferedKey> key, Optional<ServerKeyShare> share)
            throws ProtocolException {
        Optional<SecretBytes> agreement = share.isPresent()
                ? Optional.of(agreement(offer, share.get().serverShare())) : Optional.empty();
        EarlySecret early = key.isPresent()
                ? key.get().earlySecret(settings.jca()) : EarlySecret.withoutPsk(settings.jca(), suite.hash());
        return agreement.isPresent() ? early.handshakeSecret(agreement.get()) : early.handshakeSecret();
    }

    private static SecretBytes agreement(ClientOffer offer, KeyShareEntry share) throws ProtocolException {
        // [RFC9846 §4.3.8#12] [RFC9846 §4.3.8#14]
        KeyExchange exchange = offer.in(share.group()).orElseThrow(() -> violation(
                Violation.UNOFFERED_GROUP, "the server's share is in " + share.group() + ", and we sent none in it"));
        try {
            return exchange.agree(share.keyExchange().toArray());
        } catch (IllegalShareException illegal) {
            // [RFC9846 §6#10]
            throw violation(Violation.ILLEGAL_KEY_SHARE, "ServerHello: " + illegal.getMessage());
        }
    }
}
