package io.puredtls.dtls13.server;

import static io.puredtls.alert.ProtocolException.violation;

import io.puredtls.alert.ProtocolException;
import io.puredtls.alert.Violation;
import io.puredtls.authentication.AwaitKeys;
import io.puredtls.authentication.Staples;
import io.puredtls.config.ClientAuthentication;
import io.puredtls.config.ServerConfig;
import io.puredtls.config.Settings;
import io.puredtls.crypto.kex.Agreement;
import io.puredtls.crypto.kex.IllegalShareException;
import io.puredtls.crypto.schedule12.Randoms;
import io.puredtls.crypto.schedule13.EarlySecret;
import io.puredtls.crypto.schedule13.Exporter13;
import io.puredtls.crypto.schedule13.HandshakeSecret;
import io.puredtls.crypto.schedule13.MainSecret;
import io.puredtls.crypto.schedule13.TrafficSecret;
import io.puredtls.dtls13.ApplicationKeys;
import io.puredtls.dtls13.CertificateProof;
import io.puredtls.dtls13.CertificateWish;
import io.puredtls.dtls13.Certificates13;
import io.puredtls.dtls13.HandshakeKeys;
import io.puredtls.dtls13.Handshaking13;
import io.puredtls.extension.CompressCertificate;
import io.puredtls.extension.Extension;
import io.puredtls.extension.Extensions;
import io.puredtls.extension.KeyShareEntry;
import io.puredtls.extension.SelectedPsk;
import io.puredtls.extension.SelectedVersion;
import io.puredtls.extension.ServerKeyShare;
import io.puredtls.message.Certificate13;
import io.puredtls.message.ClientHello;
import io.puredtls.message.EncryptedExtensions;
import io.puredtls.message.HelloRetryRequest;
import io.puredtls.message.ServerHello;
import io.puredtls.negotiate.ConnectionIds;
import io.puredtls.negotiate.CredentialsChoice;
import io.puredtls.negotiate.Retry;
import io.puredtls.negotiate.ServerNegotiation13;
import io.puredtls.record.ProtocolVersion;
import io.puredtls.record.layer.RecordLayer;
import io.puredtls.state.HandshakeContext;
import io.puredtls.state.HandshakeState;
import io.puredtls.state.Received;
import io.puredtls.state.Role;
import io.puredtls.transcript.TranscriptFraming;
import io.puredtls.wire.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The way from a ClientHello into DTLS 1.3: HelloRetryRequest, or ServerHello EncryptedExtensions [CertificateRequest]
 * [Certificate CertificateVerify] Finished.
 */
public final class ServerFlight13 {
    private ServerFlight13() {
    }

    /** A first hello. */
    public static HandshakeState answer(
            ServerConfig config, ClientHello hello, Bytes address, Received received, HandshakeContext context)
            throws ProtocolException {
        Optional<Retry> retry = ServerNegotiation13.of(hello, config).retry();
        if (retry.isEmpty()) {
            return answer(config, Optional.empty(), hello, address, received, context);
        }
        context.expectAcknowledgements();
        context.accept(received);
        context.transcript().begin(config.settings().jca(), retry.get().suite().hash(), TranscriptFraming.DTLS13);
        context.transcript().replaceByMessageHash();
        context.send(retry.get().request());
        return new AwaitSecondHello(config, hello, retry.get(), address);
    }

    /**
     * A second hello that came by way of the gate, as if we had asked for it.
     *
     * @param firstHash the hash of the first hello
     */
    public static HandshakeState answerAfterGate(
            ServerConfig config, Retry retry, Bytes firstHash, ClientHello hello, Bytes address, Received received, HandshakeContext context)
            throws ProtocolException {
        HelloRetryRequest request = retry.request();
        context.transcript().begin(config.settings().jca(), retry.suite().hash(), TranscriptFraming.DTLS13);
        context.transcript().beginWithMessageHash(firstHash.toArray());
        context.transcript().append(request.type(), 0, request.toBytes());
        return answerSecond(config, retry, hello, address, received, context);
    }

