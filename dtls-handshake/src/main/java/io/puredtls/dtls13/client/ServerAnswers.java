package io.puredtls.dtls13.client;

import static io.puredtls.alert.ProtocolException.violation;

import io.puredtls.alert.ProtocolException;
import io.puredtls.alert.Violation;
import io.puredtls.extension.ApplicationProtocols;
import io.puredtls.extension.EarlyData;
import io.puredtls.extension.Extension;
import io.puredtls.extension.PreSharedKeys;
import io.puredtls.extension.PskIdentity;
import io.puredtls.extension.UnknownExtension;
import io.puredtls.extension.UseSrtp;
import io.puredtls.message.EncryptedExtensions;
import io.puredtls.negotiate.CertificateTypes;
import io.puredtls.negotiate.RecordLimits;
import io.puredtls.negotiate.ServerChoices;
import io.puredtls.session.Session13;
import io.puredtls.srtp.SrtpProfile;
import io.puredtls.wire.Bytes;
import java.util.Optional;

/**
 * What a server answers in EncryptedExtensions.
 *
 * @param certificateTypes what it says about the Certificate messages
 * @param earlyData whether it took our early data
 * @param recordLimits how large records may be
 */
record ServerAnswers(
        CertificateTypes certificateTypes, Optional<String> applicationProtocol, Optional<SrtpProfile> srtpProfile, Bytes srtpMki, boolean earlyData,
        Optional<RecordLimits> recordLimits) {
    /** [RFC9846 §4.3] Only answers to what was offered, and only what belongs here. */
    static ServerAnswers check(ClientHandshake13 client, EncryptedExtensions answer) throws ProtocolException {
        for (Extension extension : answer.extensions().list()) {
            // [RFC9846 §4.3#4]
            if (!client.hello().extensions().has(extension.type())) {
                throw violation(Violation.UNSOLICITED_EXTENSION, "the server answered " + extension.type() + ", which was not offered");
            }
            // [RFC9846 §4.3#5]
            if (extension instanceof UnknownExtension) {
                // [RFC9846 §4.4.1#2]
                throw violation(Violation.MISPLACED_EXTENSION, extension.type() + " in EncryptedExtensions");
            }
        }
        // [RFC9846 §4.3.7#2] of supported_groups nothing is read
        Optional<UseSrtp> srtp = answer.find(UseSrtp.class);
        boolean earlyData = answer.extensions().has(EarlyData.class);
        // [RFC9846 §4.3.11#12]
        if (earlyData && !client.key().equals(firstKey(client))) {
            throw violation(Violation.ILLEGAL_EARLY_DATA_ANSWER, "early data was accepted under another key than the first");
        }
        Optional<String> protocol = ServerChoices.applicationProtocol(client.settings(), answer.find(ApplicationProtocols.class));
        if (earlyData && !protocol.equals(client.key().flatMap(OfferedKey::session).flatMap(Session13::applicationProtocol))) {
            throw violation(Violation.ILLEGAL_EARLY_DATA_ANSWER, "early data was accepted for another application protocol");
        }
        return new ServerAnswers(
                CertificateTypes.read(client.hello(), answer.extensions()), protocol, ServerChoices.srtpProfile(client.settings(), srtp), srtp.map(UseSrtp::mki).orElse(Bytes.EMPTY), earlyData,
                RecordLimits.agreed(client.hello(), answer.extensions(), RecordLimits.Plaintext.CONTENT_AND_TYPE));
    }

    /** The key that early data goes with, if the server chose it: its identity is the first. */
    private static Optional<OfferedKey> firstKey(ClientHandshake13 client) {
        PskIdentity first = client.hello().find(PreSharedKeys.class).orElseThrow().identities().get(0);
        return client.key().filter(key -> key.identity().equals(first));
    }
}
