package io.puredtls.negotiate;

import static io.puredtls.alert.ProtocolException.violation;

import io.puredtls.alert.ProtocolException;
import io.puredtls.alert.Violation;
import io.puredtls.config.MasterSecretBinding;
import io.puredtls.config.Settings;
import io.puredtls.extension.ApplicationProtocols;
import io.puredtls.extension.EcPointFormats;
import io.puredtls.extension.EncryptThenMac;
import io.puredtls.extension.ExtendedMasterSecret;
import io.puredtls.extension.Extension;
import io.puredtls.extension.ExtensionType;
import io.puredtls.extension.RenegotiationInfo;
import io.puredtls.extension.ServerName;
import io.puredtls.extension.UseSrtp;
import io.puredtls.message.ClientHello;
import io.puredtls.message.ServerHello;
import io.puredtls.record.ProtocolVersion;
import io.puredtls.wire.Bytes;
import java.util.Optional;
import java.util.Set;

/** A client's reading of a ServerHello of DTLS 1.2: the server may only choose what was offered. */
public final class ClientNegotiation12 {
    /** [RFC9846 §4.3] What may be offered along with DTLS 1.2, and is answered by DTLS 1.3 alone. */
    private static final Set<ExtensionType> OF_DTLS_13 = Set.of(
            ExtensionType.PRE_SHARED_KEY, ExtensionType.EARLY_DATA, ExtensionType.SUPPORTED_VERSIONS, ExtensionType.COOKIE,
            ExtensionType.PSK_KEY_EXCHANGE_MODES, ExtensionType.KEY_SHARE, ExtensionType.POST_HANDSHAKE_AUTH,
            ExtensionType.COMPRESS_CERTIFICATE, ExtensionType.CERTIFICATE_AUTHORITIES);

    private final ClientHello hello;
    private final ServerHello answer;
    private final Settings settings;

    private ClientNegotiation12(ClientHello hello, ServerHello answer, Settings settings) {
        this.hello = hello;
        this.answer = answer;
        this.settings = settings;
    }

    /** What was agreed, or the rule that {@code answer} breaks. */
    public static Agreed12 check(ClientHello hello, ServerHello answer, Settings settings) throws ProtocolException {
        return new ClientNegotiation12(hello, answer, settings).check();
    }

    private Agreed12 check() throws ProtocolException {
        // [RFC9846 §E.5#3]
        if (!answer.serverVersion().equals(ProtocolVersion.DTLS_1_2)) {
            throw violation(Violation.NO_COMMON_VERSION,
                    "the server chose " + answer.serverVersion() + ", we speak " + ProtocolVersion.DTLS_1_2);
        }
        if (!hello.cipherSuites().contains(answer.cipherSuite()) || !answer.cipherSuite().isKnown() || answer.cipherSuite().isForDtls13()) {
            throw violation(Violation.UNOFFERED_CIPHER_SUITE, "the server chose " + answer.cipherSuite());
        }
        if (answer.compressionMethod() != 0) {
            throw violation(Violation.UNOFFERED_COMPRESSION, "the server chose compression method " + answer.compressionMethod());
        }
        for (Extension extension : answer.extensions().list()) {
            if (!hello.extensions().has(extension.type())) {
                throw violation(Violation.UNSOLICITED_EXTENSION, "the server answered " + extension.type() + ", which was not offered");
            }
            if (OF_DTLS_13.contains(extension.type())) {
                throw violation(Violation.MISPLACED_EXTENSION, extension.type() + " in a ServerHello of DTLS 1.2");
            }
        }
        checkFixedRules();
        Optional<UseSrtp> srtp = answer.find(UseSrtp.class);
        return new Agreed12(
                answer.cipherSuite(), extendedMasterSecret(), encryptThenMac(), CertificateTypes.read(hello, answer.extensions()),
                hello.find(ServerName.class).map(ServerName::hostName),
                ServerChoices.applicationProtocol(settings, answer.find(ApplicationProtocols.class)), ServerChoices.srtpProfile(settings, srtp),
                srtp.map(UseSrtp::mki).orElse(Bytes.EMPTY));
    }

    private void checkFixedRules() throws ProtocolException {
        // [RFC5746 §3.4#2] [RFC5746 §3.4#3] a first handshake renegotiates nothing
        Optional<RenegotiationInfo> renegotiation = answer.find(RenegotiationInfo.class);
        if (renegotiation.isPresent() && !renegotiation.get().renegotiatedConnection().isEmpty()) {
            throw violation(Violation.RENEGOTIATION_INFO_NOT_EMPTY, "a first handshake has nothing to renegotiate");
        }
        Optional<EcPointFormats> formats = answer.find(EcPointFormats.class);
        if (formats.isPresent() && !formats.get().includesUncompressed()) {
            throw violation(Violation.MISSING_UNCOMPRESSED_POINT_FORMAT, "point formats " + formats.get().formats());
        }
    }

    private boolean encryptThenMac() throws ProtocolException {
        boolean agreed = answer.extensions().has(EncryptThenMac.class);
        if (agreed && !answer.cipherSuite().isLegacy()) {
            // [RFC7366 §3#1]
            throw violation(Violation.ENCRYPT_THEN_MAC_WITHOUT_CBC, "the server answers encrypt_then_mac and chose " + answer.cipherSuite());
        }
        return agreed;
    }

    private boolean extendedMasterSecret() throws ProtocolException {
        boolean agreed = answer.extensions().has(ExtendedMasterSecret.class);
        if (!agreed && settings.masterSecretBinding() == MasterSecretBinding.EXTENDED_REQUIRED) {
            // [RFC7627 §4#2] [RFC7627 §5.2#5] the default
            throw violation(Violation.MISSING_EXTENDED_MASTER_SECRET, "the server does not answer extended_master_secret");
        }
        return agreed;
    }
}
