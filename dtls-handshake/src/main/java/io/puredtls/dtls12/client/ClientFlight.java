package io.puredtls.dtls12.client;

import io.puredtls.alert.ProtocolException;
import io.puredtls.authentication.AfterTrust;
import io.puredtls.config.Settings;
import io.puredtls.crypto.credentials.CertificateType;
import io.puredtls.crypto.schedule12.MasterSecret;
import io.puredtls.crypto.schedule12.PreMasterSecret;
import io.puredtls.crypto.sign.Signer;
import io.puredtls.dtls12.CertificateMessage;
import io.puredtls.message.CertificateRequest12;
import io.puredtls.message.CertificateVerify;
import io.puredtls.message.ClientKeyExchange;
import io.puredtls.negotiate.CredentialsChoice;
import io.puredtls.session.PeerIdentity;
import io.puredtls.session.Session12;
import io.puredtls.state.HandshakeContext;
import io.puredtls.state.HandshakeState;
import io.puredtls.wire.Bytes;
import java.util.Optional;

/** Our flight to a server that is trusted: [Certificate] ClientKeyExchange [CertificateVerify] ChangeCipherSpec Finished. */
record ClientFlight(ServerProved server, Optional<CertificateRequest12> request) implements AfterTrust {
    @Override
    public HandshakeState proceed(PeerIdentity peer, HandshakeContext context) throws ProtocolException {
        CertificateType type = server.shared().agreed().certificateTypes().ofClient();
        Optional<CredentialsChoice> own = request.flatMap(asked -> ClientCredentials.choose(server.config(), type, asked));
        if (request.isPresent()) { // [RFC5246 §7.4.6] asked and without: an empty one
            context.send(own.map(choice -> CertificateMessage.of(choice.credentials())).orElse(CertificateMessage.empty(type)));
        }
        MasterSecret master = exchangeKeys(context);
        try {
            own.ifPresent(choice -> context.send(proveOwnership(choice, context)));
        } catch (RuntimeException failed) { // a key in hardware may refuse to sign
            master.close();
            throw failed;
        }
        context.transcript().forgetMessages();
        Keepsake keepsake = Keepsake.given(server.config(), origin(own, context.settings()), server.shared().promise());
        return FinalFlight.send(server.shared(), server.info(peer), master, keepsake, context);
    }

    private static Session12.Origin origin(Optional<CredentialsChoice> own, Settings settings) {
        long now = settings.clock().millis();
        return own.map(choice -> Session12.Origin.at(now, settings.jca(), choice.credentials().publicKey())).orElse(Session12.Origin.at(now));
    }

    private MasterSecret exchangeKeys(HandshakeContext context) throws ProtocolException {
        ServerShare.Agreement agreement = ServerShare.agree(server.params(), context.settings());
        context.send(new ClientKeyExchange(agreement.share()));
        return server.shared().masterSecret(new PreMasterSecret(agreement.secret()), context);
    }

    private static CertificateVerify proveOwnership(CredentialsChoice own, HandshakeContext context) {
        Settings settings = context.settings();
        Signer signer = new Signer(settings.jca(), settings.entropy(), own.credentials().privateKey());
        return new CertificateVerify(own.scheme(), Bytes.of(signer.sign(own.scheme(), context.transcript().messages())));
    }
}
