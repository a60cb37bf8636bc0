package io.puredtls.negotiate;

import static io.puredtls.alert.ProtocolException.violation;

import io.puredtls.alert.ProtocolException;
import io.puredtls.alert.Violation;
import io.puredtls.config.ClientAuthentication;
import io.puredtls.config.ServerConfig;
import io.puredtls.config.Settings;
import io.puredtls.config.UnknownNames;
import io.puredtls.crypto.credentials.CertificateType;
import io.puredtls.crypto.credentials.Credentials;
import io.puredtls.extension.ApplicationProtocolName;
import io.puredtls.extension.ApplicationProtocols;
import io.puredtls.extension.ClientCertificateTypes;
import io.puredtls.extension.ServerCertificateTypes;
import io.puredtls.extension.ServerName;
import io.puredtls.extension.UseSrtp;
import io.puredtls.message.ClientHello;
import io.puredtls.srtp.SrtpProfile;
import java.util.List;
import java.util.Optional;

/** What a server makes of extensions that mean the same in every version. */
final class HelloChoices {
    private HelloChoices() {
    }

    /**
     * [RFC7250 §4.2] [RFC6066 §3] The credentials of a kind that the client can judge, for the name that it asks for if there are
     * any; else, if the configuration says so, all of them.
     */
    static List<Credentials> credentials(ServerConfig config, ClientHello hello) throws ProtocolException {
        List<Credentials> found = credentialsFor(config, hello);
        if (found.isEmpty() && !config.credentials().isEmpty()) {
            // [RFC7250 §4.2#1]
            if (ofKind(config, hello).isEmpty()) {
                throw violation(Violation.NO_COMMON_CERTIFICATE_TYPE, "the client wants to be shown " + serverTypes(hello)
                        + ", we have " + config.credentials().stream().map(Credentials::certificateType).distinct().toList());
            }
            // [RFC6066 §3#4] [RFC6066 §3#5]
            throw violation(Violation.UNKNOWN_SERVER_NAME, "no credentials for " + serverName(hello).orElseThrow());
        }
        return found;
    }

    /** The same, but none where the name is refused, or no kind is common. */
    static List<Credentials> credentialsFor(ServerConfig config, ClientHello hello) {
        List<Credentials> ofKind = ofKind(config, hello);
        Optional<String> asked = serverName(hello);
        if (asked.isEmpty()) {
            return ofKind;
        }
        String name = asked.get().endsWith(".") ? asked.get().substring(0, asked.get().length() - 1) : asked.get();
        List<Credentials> named = ofKind.stream().filter(each -> each.isFor(name)).toList();
        // [RFC6066 §3#9] [RFC9846 §9.2#6]
        if (!named.isEmpty()) {
            return named;
        }
        return config.unknownNames() == UnknownNames.REFUSE ? List.of() : ofKind;
    }

    private static List<Credentials> ofKind(ServerConfig config, ClientHello hello) {
        List<CertificateType> types = serverTypes(hello);
        return config.credentials().stream().filter(each -> types.contains(each.certificateType())).toList();
    }

    /** [RFC7250 §4.1] Certificates, where the client says nothing. */
    private static List<CertificateType> serverTypes(ClientHello hello) {
        return hello.find(ServerCertificateTypes.class).map(ServerCertificateTypes::types).orElse(List.of(CertificateType.X509));
    }

    private static Optional<String> serverName(ClientHello hello) {
        return hello.find(ServerName.class).map(ServerName::hostName);
    }

    /** [RFC7250 §4.2] What the client can show that we can judge; certificates are what it can show where it says nothing. */
    static Optional<CertificateType> clientType(ServerConfig config, ClientHello hello) {
        return first(config.clientTrust().certificateTypes(), clientTypes(hello));
    }

    private static List<CertificateType> clientTypes(ClientHello hello) {
        return hello.find(ClientCertificateTypes.class).map(ClientCertificateTypes::types).orElse(List.of(CertificateType.X509));
    }

    /** Whether the client is asked: not where it could show nothing that we can judge, which ends it if we must be shown something. */
    static ClientAuthentication clientAuthentication(ServerConfig config, ClientHello hello) throws ProtocolException {
        if (config.clientAuthentication() == ClientAuthentication.NONE || clientType(config, hello).isPresent()) {
            return config.clientAuthentication();
        }
        // [RFC7250 §4.2#1] [RFC7250 §4.2#5]
        if (config.clientAuthentication() == ClientAuthentication.REQUIRED) {
            throw violation(Violation.NO_COMMON_CERTIFICATE_TYPE,
                    "the client can show " + clientTypes(hello) + ", we believe " + config.clientTrust().certificateTypes());
        }
        return ClientAuthentication.NONE;
    }

    /** [RFC7301 §3.2] The first of ours that the client offers too; none in common is fatal, none at all is not. */
    static Optional<String> applicationProtocol(ClientHello hello, Settings settings) throws ProtocolException {
        Optional<ApplicationProtocols> offered = hello.find(ApplicationProtocols.class);
        if (offered.isEmpty() || settings.applicationProtocols().isEmpty()) {
            return Optional.empty();
        }
        for (String name : settings.applicationProtocols()) {
            if (offered.get().names().contains(ApplicationProtocolName.bytes(name))) {
                return Optional.of(name);
            }
        }
        throw violation(Violation.NO_COMMON_APPLICATION_PROTOCOL, "the client speaks "
                + offered.get().names().stream().map(ApplicationProtocolName::text).toList() + ", we speak " + settings.applicationProtocols());
    }

    /** [RFC5764 §4.1.1#3] [RFC5764 §4.1.1#4] A profile that both have, or no answer at all. */
    static Optional<SrtpProfile> srtpProfile(ClientHello hello, Settings settings) {
        return hello.find(UseSrtp.class).flatMap(offered -> first(settings.srtpProfiles(), offered.profiles()));
    }

    static <T> Optional<T> first(List<T> ours, List<T> theirs) {
        // [RFC9846 §3.5#1]
        return ours.stream().filter(theirs::contains).findFirst();
    }
}
