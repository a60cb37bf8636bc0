package io.puredtls.negotiate;

import static io.puredtls.alert.ProtocolException.violation;

import io.puredtls.alert.ProtocolException;
import io.puredtls.alert.Violation;
import io.puredtls.config.Settings;
import io.puredtls.extension.ApplicationProtocolName;
import io.puredtls.extension.ApplicationProtocols;
import io.puredtls.extension.UseSrtp;
import io.puredtls.srtp.SrtpProfile;
import java.util.List;
import java.util.Optional;

/** A client's reading of answers that mean the same in every version: the server may only choose what was offered. */
public final class ServerChoices {
    private ServerChoices() {
    }

    /** [RFC7301 §3.1] One of ours, alone. */
    public static Optional<String> applicationProtocol(Settings settings, Optional<ApplicationProtocols> chosen) throws ProtocolException {
        if (chosen.isEmpty()) {
            return Optional.empty();
        }
        Optional<String> ours = settings.applicationProtocols().stream()
                .filter(name -> List.of(ApplicationProtocolName.bytes(name)).equals(chosen.get().names())).findFirst();
        if (ours.isEmpty()) {
            throw violation(Violation.UNOFFERED_APPLICATION_PROTOCOL, "the server chose "
                    + chosen.get().names().stream().map(ApplicationProtocolName::text).toList() + ", we offered " + settings.applicationProtocols());
        }
        return ours;
    }

    /** [RFC5764 §4.1.1] One profile of ours; [RFC5764 §4.1.3] the MKI is ours or none. */
    public static Optional<SrtpProfile> srtpProfile(Settings settings, Optional<UseSrtp> chosen) throws ProtocolException {
        if (chosen.isEmpty()) {
            return Optional.empty();
        }
        UseSrtp srtp = chosen.get();
        if (srtp.profiles().size() != 1 || !settings.srtpProfiles().contains(srtp.profiles().get(0))) {
            throw violation(Violation.UNOFFERED_SRTP_PROFILE,
                    "the server chose SRTP profiles " + srtp.profiles() + ", we offered " + settings.srtpProfiles());
        }
        // [RFC5764 §4.1.3#2] an MKI that is not ours ends it
        if (!srtp.mki().isEmpty() && !srtp.mki().hex().equals(settings.srtpMki())) {
            throw violation(Violation.SRTP_MKI_MISMATCH, "the server chose MKI " + srtp.mki() + ", we offered " + settings.srtpMki());
        }
        return Optional.of(srtp.profiles().get(0));
    }
}
