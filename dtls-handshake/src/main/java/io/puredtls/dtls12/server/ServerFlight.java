package io.puredtls.dtls12.server;

import io.puredtls.alert.ProtocolException;
import io.puredtls.config.ClientAuthentication;
import io.puredtls.config.ServerConfig;
import io.puredtls.config.Settings;
import io.puredtls.crypto.kex.KeyExchange;
import io.puredtls.crypto.schedule12.Randoms;
import io.puredtls.crypto.sign.Signer;
import io.puredtls.crypto.suite.CipherSuite;
import io.puredtls.dtls12.CertificateMessage;
import io.puredtls.dtls12.Handshaking12;
import io.puredtls.dtls12.SignedParams;
import io.puredtls.extension.ApplicationProtocolName;
import io.puredtls.extension.ApplicationProtocols;
import io.puredtls.extension.EcPointFormats;
import io.puredtls.extension.EncryptThenMac;
import io.puredtls.extension.ExtendedMasterSecret;
import io.puredtls.extension.Extension;
import io.puredtls.extension.Extensions;
import io.puredtls.extension.RenegotiationInfo;
import io.puredtls.extension.ServerNameAcknowledged;
import io.puredtls.extension.UseSrtp;
import io.puredtls.message.CertificateRequest12;
import io.puredtls.message.ClientHello;
import io.puredtls.message.ServerEcdhParams;
import io.puredtls.message.ServerHello;
import io.puredtls.message.ServerHelloDone;
import io.puredtls.message.ServerKeyExchange;
import io.puredtls.negotiate.Agreed12;
import io.puredtls.negotiate.Chosen12;
import io.puredtls.negotiate.ConnectionIds;
import io.puredtls.negotiate.CredentialsChoice;
import io.puredtls.negotiate.DowngradeSentinel;
import io.puredtls.negotiate.RecordLimits;
import io.puredtls.negotiate.ServerNegotiation12;
import io.puredtls.record.ProtocolVersion;
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
 * The way from a ClientHello into DTLS 1.2: ServerHello Certificate ServerKeyExchange [CertificateRequest] ServerHelloDone, or what
 * {@link PskFlight} has.
 */
public final class ServerFlight {
    private ServerFlight() {
    }

    /** Chooses of what {@code hello} offers and sends the flight. */
    public static HandshakeState answer(ServerConfig config, ClientHello hello, Received received, HandshakeContext context)
            throws ProtocolException {
        Settings settings = config.settings();
        Chosen12 chosen = ServerNegotiation12.choose(hello, config);
        context.accept(received);
        context.transcript().begin(settings.jca(), chosen.agreed().suite().hash(), TranscriptFraming.DTLS12);
        // [RFC9846 §4.2.3#3] [RFC9846 §4.2.3#4]
        Bytes serverRandom = Bytes.of(DowngradeSentinel.mark(settings.entropy().bytes(Randoms.LENGTH), settings));
        Handshaking12 shared = new Handshaking12(
                Role.SERVER, chosen.agreed(), new Randoms(hello.random().toArray(), serverRandom.toArray()));

        Optional<ConnectionIds> ids = ConnectionIds.choose(hello, settings);
        context.connectionIds().agree(ids, false);
        Optional<RecordLimits> limits = RecordLimits.of(hello, settings, RecordLimits.Plaintext.CONTENT);
        Extensions answers = extensions(chosen.agreed(), ids, hello, limits);
        // [RFC9846 §4.3.1#7]
        context.send(new ServerHello(ProtocolVersion.DTLS_1_2, serverRandom, Bytes.EMPTY, chosen.agreed().suite(), 0, answers));
        // [RFC6066 §4#3] at once
        limits.ifPresent(each -> context.limitRecords(each.content(), each.plaintext()));
        if (chosen.exchange() instanceof Chosen12.Exchange.Signed signed) {
            return showCredentials(config, shared, chosen.clientAuthentication(), signed, context);
        }
        return PskFlight.send(config, shared, (Chosen12.Exchange.ByKey) chosen.exchange(), context);
    }

    private static HandshakeState showCredentials(
            ServerConfig config, Handshaking12 shared, ClientAuthentication asked, Chosen12.Exchange.Signed signed, HandshakeContext context) {
        KeyExchange exchange = signed.group().begin(config.settings().jca(), config.settings().entropy());
        context.send(CertificateMessage.of(signed.own().credentials()));
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

    /** [RFC5246 §7.4.1.4] Only what the client offered is answered. */
    private static Extensions extensions(
            Agreed12 agreed, Optional<ConnectionIds> ids, ClientHello hello, Optional<RecordLimits> limits) {
        List<Extension> list = new ArrayList<>();
        // [RFC5746 §3.6#1] The SCSV offers renegotiation_info as well; so the answer is always wanted by those who know it.
        if (hello.extensions().has(RenegotiationInfo.class)
                || hello.cipherSuites().contains(CipherSuite.TLS_EMPTY_RENEGOTIATION_INFO_SCSV)) {
            list.add(RenegotiationInfo.INITIAL); // [RFC5746 §3.6#4]
        }
        // [RFC7627 §5.2#2] [RFC7627 §5.2#4] if offered, and only then
        if (agreed.extendedMasterSecret()) {
            list.add(new ExtendedMasterSecret());
        }
        if (agreed.encryptThenMac()) {
            list.add(new EncryptThenMac());
        }
        if (agreed.serverName().isPresent()) {
            list.add(new ServerNameAcknowledged());
        }
        if (hello.extensions().has(EcPointFormats.class)) {
            list.add(EcPointFormats.UNCOMPRESSED_ONLY);
        }
        list.addAll(agreed.certificateTypes().extensions());
        agreed.applicationProtocol().ifPresent(name -> list.add(new ApplicationProtocols(List.of(ApplicationProtocolName.bytes(name)))));
        // [RFC5764 §4.1.1#1] [RFC5764 §4.1.1#2] the one that was chosen
        agreed.srtpProfile().ifPresent(profile -> list.add(new UseSrtp(List.of(profile), agreed.srtpMki())));
        ids.ifPresent(chosen -> list.addAll(chosen.answer()));
        limits.ifPresent(each -> list.add(each.answer()));
        return new Extensions(list);
    }

    private static ServerKeyExchange keyExchange(CredentialsChoice own, Handshaking12 shared, KeyExchange exchange, Settings settings) {
        ServerEcdhParams params = new ServerEcdhParams(exchange.group(), Bytes.of(exchange.share()));
        Signer signer = new Signer(settings.jca(), settings.entropy(), own.credentials().privateKey());
        byte[] signature = signer.sign(own.scheme(), SignedParams.content(shared.randoms(), params));
        return new ServerKeyExchange(params, own.scheme(), Bytes.of(signature));
    }

    private static CertificateRequest12 certificateRequest(ServerConfig config) {
        Bytes types = Bytes.of((byte) CertificateRequest12.ECDSA_SIGN, (byte) CertificateRequest12.RSA_SIGN);
        List<Bytes> authorities = config.acceptableIssuers().stream()
                .map(issuer -> Bytes.of(issuer.getSubjectX500Principal().getEncoded())).toList();
        return new CertificateRequest12(types, config.settings().signatureSchemesForDtls12(), authorities);
    }
}
