package io.puredtls.negotiate;

import static io.puredtls.alert.ProtocolException.violation;

import io.puredtls.alert.ProtocolException;
import io.puredtls.alert.Violation;
import io.puredtls.config.ServerConfig;
import io.puredtls.config.Settings;
import io.puredtls.config.UnknownNames;
import io.puredtls.crypto.credentials.Credentials;
import io.puredtls.extension.ApplicationProtocolName;
import io.puredtls.extension.ApplicationProtocols;
import io.puredtls.extension.UseSrtp;
import io.puredtls.message.ClientHello;
import io.puredtls.srtp.SrtpProfile;
import java.util.List;
import java.util.Optional;

/** What a server makes of extensions that mean the same in every version. */
final class HelloChoices {
    private HelloChoices() {
    }

    /** [RFC6066 §3] The credentials for the name if there are any; else, if the configuration says so, all. */
    static List<Credentials> credentials(ServerConfig config, Optional<String> serverName) throws ProtocolException {
        List<Credentials> found = credentialsFor(config, serverName);
        if (found.isEmpty() && !config.credentials().isEmpty()) {
            throw violation(Violation.UNKNOWN_SERVER_NAME, "no credentials for " + serverName.orElseThrow());
        }
        return found;
    }

    /** The same, but none where the name is refused. */
    static List<Credentials> credentialsFor(ServerConfig config, Optional<String> serverName) {
        if (serverName.isEmpty()) {
            return config.credentials();
        }
        String name = serverName.get().endsWith(".") ? serverName.get().substring(0, serverName.get().length() - 1) : serverName.get();
        List<Credentials> named = config.credentials().stream().filter(each -> each.isFor(name)).toList();
        // [RFC9846 §9.2#6]
        if (!named.isEmpty()) {
            return named;
        }
        return config.unknownNames() == UnknownNames.REFUSE ? List.of() : config.credentials();
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
