package io.puredtls.dtls12.server;

import io.puredtls.config.Settings;
import io.puredtls.crypto.schedule12.Randoms;
import io.puredtls.crypto.suite.CipherSuite;
import io.puredtls.dtls12.Handshaking12;
import io.puredtls.dtls12.Promise;
import io.puredtls.extension.ApplicationProtocolName;
import io.puredtls.extension.ApplicationProtocols;
import io.puredtls.extension.EcPointFormats;
import io.puredtls.extension.EncryptThenMac;
import io.puredtls.extension.ExtendedMasterSecret;
import io.puredtls.extension.Extension;
import io.puredtls.extension.Extensions;
import io.puredtls.extension.RenegotiationInfo;
import io.puredtls.extension.ServerNameAcknowledged;
import io.puredtls.extension.SessionTicketPromised;
import io.puredtls.extension.UseSrtp;
import io.puredtls.message.ClientHello;
import io.puredtls.message.ServerHello;
import io.puredtls.negotiate.Agreed12;
import io.puredtls.negotiate.ConnectionIds;
import io.puredtls.negotiate.DowngradeSentinel;
import io.puredtls.negotiate.RecordLimits;
import io.puredtls.record.ProtocolVersion;
import io.puredtls.state.HandshakeContext;
import io.puredtls.state.Received;
import io.puredtls.state.Role;
import io.puredtls.transcript.TranscriptFraming;
import io.puredtls.wire.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * [RFC5246 §7.4.1.3] What a ServerHello says besides its random.
 *
 * @param agreed what was chosen
 * @param promise how the client can come back
 * @param sessionId the one that the client said, if that session is resumed; else a new one, or none
 * @param ofSession extensions that a full handshake has alone
 */
record HelloAnswer(Agreed12 agreed, Promise promise, Bytes sessionId, List<Extension> ofSession) {
    /** Of a full handshake. */
    static HelloAnswer full(ClientHello hello, Agreed12 agreed, ShownStaples shown, Promise promise) {
        List<Extension> ofSession = new ArrayList<>();
        if (agreed.serverName().isPresent()) {
            // [RFC6066 §3#10]
            ofSession.add(new ServerNameAcknowledged());
        }
        if (hello.extensions().has(EcPointFormats.class)) {
            ofSession.add(EcPointFormats.UNCOMPRESSED_ONLY);
        }
        ofSession.addAll(agreed.certificateTypes().extensions());
        ofSession.addAll(shown.answers());
        // [RFC5077 §3.4#1] none beside a ticket
        Bytes sessionId = promise instanceof Promise.SessionId promised ? promised.id() : Bytes.EMPTY;
        return new HelloAnswer(agreed, promise, sessionId, ofSession);
    }

    /**
     * Of a session that is resumed: the client's own session ID says so, also where it is a ticket that is meant. The name is not
     * acknowledged again, which [RFC6066 §3#15] forbids, and there are no certificates and points to be told of.
     */
    static HelloAnswer resumed(ClientHello hello, Agreed12 agreed, Promise promise) {
        // [RFC5077 §3.4#5]
        return new HelloAnswer(agreed, promise, hello.sessionId(), List.of());
    }

    /** Accepts the hello and answers it. */
    Handshaking12 send(ClientHello hello, Received received, HandshakeContext context) {
        Settings settings = context.settings();
        context.accept(received);
        context.transcript().begin(settings.jca(), agreed.suite().hash(), TranscriptFraming.DTLS12);
        // [RFC9846 §4.2.3#3] [RFC9846 §4.2.3#4]
        Bytes serverRandom = Bytes.of(DowngradeSentinel.mark(settings.entropy().bytes(Randoms.LENGTH), settings));
        Optional<ConnectionIds> ids = ConnectionIds.choose(hello, settings);
        context.connectionIds().agree(ids, false);
        Optional<RecordLimits> limits = RecordLimits.of(hello, settings, RecordLimits.Plaintext.CONTENT);
        List<Extension> extensions = extensions(hello);
        ids.ifPresent(chosen -> extensions.addAll(chosen.answer()));
        limits.ifPresent(each -> extensions.add(each.answer()));
        // [RFC9846 §4.3.1#7]
        context.send(new ServerHello(ProtocolVersion.DTLS_1_2, serverRandom, sessionId, agreed.suite(), 0, new Extensions(extensions)));
        // [RFC6066 §4#7] at once
        limits.ifPresent(each -> context.limitRecords(each.content(), each.plaintext()));
        return new Handshaking12(Role.SERVER, agreed, new Randoms(hello.random().toArray(), serverRandom.toArray()), promise);
    }

    /** [RFC5246 §7.4.1.4] Only what the client offered is answered; what belongs to the connection is chosen anew with each. */
    private List<Extension> extensions(ClientHello hello) {
        List<Extension> list = new ArrayList<>();
        // [RFC5746 §3.6#1] The SCSV offers renegotiation_info as well; so the answer is always wanted by those who know it.
        if (hello.extensions().has(RenegotiationInfo.class)
                || hello.cipherSuites().contains(CipherSuite.TLS_EMPTY_RENEGOTIATION_INFO_SCSV)) {
            list.add(RenegotiationInfo.INITIAL); // [RFC5746 §3.6#4]
        }
        // [RFC7627 §5.2#2] [RFC7627 §5.2#4] [RFC7627 §5.3#8] if offered, and only then
        if (agreed.extendedMasterSecret()) {
            list.add(new ExtendedMasterSecret());
        }
        if (agreed.encryptThenMac()) {
            list.add(new EncryptThenMac());
        }
        list.addAll(ofSession);
        agreed.applicationProtocol().ifPresent(name -> list.add(new ApplicationProtocols(List.of(ApplicationProtocolName.bytes(name)))));
        // [RFC5764 §4.1.1#1] [RFC5764 §4.1.1#2] the one that was chosen
        agreed.srtpProfile().ifPresent(profile -> list.add(new UseSrtp(List.of(profile), agreed.srtpMki())));
        if (promise instanceof Promise.Ticket) {
            // [RFC5077 §3.2#3]
            list.add(new SessionTicketPromised());
        }
        return list;
    }
}