    static HandshakeState answerSecond(
            ServerConfig config, Retry retry, ClientHello hello, Bytes address, Received received, HandshakeContext context) throws ProtocolException {
        return answer(config, Optional.of(retry), hello, address, received, context);
    }

    private static HandshakeState answer(
            ServerConfig config, Optional<Retry> retry, ClientHello hello, Bytes address, Received received, HandshakeContext context)
            throws ProtocolException {
        List<Bytes> names = KeySelection.toBeAskedFor(config, hello);
        if (!names.isEmpty()) {
            return AwaitKeys.ask(config, names, (answered, later) -> answer(answered, retry, hello, address, received, later), context);
        }
        ServerAnswer13 answer = ServerAnswer13.choose(config, retry, hello, received.body(), context.transcript());
        Settings settings = config.settings();
        context.expectAcknowledgements();
        if (retry.isEmpty()) {
            context.transcript().begin(settings.jca(), answer.suite().hash(), TranscriptFraming.DTLS13);
        }
        context.accept(received);
        Handshaking13 shared = new Handshaking13(Role.SERVER, answer.suite(), hello.random());
        EarlySecret early = answer.key().map(ChosenKey::secret)
                .orElseGet(() -> EarlySecret.withoutPsk(settings.jca(), answer.suite().hash()));
        HandshakeSecret secret;
        try {
            // [RFC9846 §4.3.11.3#1]
            if (answer.earlyData()) {
                readEarlyData(shared, early, answer, context);
            }
            secret = sayHello(config, hello, answer, early, context);
        } catch (ProtocolException | RuntimeException refused) { // no state owns them yet
            early.close();
            answer.key().ifPresent(ChosenKey::close);
            throw refused;
        }
        try {
            return sayRest(config, hello, answer, shared, secret, address, context);
        } catch (RuntimeException failed) { // a signer may
            secret.close();
            answer.key().ifPresent(ChosenKey::close);
            throw failed;
        }
    }

    private static void readEarlyData(Handshaking13 shared, EarlySecret early, ServerAnswer13 answer, HandshakeContext context) {
        try (TrafficSecret traffic = early.clientEarlyTraffic(context.transcript().hash())) {
            shared.log(context.settings(), "CLIENT_EARLY_TRAFFIC_SECRET", traffic);
            Exporter13 exporter = early.earlyExporter(context.transcript().hash());
            shared.log(context.settings(), "EARLY_EXPORTER_SECRET", exporter);
            context.installEarlyData(
                    shared.read(RecordLayer.EARLY_DATA_EPOCH, traffic, context.settings()),
                    answer.key().flatMap(ChosenKey::session).orElseThrow().maxEarlyData(), exporter);
        }
    }

    private static HandshakeSecret sayHello(
            ServerConfig config, ClientHello hello, ServerAnswer13 answer, EarlySecret early, HandshakeContext context)
            throws ProtocolException {
        Settings settings = config.settings();
        Optional<Agreement> agreement = agree(hello, answer, config);
        // [RFC9846 §4.2.3#9]
        List<Extension> extensions = new ArrayList<>();
        // [RFC9846 §4.2.3#10] [RFC9846 §4.3.1#8] [RFC9846 §9.2#2]
        extensions.add(new SelectedVersion(ProtocolVersion.DTLS_1_3));
        // [RFC9846 §4.3.9#7]
        agreement.ifPresent(made -> extensions.add(
                new ServerKeyShare(new KeyShareEntry(answer.group().orElseThrow(), Bytes.of(made.share())))));
        answer.key().ifPresent(key -> extensions.add(new SelectedPsk(key.index())));
        Optional<ConnectionIds> ids = ConnectionIds.choose(hello, settings);
        ids.ifPresent(chosen -> extensions.addAll(chosen.answer()));
        context.connectionIds().agree(ids, answer.earlyData());
        context.send(new ServerHello(
                // [RFC9147 §5#3] [RFC9147 §5.4#1] [RFC9846 §4.2.3#7] [RFC9147 §5#4] [RFC9846 §4.2.3#3]
                // [RFC9846 §4.2.3#4]
                ProtocolVersion.DTLS_1_2, Bytes.of(settings.entropy().bytes(Randoms.LENGTH)), Bytes.EMPTY, answer.suite(), 0,
                new Extensions(extensions)));
        // [RFC9147 §5#2]
        return agreement.isPresent() ? early.handshakeSecret(agreement.get().secret()) : early.handshakeSecret();
    }

