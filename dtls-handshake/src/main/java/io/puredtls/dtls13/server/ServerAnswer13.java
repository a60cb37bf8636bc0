package io.puredtls.dtls13.server;

import static io.puredtls.alert.ProtocolException.violation;

import io.puredtls.alert.ProtocolException;
import io.puredtls.alert.Violation;
import io.puredtls.config.ClientAuthentication;
import io.puredtls.config.ServerConfig;
import io.puredtls.crypto.kex.NamedGroup;
import io.puredtls.crypto.suite.CipherSuite;
import io.puredtls.extension.ApplicationProtocolName;
import io.puredtls.extension.ApplicationProtocols;
import io.puredtls.extension.EarlyData;
import io.puredtls.extension.Extension;
import io.puredtls.extension.Extensions;
import io.puredtls.extension.PreSharedKeys;
import io.puredtls.extension.ServerNameAcknowledged;
import io.puredtls.extension.SupportedGroups;
import io.puredtls.extension.UseSrtp;
import io.puredtls.message.ClientHello;
import io.puredtls.negotiate.CertificateTypes;
import io.puredtls.negotiate.CredentialsChoice;
import io.puredtls.negotiate.RecordLimits;
import io.puredtls.negotiate.Retry;
import io.puredtls.negotiate.ServerNegotiation13;
import io.puredtls.record.ProtocolVersion;
import io.puredtls.session.PeerIdentity;
import io.puredtls.session.SessionInfo;
import io.puredtls.srtp.SrtpProfile;
import io.puredtls.transcript.Transcript;
import io.puredtls.wire.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a server answers to a hello.
 *
 * @param group what keys are exchanged in; empty for a pre-shared key alone
 * @param key the pre-shared key that is used
 * @param credentials what is shown where none is
 * @param clientAuthentication whether the client is asked for what it can show
 * @param certificateTypes what is said about the Certificate messages
 */
record ServerAnswer13(
        CipherSuite suite, Optional<NamedGroup> group, Optional<ChosenKey> key, Optional<CredentialsChoice> credentials,
        ClientAuthentication clientAuthentication, CertificateTypes certificateTypes, Optional<String> serverName, Optional<String> applicationProtocol, Optional<SrtpProfile> srtpProfile, Bytes srtpMki,
        boolean earlyData) {
    /** Decides. */
    static ServerAnswer13 choose(
            ServerConfig config, Optional<Retry> retry, ClientHello hello, Bytes body, Transcript transcript) throws ProtocolException {
        ServerNegotiation13 negotiation = ServerNegotiation13.of(hello, config);
        if (retry.isPresent()) {
            SecondHello.checkAnswers(retry.get(), hello, negotiation);
        }
        CipherSuite suite = negotiation.suite();
        Optional<String> protocol = negotiation.applicationProtocol();
        Optional<ChosenKey> key = KeySelection.choose(config, hello, suite, body, transcript);
        // [RFC9846 §6.2#5] said as of a wrong binder: nobody learns which keys there are
        if (key.isEmpty() && config.credentials().isEmpty() && hello.extensions().has(PreSharedKeys.class) && negotiation.mayUseKey()) {
            throw violation(Violation.WRONG_BINDER, "the client has none of our pre-shared keys, and we have nothing else");
        }
        try {
            // [RFC9846 §4.3.8#13]
            Optional<NamedGroup> group = key.isPresent() && negotiation.isKeyAlone() ? Optional.empty() : Optional.of(negotiation.group());
            // [RFC9846 §F.1#1]
            Optional<CredentialsChoice> credentials = key.isPresent() ? Optional.empty() : Optional.of(negotiation.credentials());
            // [RFC9846 §4.4.2#7] [RFC9846 §4.4.2#8]
            ClientAuthentication asked = key.isPresent() ? ClientAuthentication.NONE : negotiation.clientAuthentication();
            Optional<SrtpProfile> srtp = negotiation.srtpProfile();
            return new ServerAnswer13(
                    suite, group, key, credentials, asked, negotiation.certificateTypes(asked, credentials), negotiation.serverName(), protocol, srtp,
                    srtp.isPresent() ? hello.find(UseSrtp.class).orElseThrow().mki() : Bytes.EMPTY,
                    EarlyDataDecision.isAccepted(config, hello, retry.isPresent(), key, suite, protocol));
        } catch (ProtocolException | RuntimeException refused) { // what the application gave may fail
            key.ifPresent(ChosenKey::close);
            throw refused;
        }
    }

    /** [RFC9846 §4.4.1] The answers that the keys do not depend on, to what was asked alone. */
    Extensions encryptedExtensions(ServerConfig config, ClientHello hello) {
        // [RFC9846 §4.3#3] [RFC9846 §4.3.6#2] [RFC9846 §4.3.9#5]
        List<Extension> list = new ArrayList<>();
        if (serverName.isPresent()) {
            list.add(new ServerNameAcknowledged());
        }
        if (hello.extensions().has(SupportedGroups.class)) {
            // [RFC9846 §4.3.7#3]
            list.add(new SupportedGroups(config.settings().groups()));
        }
        list.addAll(certificateTypes.extensions());
        applicationProtocol.ifPresent(name -> list.add(new ApplicationProtocols(List.of(ApplicationProtocolName.bytes(name)))));
        srtpProfile.ifPresent(profile -> list.add(new UseSrtp(List.of(profile), srtpMki)));
        recordLimits(config, hello).ifPresent(limits -> list.add(limits.answer()));
        // [RFC9846 §4.3.10#10]
        if (earlyData) {
            list.add(new EarlyData());
        }
        return new Extensions(list);
    }

    static Optional<RecordLimits> recordLimits(ServerConfig config, ClientHello hello) {
        return RecordLimits.of(hello, config.settings(), RecordLimits.Plaintext.CONTENT_AND_TYPE);
    }

    /** Who the client is, if it is known before it shows anything. */
    PeerIdentity resumedPeer() {
        return key.map(ChosenKey::peer).orElse(PeerIdentity.ANONYMOUS);
    }

    SessionInfo info(PeerIdentity peer) {
        return new SessionInfo(
                // [RFC9846 §4.7.1#7] [RFC9846 §E#4]
                ProtocolVersion.DTLS_1_3, suite, group, credentials.map(CredentialsChoice::scheme), peer, serverName, applicationProtocol,
                srtpProfile, srtpMki.hex(), true, key.flatMap(ChosenKey::session).isPresent(), earlyData);
    }
}
