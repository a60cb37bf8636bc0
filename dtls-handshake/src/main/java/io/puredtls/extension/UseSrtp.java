package io.puredtls.extension;

import io.puredtls.srtp.SrtpProfile;
import io.puredtls.wire.Bytes;
import io.puredtls.wire.DecodeException;
import io.puredtls.wire.WireReader;
import io.puredtls.wire.WireWriter;
import java.util.List;

/**
 * [RFC5764 §4.1.1] SRTP profiles: the client offers several, the server answers with one.
 *
 * <pre>
 *   SRTPProtectionProfiles (2..65534, length in 2) of: SRTPProtectionProfile (2) · srtp_mki (0..255, length in 1)
 * </pre>
 *
 * @param profiles at least one
 * @param mki the master key identifier to be used, or empty
 */
public record UseSrtp(List<SrtpProfile> profiles, Bytes mki) implements Extension {
    /** Copies the list. */
    public UseSrtp {
        profiles = List.copyOf(profiles);
    }

    static UseSrtp decode(WireReader in) throws DecodeException {
        List<SrtpProfile> profiles = Lists.nonEmpty16(
                in, "SRTPProtectionProfiles", list -> new SrtpProfile(list.u16("SRTPProtectionProfile")));
        return new UseSrtp(profiles, in.opaque8("srtp_mki"));
    }

    @Override
    public void encode(WireWriter out) {
        out.vector16("SRTPProtectionProfiles", list -> profiles.forEach(profile -> list.u16("SRTPProtectionProfile", profile.code())));
        out.opaque8("srtp_mki", mki);
    }

    @Override
    public ExtensionType type() {
        return ExtensionType.USE_SRTP;
    }
}