    private static Optional<Agreement> agree(ClientHello hello, ServerAnswer13 answer, ServerConfig config) throws ProtocolException {
        if (answer.group().isEmpty()) {
            return Optional.empty();
        }
        Bytes share = ServerNegotiation13.of(hello, config).share(answer.group().get()).orElseThrow(() -> violation(
                Violation.ILLEGAL_KEY_SHARES, "no share in " + answer.group().get()));
        try {
            // [RFC9846 §4.3.8#8]
            return Optional.of(answer.group().get().answer(config.settings().jca(), config.settings().entropy(), share.toArray()));
        } catch (IllegalShareException illegal) {
            throw violation(Violation.ILLEGAL_KEY_SHARE, "ClientHello: " + illegal.getMessage());
        }
    }

    private static HandshakeState sayRest(
            ServerConfig config, ClientHello hello, ServerAnswer13 answer, Handshaking13 shared, HandshakeSecret secret,
            Bytes address, HandshakeContext context) {
        // [RFC9846 §4#1]
        HandshakeKeys keys = HandshakeKeys.install(shared, secret, context);
        boolean asks = answer.clientAuthentication() != ClientAuthentication.NONE;
        try {
            sayUnderKeys(config, hello, answer, asks, context);
            context.send(keys.finished(Role.SERVER, context));
        } catch (RuntimeException failed) {
            keys.close();
            throw failed;
        }
        MainSecret main = secret.mainSecret();
        ApplicationKeys application = ApplicationKeys.derive(shared, main, context.transcript().hash(), context);
        // [RFC9846 §4.5.3#3]
        application.installWrite(context);
        ServerStarted13 started = new ServerStarted13(config, hello, address, shared, answer, keys, main, application);
        return asks ? new AwaitClientCertificate(started) : new AwaitFinished(started, answer.resumedPeer());
    }

    private static void sayUnderKeys(ServerConfig config, ClientHello hello, ServerAnswer13 answer, boolean asks, HandshakeContext context) {
        // [RFC9846 §4.4.1#1]
        context.send(new EncryptedExtensions(answer.encryptedExtensions(config, hello)));
        ServerAnswer13.recordLimits(config, hello).ifPresent(limits -> context.limitRecords(limits.content(), limits.plaintext()));
        if (asks) {
            // [RFC9846 §4.4.2#1]
            context.send(CertificateWish.request(Bytes.EMPTY, config));
        }
        if (answer.credentials().isPresent()) {
            showCertificate(config, hello, answer.credentials().get(), context);
        }
    }

    private static void showCertificate(ServerConfig config, ClientHello hello, CredentialsChoice choice, HandshakeContext context) {
        Certificate13 plain = Certificates13.message(Bytes.EMPTY, Optional.of(choice), Staples.wanted(hello.extensions()));
        // [RFC9846 §4.5.1#1]
        context.send(Certificates13.compressed(plain, hello.find(CompressCertificate.class), config.settings()));
        // [RFC9846 §4.5.2#1] [RFC9846 §4.5.2#3]
        context.send(CertificateProof.sign(Role.SERVER, choice, config.settings(), context.transcript().hash()));
    }
}
