package io.puredtls.dtls12.server;

import io.puredtls.alert.ProtocolException;
import io.puredtls.config.ClientAuthentication;
import io.puredtls.config.ServerConfig;
import io.puredtls.config.Settings;
import io.puredtls.crypto.kex.KeyExchange;
import io.puredtls.crypto.sign.Signer;
import io.puredtls.dtls12.CertificateMessage;
import io.puredtls.dtls12.Handshaking12;
import io.puredtls.dtls12.Promise;
import io.puredtls.dtls12.SignedParams;
import io.puredtls.extension.CertificateAuthorities;
import io.puredtls.message.CertificateRequest12;
import io.puredtls.message.CertificateStatus;
import io.puredtls.message.ClientHello;
import io.puredtls.message.ServerEcdhParams;
import io.puredtls.message.ServerHelloDone;
import io.puredtls.message.ServerKeyExchange;
import io.puredtls.negotiate.Chosen12;
import io.puredtls.negotiate.CredentialsChoice;
import io.puredtls.negotiate.ServerNegotiation12;
import io.puredtls.state.HandshakeContext;
import io.puredtls.state.HandshakeState;
import io.puredtls.state.Received;
import io.puredtls.wire.Bytes;
import java.util.Optional;

/**
 * The way from a ClientHello into DTLS 1.2: ServerHello Certificate ServerKeyExchange [CertificateRequest] ServerHelloDone, or what
 * {@link PskFlight} has, or, where a session is resumed, {@link AbbreviatedFlight}.
 */
public final class ServerFlight {
    private ServerFlight() {
    }

    /** Resumes what {@code hello} names, or chooses of what it offers, and sends the flight. */
    public static HandshakeState answer(ServerConfig config, ClientHello hello, Received received, HandshakeContext context)
            throws ProtocolException {
        Optional<SessionSelection.Resumed> resumed = SessionSelection.choose(config, hello);
        if (resumed.isPresent()) {
            try (SessionSelection.Resumed earlier = resumed.get()) {
                Promise promise = AbbreviatedFlight.promise(config, hello, earlier);
                Handshaking12 shared = HelloAnswer.resumed(hello, earlier.agreed(), promise).send(hello, received, context);
                return AbbreviatedFlight.send(config, shared, hello, earlier.session(), context);
            }
        }
        Chosen12 chosen = ServerNegotiation12.choose(hello, config);
        Promise promise = SessionIssuer.promise(config, hello, chosen.agreed());
        ShownStaples shown = ShownStaples.of(chosen.exchange(), hello);
        Handshaking12 shared = HelloAnswer.full(hello, chosen.agreed(), shown, promise).send(hello, received, context);
        if (chosen.exchange() instanceof Chosen12.Exchange.Signed signed) {
            return showCredentials(config, shared, chosen.clientAuthentication(), signed, shown, context);
        }
        return PskFlight.send(config, shared, (Chosen12.Exchange.ByKey) chosen.exchange(), context);
    }

    private static HandshakeState showCredentials(
            ServerConfig config, Handshaking12 shared, ClientAuthentication asked, Chosen12.Exchange.Signed signed, ShownStaples shown,
            HandshakeContext context) {
        KeyExchange exchange = signed.group().begin(config.settings().jca(), config.settings().entropy());
        context.send(CertificateMessage.of(signed.own().credentials()));
        // [RFC6066 §8#7] [RFC6066 §1.1#1]
        shown.status().ifPresent(status -> context.send(new CertificateStatus(status)));
        context.send(keyExchange(signed.own(), shared, exchange, config.settings()));
        ServerStarted started = new ServerStarted(config, shared, signed.own(), exchange);
        if (asked == ClientAuthentication.NONE) {
            context.send(new ServerHelloDone());
            context.transcript().forgetMessages(); // nobody will sign them
            return new AwaitClientKeyExchange(started, Optional.empty());
        }
        // [RFC7250 §4.2#4]
        context.send(certificateRequest(config));
        context.send(new ServerHelloDone());
        return new AwaitClientCertificate(started);
    }

    private static ServerKeyExchange keyExchange(CredentialsChoice own, Handshaking12 shared, KeyExchange exchange, Settings settings) {
        ServerEcdhParams params = new ServerEcdhParams(exchange.group(), Bytes.of(exchange.share()));
        Signer signer = new Signer(settings.jca(), settings.entropy(), own.credentials().privateKey());
        byte[] signature = signer.sign(own.scheme(), SignedParams.content(shared.randoms(), params));
        return new ServerKeyExchange(params, own.scheme(), Bytes.of(signature));
    }

    private static CertificateRequest12 certificateRequest(ServerConfig config) {
        Bytes types = Bytes.of((byte) CertificateRequest12.ECDSA_SIGN, (byte) CertificateRequest12.RSA_SIGN);
        return new CertificateRequest12(
                types, config.settings().signatureSchemesForDtls12(), CertificateAuthorities.namesOf(config.acceptableIssuers()));
    }
}
